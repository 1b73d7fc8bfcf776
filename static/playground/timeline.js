/* The one time axis, the scrubber, and the fault bands and pins that it shares with the charts. */

import { all, clockTime, field, make, style } from "./dom.js";

const PIN_PX = 56; // what a pin with two numbers covers, on the narrowest of the clocks
const STEPS_S = [30, 60, 120, 300, 600, 1200, 3600];

/** It grows in steps, so that nothing crawls. */
export class Axis {
	end = STEPS_S[0];
	reached = 0;

	/** Played as far as `t`; true when that changed the axis. */
	reach(t) {
		const before = this.end;
		this.reached = t;
		this.end = STEPS_S.find((step) => step >= t) ?? t;
		return this.end !== before;
	}

	mark(className, from, to, words = "") {
		const element = make("span", { className, textContent: words });
		style(element, "--from", this.percent(from));
		style(element, "--to", to === null ? "var(--reached)" : this.percent(to));
		return element;
	}

	percent(t) {
		return `${(100 * Math.min(t / this.end, 1)).toFixed(1)}%`;
	}
}

export class Timeline {
	#held = false;

	constructor(root, axis, seek) {
		Object.assign(this, { root, axis, range: field(root, "scrub"), bands: all(root, '[data-field="bands"]') });
		this.range.addEventListener("input", () => this.#drag());
		this.range.addEventListener("change", () => {
			this.#held = this.shown = false;
			seek(Math.min(this.range.value, this.axis.reached)); // the thumb rests on tenths
		});
	}

	draw(t) {
		const shown = String([Math.round(10 * t), this.axis.end, this.axis.reached]);
		if (this.#held || shown === this.shown) return;
		this.shown = shown;
		Object.assign(this.range, { max: this.axis.end, value: t });
		this.#say(t);
	}

	/** Pins that would cover each other become one with both numbers. */
	drawMarks(faults, notes) {
		const marks = JSON.stringify([faults, notes.at(-1), this.axis.end]);
		if (marks === this.marks) return;
		this.marks = marks;
		const [pins, apart] = [[], (PIN_PX / this.range.clientWidth) * this.axis.end];
		for (const { t, number } of notes) {
			const before = pins.at(-1);
			if (before && t - before.t < apart) before.numbers[1] = number;
			else pins.push({ t, numbers: [number] });
		}
		this.#fill("pins", pins, ({ t, numbers }) => this.axis.mark("pin", t, t, numbers.join("–")));
		this.#fill("bands", faults, ({ start, end }) => this.axis.mark("band", start, end));
	}

	#fill(name, items, draw) {
		for (const layer of all(this.root, `[data-field="${name}"]`)) layer.replaceChildren(...items.map(draw));
	}

	#drag() {
		this.#held = true;
		this.range.value = Math.min(this.range.value, this.axis.reached); // what has not happened cannot be visited
		this.#say(Number(this.range.value));
	}

	#say(t) {
		const { range, axis, bands } = this;
		style(range, "--v", axis.percent(t));
		for (const element of [range, ...bands]) style(element, "--reached", axis.percent(axis.reached));
		range.ariaValueText = `${clockTime(t)} of ${clockTime(axis.reached)}`;
	}
}
