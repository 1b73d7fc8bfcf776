/* One chart. uPlot draws the lines; bands, pins and play head lie in a layer of the page that charts share, so the plot's
   inner edges are fixed: --plot-start and --plot-end in the style sheet say the same. */

import uPlot from "../vendor/uplot/uPlot.esm.js";

import { field, make } from "./dom.js";
import { duration } from "./figures.js";

const START_PX = 48;
const END_PX = 12;
const LANE_PX = 16;

export class Chart {
  lines = [];

  constructor(element, figure, axis) {
    Object.assign(this, { element, figure, axis, details: element.querySelector("details") });
  }

  /** Builds the chart afresh: new lines, new palette or new width. */
  rebuild(context, colours, font) {
    const place = field(this.element, "plot");
    this.lines = this.figure.lines(context);
    this.plot?.destroy();
    this.plot = null;
    field(this.element, "key").replaceChildren(...this.lines.filter((line) => !line.lane).map((line) => key(line, colours)));
    place.dataset.empty = this.lines.length ? "" : this.figure.none;
    if (this.lines.length && place.clientWidth) this.plot = new uPlot(this.#options(place.clientWidth, colours, font), [[]], place);
  }

  draw({ rows }) {
    this.plot?.setData([rows.map((row) => row[0]), ...this.lines.map(({ pick }) => rows.map(pick))], false);
    this.plot?.setScale("x", { min: 0, max: this.axis.end });
  }

  #options(width, colours, font) {
    const { log, height, clock } = this.figure;
    const lanes = this.lines.filter((line) => line.lane);
    const onlyLanes = lanes.length === this.lines.length;
    const axis = { stroke: colours["ink-2"], font, ticks: { show: false }, grid: { stroke: colours.line, width: 1 } };
    const off = { show: false };
    return {
      width,
      height: height + Math.max(0, lanes.length - 4) * LANE_PX,
      padding: [6, END_PX, 0, 0],
      legend: off,
      cursor: off,
      select: off,
      scales: { x: { time: false }, y: log ? { distr: 3, range: wholeDecades } : { range: onlyLanes ? [0, 1] : fromZero } },
      axes: [
        { ...axis, grid: off, size: clock ? 24 : 8, values: (_, ticks) => ticks.map((tick) => (clock ? `${tick} s` : "")) },
        { ...axis, size: START_PX, ...(log && { splits: decades, filter: (_, splits) => splits }), values: (_, ticks) => ticks.map(onlyLanes ? () => "" : log ? duration : short) },
      ],
      series: [{}, ...this.lines.map((line) => uplotSeries(line, colours))],
      hooks: { draw: [(plot) => lanes.forEach((lane, i) => drawLane(plot, lane.label, i, colours))] },
    };
  }
}

function key({ label, ink, dash }, colours) {
  const element = make("span", "key", label);
  element.style.setProperty("--c", colours[ink]);
  element.style.setProperty("--dash", dash?.length ? "dashed" : "solid");
  return element;
}

const short = (value) => (value >= 1000 ? `${value / 1000}k` : String(value));
const fromZero = (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.08];
const wholeDecades = (_, low, high) => [10 ** Math.floor(Math.log10(low || 10)), 10 ** Math.ceil(Math.log10((high || 100) * 1.01))];
const decades = (_, axis, low, high) => Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);

function uplotSeries({ ink, dash = [], width = 1.8, lane }, colours) {
  return { stroke: colours[ink], width, dash, points: { show: false }, ...(lane && { paths: () => null }) };
}

/** A breaker over time: thick where open, thin amber where half open. Lanes come first among a chart's lines. */
function drawLane({ ctx: pen, bbox, data, valToPos }, label, index, colours) {
  const [xs, states] = [data[0], data[index + 1]];
  const scale = devicePixelRatio;
  const y = bbox.top + (index + 0.5) * LANE_PX * scale;
  const bar = (ink, from, to, height) => {
    pen.fillStyle = ink;
    pen.fillRect(from, y - (height * scale) / 2, to - from, height * scale);
  };
  bar(colours.line, bbox.left, bbox.left + bbox.width, 1);
  for (let i = 0; i < xs.length; i++) {
    const [from, to] = [xs[i], xs[i] + 1].map((x) => valToPos(x, "x", true));
    if (states[i]) bar(states[i] === 1 ? colours.error : colours.unknown, from, to + 0.5, 10 * states[i] ** 1.5);
  }
  Object.assign(pen, { fillStyle: colours["ink-2"], textAlign: "left", textBaseline: "middle" });
  pen.fillText(label, bbox.left + 4 * scale, y);
}
