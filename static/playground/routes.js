/* Where messages travel: the edges of the picture as polylines, measured from the laid-out page. Lays no stations out
   itself; CSS does, side by side or, on a phone, one above the other (then --flow is "down"). */

const SAMPLES = 48;
const LANE_PX = 4.5; // requests keep to one side of the line, answers to the other
const BEND = 0.5;

export class Routes {
  #routes = new Map();

  /** `chain` is [customers, …gateways, checkout]; each service hangs on checkout. `boxOf(name)` measures. */
  measure(chain, services, boxOf, down) {
    this.#routes.clear();
    const boxes = new Map([...chain, ...services].map((name) => [name, boxOf(name)]));
    chain.slice(1).forEach((name, i) => this.#add(chain[i], name, straight(boxes.get(chain[i]), boxes.get(name), down)));
    const checkout = chain.at(-1);
    services.forEach((name, i) => {
      const [from, to] = [boxes.get(checkout), boxes.get(name)];
      const out = boxOf(`pool:${name}`) ?? spread(from, i, services.length);
      this.#add(checkout, name, down ? trunk(from, to) : curve(from.right, out.middle, to.left, to.middle));
    });
  }

  #add(source, target, points) {
    this.#routes.set(`${source}>${target}`, { source, target, ...sampled(points), d: path(points) });
  }

  all() {
    return [...this.#routes.values()];
  }

  /** The route a message takes, and whether it goes against the drawn direction. */
  find(source, target) {
    const forth = this.#routes.get(`${source}>${target}`);
    return forth ? { route: forth, back: false } : { route: this.#routes.get(`${target}>${source}`), back: true };
  }
}

/** The point at `share` of the way, in the lane of its direction; written into `out` to spare the collector. */
export function place(route, share, back, out) {
  const at = (back ? 1 - share : share) * SAMPLES;
  const i = Math.min(Math.floor(at), SAMPLES - 1);
  const [x0, y0, x1, y1] = [route.xs[i], route.ys[i], route.xs[i + 1], route.ys[i + 1]];
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const lane = back ? LANE_PX : -LANE_PX;
  out.x = x0 + (x1 - x0) * (at - i) - ((y1 - y0) / length) * lane;
  out.y = y0 + (y1 - y0) * (at - i) + ((x1 - x0) / length) * lane;
  return out;
}

const spread = (box, i, count) => ({ middle: box.top + ((i + 0.5) / count) * 0.8 * box.height + 0.1 * box.height });

const straight = (from, to, down) =>
  down ? [[from.centre, from.bottom], [from.centre, to.top]] : [[from.right, from.middle], [to.left, to.middle]];

/** From checkout's foot along the left margin, then into the service. */
function trunk(from, to) {
  const x = Math.min(from.left, to.left) + 14;
  return [[x, from.bottom], [x, to.middle], [to.left, to.middle]];
}

function curve(x0, y0, x1, y1) {
  const bend = (x1 - x0) * BEND;
  return Array.from({ length: 25 }, (_, i) => {
    const [t, u] = [i / 24, 1 - i / 24];
    const x = u * u * u * x0 + 3 * u * u * t * (x0 + bend) + 3 * u * t * t * (x1 - bend) + t * t * t * x1;
    return [x, u * u * (1 + 2 * t) * y0 + t * t * (3 - 2 * t) * y1];
  });
}

const path = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** Points at equal distances along a polyline. */
function sampled(points) {
  const legs = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i][0], y - points[i][1]));
  const length = legs.reduce((sum, leg) => sum + leg, 0);
  const xs = new Float32Array(SAMPLES + 1);
  const ys = new Float32Array(SAMPLES + 1);
  let [leg, passed] = [0, 0];
  for (let i = 0; i <= SAMPLES; i++) {
    const at = (i / SAMPLES) * length;
    while (leg < legs.length - 1 && at > passed + legs[leg]) passed += legs[leg++];
    const share = legs[leg] ? Math.min((at - passed) / legs[leg], 1) : 0;
    xs[i] = points[leg][0] + (points[leg + 1][0] - points[leg][0]) * share;
    ys[i] = points[leg][1] + (points[leg + 1][1] - points[leg][1]) * share;
  }
  return { xs, ys, length };
}
