/* Where messages travel: the edges as polylines, measured from the laid-out page. CSS decides whether the stations stand
   side by side or, where there is little room, one above the other. */

const SAMPLES = 48;
const LANE_PX = 4.5; // requests keep to one side of the line, answers to the other
const RAIL_PX = 15;

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
  }

  #add(source, target, points) {
    this.#routes.set(`${source}>${target}`, { source, target, ...sampled(points), d: `M${points.join("L")}` });
  }

  all() {
    return [...this.#routes.values()];
  }

  /** The route of a message, and whether it goes against the drawn direction. */
  find(source, target) {
    const forth = this.#routes.get(`${source}>${target}`);
    return { route: forth ?? this.#routes.get(`${target}>${source}`), back: !forth };
  }
}

/** The point at `share` of the way; with `back` given, in the lane of its direction. `out` spares the collector. */
export function place(route, share, back, out = {}) {
  const at = (back ? 1 - share : share) * SAMPLES;
  const i = Math.min(Math.floor(at), SAMPLES - 1);
  const [x, y] = [route.xs[i], route.ys[i]];
  const [dx, dy] = [route.xs[i + 1] - x, route.ys[i + 1] - y];
  const lane = back === undefined ? 0 : (back ? LANE_PX : -LANE_PX) / (Math.hypot(dx, dy) || 1);
  out.x = x + dx * (at - i) - dy * lane;
  out.y = y + dy * (at - i) + dx * lane;
  return out;
}

const straight = (from, to, down) =>
  down || to.left < from.right ? [[from.centre, from.bottom], [from.centre, to.top]] : [[from.right, from.middle], [to.left, to.middle]];

/** From checkout's foot down a rail of its own in the left margin, then into the service. */
function rail(from, to, number) {
  const x = from.left + number * RAIL_PX - 2;
  return [[x, from.bottom], [x, to.middle], [to.left, to.middle]];
}

function curve(x0, y0, x1, y1) {
  return Array.from({ length: 25 }, (_, i) => {
    const [t, u] = [i / 24, 1 - i / 24];
    return [x0 + (x1 - x0) * t * (1.5 - 1.5 * t + t * t), u * u * (1 + 2 * t) * y0 + t * t * (3 - 2 * t) * y1];
  });
}

/** Points at equal distances along a polyline. */
function sampled(points) {
  const legs = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i][0], y - points[i][1]));
  const length = legs.reduce((sum, leg) => sum + leg, 0);
  const [xs, ys] = [new Float32Array(SAMPLES + 1), new Float32Array(SAMPLES + 1)];
  let [leg, passed] = [0, 0];
  for (let i = 0; i <= SAMPLES; i++) {
    const at = (i / SAMPLES) * length;
    while (leg < legs.length - 1 && at > passed + legs[leg]) passed += legs[leg++];
    const share = Math.min((at - passed) / (legs[leg] || 1), 1);
    const [[x0, y0], [x1, y1]] = points.slice(leg, leg + 2);
    [xs[i], ys[i]] = [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];
  }
  return { xs, ys, length };
}
