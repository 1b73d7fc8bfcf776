/* Lines, by uPlot. What all charts share lies in a layer above, so the plot's edges are fixed, as in the style sheet. */

import uPlot from "../vendor/uplot/uPlot.esm.js";

import { make, short, zoom } from "./dom.js";
import { SAY } from "./figures.js";

const START_PX = 48;
const END_PX = 18;
const OFF = { show: false };
const QUIET = 0.6; // of A's lines

export class Chart {
	constructor(place, figure, axis, lines, colours) {
		Object.assign(this, { axis, lines });
		this.plot = new uPlot(options(place, figure, lines, colours, zoom()), [[]], place);
	}

	draw(rows) {
		this.plot.setData([rows.map((row) => row[0]), ...this.lines.map(({ pick }) => rows.map(pick))], false);
		this.plot.setScale("x", { min: 0, max: this.axis.end });
	}

	close() {
		this.plot.destroy();
	}
}

function options(place, figure, lines, colours, larger) {
	const [log, clock] = ["log" in figure, "clock" in figure];
	const font = `${12 * larger}px ${getComputedStyle(place).fontFamily}`;
	const axis = { stroke: colours["ink-2"], font, ticks: OFF, grid: { stroke: colours.line, width: 1 } };
	return {
		width: place.clientWidth,
		height: figure.height * larger,
		padding: [6, END_PX * larger, 0, 0],
		legend: OFF,
		cursor: OFF,
		scales: { x: { time: false }, y: log ? { distr: 3 } : { range: fromZero } },
		axes: [
			{ ...axis, grid: OFF, size: (clock ? 24 : 8) * larger, space: 64 * larger, values: (_, ticks) => ticks.map((tick) => (clock ? `${tick} s` : "")) },
			{ ...axis, size: START_PX * larger, ...(log && { splits: decades }), values: (_, ticks) => ticks.map(log ? SAY.duration : short) },
		],
		series: [{}, ...lines.map(({ ink, dash, width, quiet }) => ({ stroke: colours[ink], width, dash, alpha: quiet ? QUIET : 1, points: OFF }))],
	};
}

const decades = (_, axis, low, high) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6].filter((ms) => low <= ms && ms <= high);
const fromZero = (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.08];

/** Breakers over time: a lane for each, with a bar wherever it was not closed. */
export class Lanes {
	constructor(place, axis, lines) {
		Object.assign(this, { place, axis, lines });
	}

	draw(rows) {
		const lanes = this.lines.map(({ label, pick, quiet }) => {
			const lane = make("div", { className: quiet ? "lane lane--quiet" : "lane", textContent: label });
			lane.append(...spans(rows, pick).map(({ state, from, to }) => this.axis.mark(`lane__bar lane__bar--${state}`, from, to)));
			return lane;
		});
		this.place.replaceChildren(...lanes);
	}
}

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
