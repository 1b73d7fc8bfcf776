/* Draws what is in the air onto the canvas above the picture: one bitmap copy a message. Where an edge is crowded the
   messages of one kind that are close together become one larger shape with their number. */

import { place } from "./routes.js";
import { palette, sprites, stamp } from "./shapes.js";

const CROWD_PX = 11; // closer together than this, messages cannot be told apart
const GROUP_PX = 26;
const LABELS_MAX = 2; // words beside a cross help only while crosses are few

export class Sky {
  #canvas;
  #pen;
  #air;
  #routes;
  #point = { x: 0, y: 0 };

  constructor(canvas, air, routes) {
    [this.#canvas, this.#air, this.#routes] = [canvas, air, routes];
    this.#pen = canvas.getContext("2d");
  }

  /** After a change of size, palette or layout. */
  prepare(width, height) {
    const scale = Math.min(devicePixelRatio || 1, 2);
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#pen.setTransform(scale, 0, 0, scale, 0, 0);
    this.colours = palette(this.#canvas);
    this.sprites = sprites(this.colours, scale);
    this.font = `600 12px ${getComputedStyle(this.#canvas).fontFamily}`;
    [this.width, this.height] = [width, height];
  }

  draw(t) {
    if (!this.sprites) return;
    this.#pen.clearRect(0, 0, this.width, this.height);
    const lanes = new Map();
    this.#air.eachFlight(t, (flight, share) => this.#sort(lanes, flight, share));
    const crosses = [];
    for (const lane of lanes.values()) this.#drawLane(lane, crosses);
    this.#drawCrosses(crosses);
    this.#air.eachMark(t, (mark, age) => this.#drawMark(mark, age));
  }

  #sort(lanes, flight, share) {
    const { route, back } = this.#routes.find(flight.source, flight.target);
    if (!route) return; // its station is not in the picture, e.g. a service that checkout does not call now
    const key = `${route.source}>${route.target}${back}`;
    if (!lanes.has(key)) lanes.set(key, { route, back, items: [] });
    lanes.get(key).items.push({ flight, share });
  }

  #drawLane({ route, back, items }, crosses) {
    const flying = items.filter(({ flight, share }) => !(flight.lost && share >= 0.5));
    crosses.push(...items.filter((item) => !flying.includes(item)).map((item) => ({ ...item, route, back })));
    const shapes = flying.length * CROWD_PX > route.length ? gathered(flying, route.length / GROUP_PX) : flying.map(({ flight, share }) => [flight.kind, share, 1]);
    for (const [kind, share, count] of shapes) this.#drawShape(kind, place(route, share, back, this.#point), count);
  }

  #drawShape(kind, { x, y }, count) {
    stamp(this.#pen, this.sprites[kind] ?? this.sprites.request, x, y, count > 1 ? 1.25 + Math.min(count, 40) / 50 : 1);
    if (count < 3) return;
    this.#text(String(count), x, y, this.colours.card, "center", false);
  }

  #drawCrosses(crosses) {
    const labelled = crosses.slice(-LABELS_MAX);
    crosses.forEach((cross) => {
      const { x, y } = place(cross.route, cross.share, cross.back, this.#point);
      stamp(this.#pen, this.sprites.lost, x, y);
      if (crosses.length > LABELS_MAX || !labelled.includes(cross)) return;
      const words = cross.back ? "answer lost" : "request lost";
      this.#text(words, x, y - 16, this.colours.lost, "center", true);
    });
  }

  #drawMark(mark, age) {
    const image = this.sprites[mark.what];
    const { route } = this.#routes.find("checkout", mark.service);
    if (!image || !route) return;
    const { x, y } = place(route, 1, false, this.#point);
    this.#pen.globalAlpha = age > 0.8 ? (1 - age) / 0.2 : 1;
    stamp(this.#pen, image, x - 2, y - (mark.what === "charged_again" ? 0 : 4) - age * 10);
    this.#pen.globalAlpha = 1;
  }

  #text(words, x, y, colour, align, halo) {
    const pen = this.#pen;
    Object.assign(pen, { font: this.font, textAlign: align, textBaseline: "middle" });
    if (halo) {
      Object.assign(pen, { strokeStyle: this.colours.card, lineWidth: 4, lineJoin: "round" });
      pen.strokeText(words, x, y);
    }
    pen.fillStyle = colour;
    pen.fillText(words, x, y + 0.5);
  }
}

/** [kind, share, count] for each group of one kind within one bin of the way. */
function gathered(items, bins) {
  const groups = new Map();
  for (const { flight, share } of items) {
    const key = `${flight.kind}:${Math.floor(share * bins)}`;
    const group = groups.get(key) ?? [flight.kind, 0, 0];
    group[1] += share;
    group[2] += 1;
    groups.set(key, group);
  }
  return [...groups.values()].map(([kind, sum, count]) => [kind, sum / count, count]);
}
