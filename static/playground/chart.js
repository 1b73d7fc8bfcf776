/* Lines, by uPlot. Bands, pins and play head lie in a layer of the page that charts share, so the plot's inner edges are
   fixed: --plot-start and --plot-end in the style sheet say the same. */

import uPlot from "../vendor/uplot/uPlot.esm.js";

import { duration } from "./figures.js";

const START_PX = 48;
const END_PX = 12;
const OFF = { show: false };

export class Chart {
	constructor(place, figure, axis, lines, colours, font) {
		Object.assign(this, { axis, lines });
		this.plot = new uPlot(options(place.clientWidth, figure, lines, colours, font), [[]], place);
	}

	draw(rows) {
		this.plot.setData([rows.map((row) => row[0]), ...this.lines.map(({ pick }) => rows.map(pick))], false);
		this.plot.setScale("x", { min: 0, max: this.axis.end });
	}

	close() {
		this.plot.destroy();
	}
}

function options(width, { log, height, clock }, lines, colours, font) {
	const axis = { stroke: colours["ink-2"], font, ticks: OFF, grid: { stroke: colours.line, width: 1 } };
	const y = log ? { splits: decades, filter: (_, splits) => splits } : {};
	return {
		width,
		height,
		padding: [6, END_PX, 0, 0],
		legend: OFF,
		cursor: OFF,
		select: OFF,
		scales: { x: { time: false }, y: log ? { distr: 3, range: wholeDecades } : { range: fromZero } },
		axes: [
			{ ...axis, grid: OFF, size: clock ? 24 : 8, values: (_, ticks) => ticks.map((tick) => (clock ? `${tick} s` : "")) },
			{ ...axis, ...y, size: START_PX, values: (_, ticks) => ticks.map(log ? duration : short) },
		],
		series: [{}, ...lines.map(({ ink, dash = [], width = 1.8 }) => ({ stroke: colours[ink], width, dash, points: OFF }))],
	};
}

const short = (value) => (value >= 1000 ? `${value / 1000}k` : String(value));
const fromZero = (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.08];
const wholeDecades = (_, low, high) => [10 ** Math.floor(Math.log10(low || 10)), 10 ** Math.ceil(Math.log10((high || 100) * 1.01))];
const decades = (_, axis, low, high) => Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);
