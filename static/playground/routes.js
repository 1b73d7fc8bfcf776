/* Where messages travel: the edges, measured from the laid-out page. CSS decides where the stations stand. */

const SAMPLES = 48;
const LANE_PX = 5.5; // requests keep to one side of the line, answers to the other
const RAIL_PX = 26;

export class Routes {
	#routes = new Map();

	/** `chain` is [customers, …gateways, checkout]; each of `services` hangs on checkout, or on its pool there. */
	measure(chain, services, boxOf, poolOf, down) {
		this.#routes.clear();
		chain.slice(1).forEach((name, i) => this.#add(chain[i], name, straight(boxOf(chain[i]), boxOf(name), down)));
		const from = boxOf("checkout");
		services.forEach((name, i) => {
			const to = boxOf(name);
			const out = poolOf(name)?.middle ?? from.top + (0.1 + (0.8 * (i + 0.5)) / services.length) * from.height;
			this.#add("checkout", name, down ? rail(from, to, services.length - i) : curve(from.right, out, to.left, to.middle));
		});
		return [...this.#routes.values()].map(({ line }) => line);
	}

	#add(source, target, d) {
		const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
		line.setAttribute("d", d);
		line.dataset.edge = target;
		const length = line.getTotalLength();
		const points = Array.from({ length: SAMPLES + 1 }, (_, i) => line.getPointAtLength((i / SAMPLES) * length));
		this.#routes.set(`${source}>${target}`, { line, length, points });
	}

	/** And whether a message goes against the drawn direction. */
	find(source, target) {
		const forth = this.#routes.get(`${source}>${target}`);
		return { route: forth ?? this.#routes.get(`${target}>${source}`), back: !forth };
	}
}

/** The point at `share` of the way; with `back` given, in the lane of its direction. */
export function place({ points }, share, back, apart = LANE_PX) {
	const at = (back ? 1 - share : share) * SAMPLES;
	const i = Math.min(Math.floor(at), SAMPLES - 1);
	const [from, to] = [points[i], points[i + 1]];
	const [dx, dy] = [to.x - from.x, to.y - from.y];
	const lane = back === undefined ? 0 : (back ? apart : -apart) / (Math.hypot(dx, dy) || 1);
	return { x: from.x + dx * (at - i) - dy * lane, y: from.y + dy * (at - i) + dx * lane };
}

const straight = (from, to, down) =>
	down || to.left < from.right ? `M${from.centre} ${from.bottom}V${to.top}` : `M${from.right} ${from.middle}L${to.left} ${to.middle}`;

/** Down a rail of its own in the left margin, then into the service. */
const rail = (from, to, number) => `M${from.left + number * RAIL_PX - 2} ${from.bottom}V${to.middle}H${to.left}`;

const curve = (x0, y0, x1, y1) => `M${x0} ${y0}C${(x0 + x1) / 2} ${y0} ${(x0 + x1) / 2} ${y1} ${x1} ${y1}`;
