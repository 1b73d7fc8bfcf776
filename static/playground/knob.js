/* One control: reads what a person set, shows what is in force, says what was wrong. Only the server checks values; here
   they only change their form. */

import { text } from "./dom.js";

const DECADES_MIN = 2; // a wider range gets a logarithmic slider
const STEPS = 1000;
const CLOSE_UNITS = ["", "×", "/s"];

export class Knob {
  constructor(input, set) {
    const { label = "", unit = "", forward } = input.closest(".knob")?.dataset ?? {};
    Object.assign(this, { input, label, set, forward: forward !== undefined, name: input.name, kind: input.dataset.kind, error: document.getElementById(`error-${input.name}`) });
    this.unit = CLOSE_UNITS.includes(unit) ? unit : ` ${unit}`;
    input.addEventListener("change", () => set(this, this.read()));
    if (this.forward && ["number", "integer"].includes(this.kind)) this.#addSlider();
  }

  read() {
    const written = this.input.value.trim();
    if (this.kind === "switch") return this.input.checked;
    if (this.kind === "sequence") return written.split(/[\s,]+/).filter(Boolean);
    return this.kind === "choice" || !written || Number.isNaN(Number(written)) ? written : Number(written);
  }

  write(value) {
    this.value = value;
    this.refuse("");
    if (this.kind === "switch") return void (this.input.checked = value);
    this.input.value = plain(value);
    this.input.style.setProperty("--letters", this.input.value.length);
    this.#slide();
  }

  /** Says what was wrong beside the control; what was typed stays, to be corrected. */
  refuse(message) {
    text(this.error, message && `${message.replace(/\.$/, "")}. Still in force: ${this.shown}.`);
    this.input.ariaInvalid = String(Boolean(message));
    if (message && this.kind === "switch") this.input.checked = this.value;
  }

  get shown() {
    if (this.kind === "switch") return this.value ? "on" : "off";
    return plain(this.value) + (typeof this.value === "number" ? this.unit : "");
  }

  #addSlider() {
    const [low, high] = [Number(this.input.dataset.min), Number(this.input.dataset.max)];
    this.scale = slidingScale(low, high, this.kind === "integer");
    this.slider = Object.assign(document.createElement("input"), { type: "range", className: "range", max: STEPS, ariaLabel: `${this.label}, slider` });
    this.slider.addEventListener("input", () => {
      const value = this.scale.value(this.slider.value / STEPS);
      this.input.value = plain(value);
      this.set(this, value);
    });
    this.input.closest(".knob").append(this.slider);
  }

  #slide() {
    if (!this.slider) return;
    const share = this.value === null ? 1 : this.scale.share(this.value);
    if (document.activeElement !== this.slider) this.slider.value = share * STEPS;
    this.slider.style.setProperty("--v", `${100 * share}%`);
    this.slider.setAttribute("aria-valuetext", this.shown);
  }
}

function plain(value) {
  if (value === null) return "unlimited";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "number" ? String(+value.toPrecision(6)) : String(value);
}

/** Linear, or from `low` at 0 and then logarithmic, where the range spans decades. */
function slidingScale(low, high, whole) {
  const floor = low > 0 ? low : whole ? 1 : high / 1e5;
  const decades = Math.log10(high / floor);
  const round = whole ? Math.round : (value) => +value.toPrecision(2);
  if (decades <= DECADES_MIN) return { value: (share) => round(low + share * (high - low)), share: (value) => (value - low) / (high - low) };
  return {
    value: (share) => (share ? round(floor * 10 ** (share * decades)) : low),
    share: (value) => (value <= floor ? 0 : Math.log10(value / floor) / decades),
  };
}
