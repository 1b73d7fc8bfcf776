/* One chart. uPlot draws the lines; bands, pins and the play head lie in a layer of the page that all charts share, so
   the plot's inner edges are fixed: --plot-start and --plot-end of the style sheet say the same. */

import uPlot from "../vendor/uplot/uPlot.esm.js";

import { make, text } from "./dom.js";
import { duration } from "./figures.js";
import { seconds } from "./series.js";

const START_PX = 48;
const END_PX = 12;
const LANE_PX = 16;

export class Chart {
  #plot = null;
  #lines = [];

  constructor(element, figure, axis) {
    [this.element, this.figure, this.axis] = [element, figure, axis];
    for (const name of ["plot", "key"]) this[name] = element.querySelector(`[data-field="${name}"]`);
  }

  /** Builds the chart afresh: new lines, new palette or new width. */
  rebuild(context, colours, fontFamily) {
    this.#lines = this.figure.lines(context);
    this.#plot?.destroy();
    this.#plot = null;
    this.#drawKey(colours);
    this.plot.dataset.empty = this.#lines.length ? "" : (this.figure.none ?? "");
    if (!this.#lines.length || !this.plot.clientWidth) return;
    this.#plot = new uPlot(this.#options(colours, fontFamily), [[]], this.plot);
  }

  draw(series) {
    if (!this.#plot) return;
    this.#plot.setData([series.column(seconds), ...this.#lines.map((line) => series.column(line.pick))], false);
    this.#plot.setScale("x", { min: 0, max: this.axis.end });
  }

  close() {
    this.#plot?.destroy();
  }

  get lines() {
    return this.#lines;
  }

  #drawKey(colours) {
    const keys = this.#lines.map((line) => {
      const key = make("span", `key${line.lane ? " key--lane" : ""}`);
      key.style.setProperty("--c", colours[line.ink] ?? "");
      key.style.setProperty("--dash", line.dash?.length ? "dashed" : "solid");
      text(key, line.label);
      return key;
    });
    this.key.replaceChildren(...keys);
  }

  #options(colours, fontFamily) {
    const { log, height } = this.figure;
    const font = `12px ${fontFamily}`;
    const lanes = this.#lines.filter((line) => line.lane);
    const axis = { stroke: colours["ink-2"], font, ticks: { show: false }, grid: { stroke: colours.line, width: 1 } };
    return {
      width: this.plot.clientWidth,
      height: Math.max(height, lanes.length * LANE_PX + 34 + (lanes.length < this.#lines.length ? 60 : 0)),
      padding: [6, END_PX, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false },
      scales: { x: { time: false }, y: log ? { distr: 3, range: logRange } : { range: fromZero }, lane: { range: [0, 1] } },
      axes: [
        { ...axis, grid: { show: false }, size: this.figure.clock ? 24 : 8, values: (_, ticks) => ticks.map((tick) => (this.figure.clock ? `${tick} s` : "")) },
        { ...axis, size: START_PX, ...(log && { splits: decades }), values: (_, ticks) => ticks.map(log ? duration : plain), show: lanes.length < this.#lines.length || !lanes.length },
        ...(lanes.length === this.#lines.length ? [{ scale: "lane", size: START_PX, values: () => [], stroke: colours.ink, grid: { show: false }, ticks: { show: false } }] : []),
      ],
      series: [{}, ...this.#lines.map((line) => seriesOptions(line, colours))],
      hooks: { draw: [(plot) => drawLanes(plot, lanes, this.#lines, colours, font)] },
    };
  }
}

const plain = (value) => (value >= 1000 ? `${value / 1000}k` : String(value));
const decades = (_, axis, low, high) => Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);
const fromZero = (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.08];
const logRange = (_, low, high) => [10 ** Math.floor(Math.log10(low || 10)), 10 ** Math.ceil(Math.log10((high || 100) * 1.01))];

function seriesOptions({ ink, dash = [], width = 1.8, lane }, colours) {
  if (lane) return { scale: "lane", show: true, paths: () => null, points: { show: false } };
  return { stroke: colours[ink], width, dash, points: { show: false }, spanGaps: false };
}

/** Breakers: one lane each, filled where open, ringed where half open. */
function drawLanes(plot, lanes, lines, colours, font) {
  const pen = plot.ctx;
  const ratio = devicePixelRatio;
  const xs = plot.data[0];
  pen.save();
  Object.assign(pen, { textAlign: "left", textBaseline: "middle", font: `${12 * ratio}px ${font.slice(5)}` });
  lanes.forEach((lane, index) => {
    const y = plot.bbox.top + (index + 0.5) * LANE_PX * ratio;
    const values = plot.data[lines.indexOf(lane) + 1];
    pen.fillStyle = colours.line;
    pen.fillRect(plot.bbox.left, y - ratio / 2, plot.bbox.width, ratio);
    for (let i = 0; i < xs.length; i++) {
      if (!values[i]) continue;
      const [from, to] = [plot.valToPos(xs[i], "x", true), plot.valToPos(xs[i] + 1, "x", true)];
      const half = (values[i] === 1 ? 5 : 2) * ratio;
      pen.fillStyle = values[i] === 1 ? colours.error : colours.unknown;
      pen.fillRect(from, y - half, to - from + 0.5, 2 * half);
    }
    pen.fillStyle = colours["ink-2"];
    pen.fillText(lane.label, plot.bbox.left + 4 * ratio, y - 0.5 * ratio);
  });
  pen.restore();
}
