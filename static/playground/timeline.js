/* The scrubber, and the bands and pins that it shares with the charts. */

import { clockTime, field, make, style } from "./dom.js";

export class Timeline {
  #held = false;

  /** `seek(t)` is called when the person lets go of the thumb. */
  constructor(root, axis, seek) {
    this.axis = axis;
    this.range = field(root, "scrub");
    this.bands = root.querySelectorAll('[data-field="bands"]');
    this.pins = root.querySelectorAll('[data-field="pins"]');
    this.range.addEventListener("input", () => this.#drag());
    this.range.addEventListener("change", () => {
      this.#held = false;
      seek(Math.min(Number(this.range.value), this.axis.reached));
    });
  }

  draw(t) {
    this.range.max = this.axis.end;
    style(this.range, "--reached", this.axis.percent(this.axis.reached));
    if (this.#held) return;
    this.range.value = t;
    this.#say(t);
  }

  drawFaults(faults) {
    const bands = () =>
      faults.map(({ start, end, label }) => {
        const band = make("span", "band");
        band.title = label ?? "";
        band.style.setProperty("--from", this.axis.percent(start));
        band.style.setProperty("--to", this.axis.percent(end ?? this.axis.end));
        return band;
      });
    for (const element of this.bands) element.replaceChildren(...bands());
  }

  drawPins(notes) {
    const pins = () =>
      notes.map(({ t, number }) => {
        const pin = make("span", "pin", String(number));
        pin.style.setProperty("--at", this.axis.percent(t));
        return pin;
      });
    for (const element of this.pins) element.replaceChildren(...pins());
  }

  #drag() {
    this.#held = true;
    this.range.value = Math.min(Number(this.range.value), this.axis.reached); // what has not happened cannot be visited
    this.#say(Number(this.range.value));
  }

  #say(t) {
    style(this.range, "--v", this.axis.percent(t));
    this.range.setAttribute("aria-valuetext", `${clockTime(t)} of ${clockTime(this.axis.reached)}`);
  }
}
