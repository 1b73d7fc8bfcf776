/* Breakers over time: a lane for each, with a bar wherever it was not closed. Drawn like Chart, with elements. */

import { make } from "./dom.js";

export class Lanes {
	constructor(place, axis, lines) {
		Object.assign(this, { axis, lines, lanes: lines.map(({ label }) => make("div", "lane", label)) });
		place.replaceChildren(...this.lanes);
	}

	draw(rows) {
		this.lines.forEach(({ label, pick }, i) => {
			const bars = spans(rows, pick).map(({ state, from, to }) => this.axis.mark(`lane__bar lane__bar--${state}`, from, to));
			this.lanes[i].replaceChildren(label, ...bars);
		});
	}
}

/** The stretches in which a breaker was open or half open. */
function spans(rows, pick) {
	const found = [];
	for (const row of rows) {
		const [state, last] = [pick(row), found.at(-1)];
		if (!state || state === "closed") continue;
		if (last?.state === state && last.to === row[0]) last.to++;
		else found.push({ state, from: row[0], to: row[0] + 1 });
	}
	return found;
}
