/* One control: reads what a person set, shows what is in force, says what was wrong. Only the server checks values. */

import { show, style, text } from "./dom.js";

const WIDE = 100; // from here on a slider is finer at its low end

export class Knob {
	constructor(input, set) {
		const row = input.closest(".knob");
		Object.assign(this, { input, set, name: input.name, ...row?.dataset, kind: input.dataset.kind, error: document.getElementById(`error-${input.name}`) });
		input.addEventListener("change", () => set(this, this.read()));
		this.slider = row?.querySelector(".range");
		if (this.slider) this.#armSlider(input.dataset);
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
		this.input.value = plain(value ?? this.none);
		show(this.input.nextElementSibling, value !== null); // “unlimited” has no unit
		style(this.input, "--letters", this.input.value.length);
		if (this.slider) this.#slide();
	}

	/** Says what was wrong beside the control; what was typed stays, to be corrected. */
	refuse(message) {
		text(this.error, message && `${message} Still in force: ${this.shown}.`);
		this.input.ariaInvalid = Boolean(message);
		if (message && this.kind === "switch") this.input.checked = this.value;
	}

	get shown() {
		if (this.kind === "switch") return this.value ? "on" : "off";
		if (this.kind === "choice") return this.input.selectedOptions[0].text;
		return plain(this.value ?? this.none) + (typeof this.value === "number" ? this.unit : "");
	}

	#armSlider({ min, max }) {
		const [low, span, power] = [Number(min), max - min, max / (Number(min) || 1) >= WIDE ? 4 : 1];
		show(this.slider, true);
		this.share = () => (this.value === null ? 1 : ((this.value - low) / span) ** (1 / power));
		this.slider.addEventListener("input", () => {
			const raw = low + span * (this.slider.value / this.slider.max) ** power;
			const value = this.kind === "integer" ? Math.round(raw) : +raw.toPrecision(2);
			this.input.value = plain(value);
			this.set(this, value);
		});
	}

	#slide() {
		if (document.activeElement !== this.slider) this.slider.value = this.share() * this.slider.max;
		style(this.slider, "--v", `${100 * this.share()}%`);
		this.slider.ariaValueText = this.shown;
	}
}

const plain = (value) => (typeof value === "number" ? String(+value.toPrecision(6)) : [value].flat().join(", "));
