/* All charts on one clock. At most one is drawn in an animation frame; a table is filled while it is open. */

import { Chart } from "./chart.js";
import { all, clockTime, field, make, style } from "./dom.js";
import { FIGURES } from "./figures.js";
import { palette } from "./shapes.js";

const ROWS_MAX = 120; // of a table; the newest

export class Charts {
  #dirty = new Set();

  constructor(root, series, axis) {
    Object.assign(this, { root, series, axis, playheads: all(root, '[data-field="playhead"]') });
    this.charts = all(root, "[data-chart]").map((element) => new Chart(element, FIGURES[element.dataset.chart], axis));
    this.observer = new ResizeObserver(() => this.#resized());
    for (const chart of this.charts) {
      this.observer.observe(chart.element);
      chart.details.addEventListener("toggle", () => this.#fillTable(chart));
    }
  }

  close() {
    this.observer.disconnect();
    for (const { plot } of this.charts) plot?.destroy();
  }

  /** What is called and switched on decides which lines there are. */
  arrange(knobs) {
    const context = { calls: knobs["checkout.calls"], breaker: knobs["breaker.enabled"], budget: knobs["retry_budget.enabled"] };
    const same = JSON.stringify(context) === JSON.stringify(this.context);
    this.context = context;
    if (!same) this.rebuild();
  }

  rebuild() {
    if (!this.context) return;
    const [colours, font] = [palette(this.root), `12px ${getComputedStyle(this.root).fontFamily}`];
    for (const chart of this.charts) chart.rebuild(this.context, colours, font);
    this.changed();
  }

  changed() {
    for (const chart of this.charts) this.#dirty.add(chart);
  }

  draw(t) {
    for (const head of this.playheads) style(head, "--at", this.axis.percent(t));
    const [chart] = this.#dirty;
    if (!this.#dirty.delete(chart)) return;
    chart.draw(this.series);
    this.#fillTable(chart);
  }

  /** Only a new width is news: drawing itself changes heights. */
  #resized() {
    const widths = this.charts.map((chart) => chart.element.clientWidth).join();
    if (widths !== this.widths) this.rebuild();
    this.widths = widths;
  }

  #fillTable({ details, lines, figure, element }) {
    if (!details.open) return;
    const rows = this.series.rows.slice(-ROWS_MAX).reverse();
    const head = ["time", ...lines.map((line) => line.label)].map((label) => heading(label, "col"));
    const body = rows.map((row) => {
      const cells = lines.map((line) => make("td", "number", figure.say(line.pick(row), line)));
      return make("tr", "", heading(clockTime(row[0]), "row"), ...cells);
    });
    const table = make("table", "table", make("thead", "", make("tr", "", ...head)), make("tbody", "", ...body));
    field(element, "table").replaceChildren(table);
  }
}

function heading(label, scope) {
  return Object.assign(make("th", "number", label), { scope });
}
