/* One time axis for scrubber, charts, bands and pins. It grows in steps, so that nothing crawls. */

import { make, style } from "./dom.js";

const STEPS_S = [30, 60, 120, 300, 600, 1200, 3600, 7200, 14400, 86400];

export class Axis {
	end = STEPS_S[0];
	reached = 0;

	/** The run has been played as far as `t`; true when that changed the axis. */
	reach(t) {
		const before = this.end;
		this.reached = t;
		this.end = STEPS_S.find((step) => step >= t) ?? t;
		return this.end !== before;
	}

	/** An element that reaches from one instant to another, or marks one. */
	mark(className, from, to, words = "") {
		const element = make("span", className, words);
		style(element, "--from", this.percent(from));
		style(element, "--to", to === null ? "var(--reached)" : this.percent(to));
		return element;
	}

	percent(t) {
		return `${(100 * Math.min(t / this.end, 1)).toFixed(1)}%`;
	}
}
