/* All charts on one clock. At most one chart is drawn in an animation frame; tables are filled while they are open. */

import { Chart } from "./chart.js";
import { field, make, style } from "./dom.js";
import { FIGURES } from "./figures.js";
import { palette } from "./shapes.js";
import { clockTime } from "./dom.js";

const TABLE_ROWS_MAX = 120;

export class Charts {
  #dirty = new Set();

  constructor(root, series, axis) {
    [this.root, this.series, this.axis] = [root, series, axis];
    const elements = [...root.querySelectorAll("[data-chart]")];
    this.charts = elements.map((element) => new Chart(element, FIGURES[element.dataset.chart], axis));
    this.playheads = [...root.querySelectorAll('[data-field="playhead"]')];
    this.observer = new ResizeObserver(() => this.#resized());
    for (const chart of this.charts) this.observer.observe(chart.element);
    for (const chart of this.charts) {
      chart.element.querySelector("details").addEventListener("toggle", () => this.#fill(chart));
    }
  }

  /** Only a new width is news: drawing itself changes heights. */
  #resized() {
    const widths = this.charts.map((chart) => chart.element.clientWidth).join();
    if (widths !== this.widths) this.rebuild();
    this.widths = widths;
  }

  close() {
    this.observer.disconnect();
    for (const chart of this.charts) chart.close();
  }

  /** What is called and switched on decides which lines there are. */
  arrange(knobs) {
    const context = {
      calls: knobs["checkout.calls"],
      breaker: knobs["breaker.enabled"],
      budget: knobs["retry_budget.enabled"],
    };
    if (JSON.stringify(context) === JSON.stringify(this.context)) return;
    this.context = context;
    this.rebuild();
  }

  rebuild() {
    if (!this.context) return;
    const colours = palette(this.root);
    const { fontFamily } = getComputedStyle(this.root);
    for (const chart of this.charts) chart.rebuild(this.context, colours, fontFamily);
    this.changed();
  }

  changed() {
    for (const chart of this.charts) this.#dirty.add(chart);
  }

  draw(t) {
    for (const head of this.playheads) style(head, "--at", this.axis.percent(t));
    const [chart] = this.#dirty;
    if (!chart) return;
    this.#dirty.delete(chart);
    chart.draw(this.series);
    this.#fill(chart);
  }

  #fill(chart) {
    const details = chart.element.querySelector("details");
    if (!details.open || !chart.lines.length) return;
    const head = make("tr", "", ...["time", ...chart.lines.map((line) => line.label)].map((label) => heading(label, "col")));
    const rows = this.series.last(TABLE_ROWS_MAX).map((row) => {
      const cells = chart.lines.map((line) => make("td", "number", line.state ? line.state(row).replace("_", " ") : chart.figure.show(line.pick(row))));
      return make("tr", "", heading(clockTime(row[0]), "row"), ...cells);
    });
    const table = make("table", "table", make("thead", "", head), make("tbody", "", ...rows));
    field(chart.element, "table").replaceChildren(table);
  }
}

function heading(label, scope) {
  const cell = make("th", scope === "col" ? "number" : "", label);
  cell.scope = scope;
  return cell;
}
