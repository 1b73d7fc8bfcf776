/* All charts, on one clock. At most one is drawn a frame; a table is filled while it is open. */

import { Chart, Lanes } from "./chart.js";
import { all, clockTime, field, html, show, style } from "./dom.js";
import { line, SAY } from "./figures.js";
import { palette } from "./shapes.js";

const ROWS_MAX = 120; // of a table; the newest

export class Charts {
	#due = new Set();

	constructor(root, series, axis) {
		const [heads, elements, keys] = ['[data-field="playhead"]', "[data-chart]", "[data-chart] .key"].map((selector) => all(root, selector));
		const sized = elements[0] ?? root; // on the wall a question takes width from a chart, and not from the page
		Object.assign(this, { root, series, axis, heads, elements, keys, sized, drawn: [] });
		new ResizeObserver(() => sized.clientWidth !== this.width && this.rebuild()).observe(sized);
		root.addEventListener("toggle", () => this.changed(), { capture: true });
	}

	arrange(knobs) {
		const on = { ...knobs, rival: this.series.rival };
		const needed = ({ needs, called }) => (!needs || on[needs]) && (!called || knobs["checkout.calls"].includes(called));
		for (const key of this.keys) show(key, needed(key.dataset));
		const shape = String(this.keys.map(({ hidden }) => hidden));
		if (shape === this.shape) return;
		this.shape = shape;
		this.rebuild();
	}

	rebuild() {
		if (!this.shape) return;
		this.width = this.sized.clientWidth;
		this.#due.clear();
		for (const { chart } of this.drawn) chart.close?.();
		const colours = palette(this.root);
		this.drawn = this.elements.map((element) => this.#build(element, colours)).filter(Boolean);
		this.changed();
	}

	changed() {
		for (const drawn of this.drawn) this.#due.add(drawn);
	}

	draw(t) {
		for (const head of this.heads) style(head, "--at", this.axis.percent(t));
		const [next] = this.#due;
		if (!this.#due.delete(next)) return;
		next.chart.draw(this.series.rows);
		if (next.details.open) fillTable(next, this.series.rows.slice(-ROWS_MAX).reverse());
	}

	#build(element, colours) {
		const figure = element.dataset;
		const [lines, place] = [this.series.compared(all(element, "[data-line]:not([hidden])").map(line)), field(element, "plot")];
		show(element, lines.length);
		if (!place.clientWidth) return null;
		const chart = figure.height ? new Chart(place, figure, this.axis, lines, colours) : new Lanes(place, this.axis, lines);
		return { chart, figure, lines, details: element.querySelector("details") };
	}
}

function fillTable({ details, figure, lines }, rows) {
	const heads = ["time", ...lines.map(({ label }) => label)].map((label) => html`<th scope="col" class="number">${label}</th>`);
	const body = rows.map((row) => {
		const cells = lines.map(({ pick }) => html`<td class="number">${SAY[figure.say](pick(row))}</td>`);
		return html`<tr><th scope="row" class="number">${clockTime(row[0])}</th>${cells}</tr>`;
	});
	field(details, "table").innerHTML = html`<table class="table"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}
