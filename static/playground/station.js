/* One box of the picture: a service, or checkout. Draws what the server's picture says of it. */

import { data, field, style, text } from "./dom.js";
import { drawSlots } from "./slots.js";

const DOTS_MAX = 12;
const STATES = { up: "", down: "down", paused: "standing still" };

export class Station {
  constructor(element) {
    this.element = element;
    for (const name of ["busy", "slots", "queue", "queue-words", "abandoned", "line"]) this[name] = field(element, name);
  }

  draw(station, edge) {
    const { workers, busy, abandoned, queue, queue_limit: limit, state } = station;
    data(this.element, "state", state);
    text(this.busy, STATES[state] || (workers === null ? `${busy} busy, no limit` : `${busy} of ${workers}`));
    drawSlots(this.slots, station);
    this.#drawQueue(queue, limit);
    text(this.abandoned, abandoned ? `${abandoned} held for callers who left` : "");
    if (edge) this.#drawGuard(edge);
  }

  /** The last line says what stands in the way of calls. */
  #drawGuard({ breaker }) {
    const words = { open: "breaker open: not called", half_open: "breaker half open: probing" };
    text(this.line, words[breaker] ?? "");
    data(this.element, "breaker", breaker);
  }

  #drawQueue(queue, limit) {
    style(this.queue, "--waiting", String(Math.min(queue, DOTS_MAX)));
    style(this.queue, "--free", String(limit === null ? 0 : Math.max(Math.min(limit, DOTS_MAX) - queue, 0)));
    const room = limit === null ? "" : ` of ${limit}`;
    text(this["queue-words"], queue || limit ? `${queue}${room}` : "empty");
  }
}
