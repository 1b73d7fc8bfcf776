/* Lines, by uPlot. What all charts share lies in a layer above, so the plot's edges are fixed, as in the style sheet. */

import uPlot from "../vendor/uplot/uPlot.esm.js";

import { make, zoom } from "./dom.js";
import { duration } from "./figures.js";

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

function options(place, { log, height, clock }, lines, colours, larger) {
	const font = `${12 * larger}px ${getComputedStyle(place).fontFamily}`;
	const axis = { stroke: colours["ink-2"], font, ticks: OFF, grid: { stroke: colours.line, width: 1 } };
	const y = log ? { splits: decades, filter: (_, splits) => splits } : {};
	return {
		width: place.clientWidth,
		height: height * larger,
		padding: [6, END_PX * larger, 0, 0],
		legend: OFF,
		cursor: OFF,
		select: OFF,
		scales: { x: { time: false }, y: log ? { distr: 3, range: wholeDecades } : { range: fromZero } },
		axes: [
			{ ...axis, grid: OFF, size: (clock ? 24 : 8) * larger, values: (_, ticks) => ticks.map((tick) => (clock ? `${tick} s` : "")) },
			{ ...axis, ...y, size: START_PX * larger, values: (_, ticks) => ticks.map(log ? duration : short) },
		],
		series: [{}, ...lines.map(({ ink, dash, width = 1.8, quiet }) => ({ stroke: colours[ink], width, dash, alpha: quiet ? QUIET : 1, points: OFF }))],
	};
}

const short = (value) => (value >= 1000 ? `${value / 1000}k` : String(value));
const fromZero = (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.08];
const wholeDecades = (_, low, high) => [10 ** Math.floor(Math.log10(low || 10)), 10 ** Math.ceil(Math.log10((high || 100) * 1.01))];
const decades = (_, axis, low, high) => Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);

/** Breakers over time: a lane for each, with a bar wherever it was not closed. */
export class Lanes {
	constructor(place, axis, lines) {
		Object.assign(this, { axis, lines, lanes: lines.map(({ quiet }) => make("div", quiet ? "lane lane--quiet" : "lane")) });
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
