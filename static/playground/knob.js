/* One control: reads what a person set, shows what is in force, says what was wrong. Values are checked by the server
   alone; here they only change their form. */

import { text } from "./dom.js";

const RANGE_STEPS = 1000;
const DECADES_MIN = 2; // a wider range gets a logarithmic slider

export class Knob {
  /** `set(name, value)` sends; `row` is the .knob element, or the card for a pattern's own switch. */
  constructor(input, set) {
    [this.input, this.name, this.kind] = [input, input.name, input.dataset.kind];
    this.row = input.closest(".knob");
    this.label = this.row?.dataset.label ?? "";
    this.unit = this.row?.dataset.unit ?? "";
    this.error = document.getElementById(`error-${this.name}`);
    input.addEventListener("change", () => set(this, this.read()));
    if (this.row?.dataset.forward !== undefined) this.#addSlider(set);
  }

  read() {
    const written = this.input.value.trim();
    if (this.kind === "switch") return this.input.checked;
    if (this.kind === "choice") return written;
    if (this.kind === "sequence") return written.split(/[\s,]+/).filter(Boolean);
    return written === "" || Number.isNaN(Number(written)) ? written : Number(written);
  }

  write(value) {
    this.value = value;
    if (this.kind === "switch") this.input.checked = value;
    else if (document.activeElement !== this.input || !this.refused) this.input.value = this.#written(value);
    if (this.kind !== "switch" && this.kind !== "choice") this.input.style.setProperty("--letters", String(this.input.value.length));
    this.#slide();
    this.refuse("");
  }

  /** Says what was wrong beside the control; what was typed stays, to be corrected. */
  refuse(message) {
    this.refused = Boolean(message);
    text(this.error, message && `${message}. Still in force: ${this.shown}.`);
    this.input.setAttribute("aria-invalid", String(this.refused));
    if (this.refused && this.kind === "switch") this.input.checked = this.value;
  }

  get shown() {
    if (this.kind === "switch") return this.value ? "on" : "off";
    const unit = ["", "×", "/s"].includes(this.unit) ? this.unit : ` ${this.unit}`;
    return this.#written(this.value) + (typeof this.value === "number" ? unit : "");
  }

  #written(value) {
    if (value === null) return "unlimited";
    if (Array.isArray(value)) return value.join(", ");
    return typeof value === "number" ? String(+value.toPrecision(6)) : String(value);
  }

  // --- the slider beside the number --------------------------------------------------------------------------------

  #addSlider(set) {
    const [low, high] = [Number(this.input.dataset.min), Number(this.input.dataset.max)];
    const floor = low > 0 ? low : this.kind === "integer" ? 1 : high / 10 ** 5;
    this.scale = Math.log10(high / floor) > DECADES_MIN ? logarithmic(low, floor, high) : linear(low, high);
    this.slider = Object.assign(document.createElement("input"), { type: "range", className: "range", min: 0, max: RANGE_STEPS, ariaLabel: `${this.label}, slider` });
    this.slider.addEventListener("input", () => {
      const raw = this.scale.from(this.slider.value / RANGE_STEPS);
      const value = this.kind === "integer" ? Math.round(raw) : +raw.toPrecision(2);
      this.input.value = this.#written(value);
      set(this, value);
    });
    this.row.append(this.slider);
  }

  #slide() {
    if (!this.slider) return;
    const share = this.value === null ? 1 : Math.min(Math.max(this.scale.to(this.value), 0), 1);
    if (document.activeElement !== this.slider) this.slider.value = share * RANGE_STEPS;
    this.slider.style.setProperty("--v", `${100 * share}%`);
    this.slider.setAttribute("aria-valuetext", this.shown);
  }
}

const linear = (low, high) => ({ from: (share) => low + share * (high - low), to: (value) => (value - low) / (high - low) });

/** From `low` at 0; logarithmic from `floor` on. */
const logarithmic = (low, floor, high) => ({
  from: (share) => (share === 0 ? low : floor * (high / floor) ** share),
  to: (value) => (value <= floor ? 0 : Math.log(value / floor) / Math.log(high / floor)),
});
