/* Draws what is in the air above the picture. In a crowd, neighbours of one kind become one with a number. */

import { place } from "./routes.js";
import { badge, palette, sprites, stamp } from "./shapes.js";

const CROWD_PX = 11; // closer together than this, messages cannot be told apart
const GROUP_PX = 34;
const DOT_PX = 14;
const BADGE_LANE_PX = 9;
const WORDS_MAX = 2; // help only while crosses are few
const REACH_PX = 16;

export class Sky {
	constructor(canvas, air, routes) {
		Object.assign(this, { canvas, air, routes, pen: canvas.getContext("2d") });
	}

	prepare(width, height, larger) {
		const { canvas, pen } = this;
		const scale = Math.min(devicePixelRatio, 2) * larger;
		[canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
		pen.setTransform(scale, 0, 0, scale, 0, 0);
		this.colours = palette(canvas);
		this.sprites = sprites(this.colours, scale);
		const font = `600 12px ${getComputedStyle(canvas).fontFamily}`;
		Object.assign(pen, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4, strokeStyle: this.colours.card });
	}

	draw(t) {
		if (!this.sprites) return;
		this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
		const [lanes, crosses] = [new Map(), []];
		this.air.eachFlight(t, (flight, share) => this.#sort(lanes, crosses, flight, share));
		for (const lane of lanes.values()) this.#drawLane(lane);
		for (const cross of crosses) this.#drawCross(cross, crosses.length <= WORDS_MAX);
		this.air.eachMark(t, (mark, age) => this.#drawMark(mark, age));
	}

	/** Of the message nearest to a point, within a finger's reach. */
	orderAt(t, x, y) {
		let [order, reach] = [0, REACH_PX];
		this.air.eachFlight(t, (flight, share) => {
			const { route, back } = this.routes.find(flight.source, flight.target);
			const at = route && place(route, share, back);
			const distance = at ? Math.hypot(at.x - x, at.y - y) : reach;
			if (distance < reach) [order, reach] = [flight.order, distance];
		});
		return order;
	}

	#sort(lanes, crosses, { source, target, kind, lost }, share) {
		const { route, back } = this.routes.find(source, target);
		if (!route) return; // checkout does not call it any more
		if (lost && share >= 0.5) return crosses.push({ route, back, share });
		const key = source + target;
		if (!lanes.has(key)) lanes.set(key, { route, back, flights: [] });
		lanes.get(key).flights.push([kind, share, 1]);
	}

	#drawLane({ route, back, flights }) {
		const crowded = flights.length * CROWD_PX > route.length;
		const badges = crowded && route.points[0].x < route.points[1].x; // downwards a dot stands for its neighbours
		for (const [kind, share, count] of crowded ? gathered(flights, route.length / (badges ? GROUP_PX : DOT_PX)) : flights) {
			const { x, y } = place(route, share, back, badges ? BADGE_LANE_PX : undefined);
			if (badges && count > 2) badge(this.pen, kind, count, x, y, this.colours);
			else stamp(this.pen, this.sprites[kind], x, y);
		}
	}

	#drawCross({ route, share, back }, withWords) {
		const [{ pen }, { x, y }] = [this, place(route, share, back)];
		stamp(pen, this.sprites.lost, x, y);
		if (!withWords) return;
		const words = back ? "answer lost" : "request lost";
		pen.fillStyle = this.colours.lost;
		pen.strokeText(words, x, y - 16);
		pen.fillText(words, x, y - 16);
	}

	#drawMark({ what, service }, age) {
		const { route } = this.routes.find("checkout", service);
		if (!this.sprites[what] || !route) return;
		const { x, y } = place(route, what === "timed_out" ? 0 : 1); // at the caller; every other mark at the service
		this.pen.globalAlpha = Math.min(5 * (1 - age), 1);
		stamp(this.pen, this.sprites[what], x, y - age * 10);
		this.pen.globalAlpha = 1;
	}
}

/** Those of one kind within one bin of the way as [kind, share, count]. */
function gathered(flights, bins) {
	const groups = new Map();
	for (const [kind, share] of flights) {
		const key = kind + Math.floor(share * bins);
		const [, mean, count] = groups.get(key) ?? [kind, 0, 0];
		groups.set(key, [kind, (mean * count + share) / (count + 1), count + 1]);
	}
	return groups.values();
}
