/* All charts, on one clock. At most one is drawn a frame; a table is filled while it is open. */

import { Chart, Lanes } from "./chart.js";
import { all, clockTime, field, html, make, show, style } from "./dom.js";
import { FIGURES } from "./figures.js";
import { palette } from "./shapes.js";

const ROWS_MAX = 120; // of a table; the newest

export class Charts {
	#due = new Set();

	constructor(root, series, axis) {
		Object.assign(this, { root, series, axis, heads: all(root, '[data-field="playhead"]'), elements: all(root, "[data-chart]"), drawn: [] });
		new ResizeObserver(() => root.clientWidth !== this.width && this.rebuild()).observe(root);
		root.addEventListener("toggle", () => this.changed(), { capture: true });
	}

	/** What is called, switched on and compared with decides which lines there are. */
	arrange(knobs) {
		const [calls, breaker, budget] = ["checkout.calls", "breaker.enabled", "retry_budget.enabled"].map((name) => knobs[name]);
		const shape = String([calls, breaker, budget, Boolean(this.series.rival)]);
		if (shape === this.shape) return;
		Object.assign(this, { shape, context: { calls, breaker, budget } });
		this.rebuild();
	}

	/** For new lines, a new palette or a new width. */
	rebuild() {
		if (!this.context) return;
		this.width = this.root.clientWidth;
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
		if (!this.#due.delete(next) || !this.drawn.includes(next)) return;
		next.chart.draw(this.series.rows);
		if (next.details.open) fillTable(next, this.series.rows.slice(-ROWS_MAX).reverse());
	}

	#build(element, colours) {
		const figure = FIGURES[element.dataset.chart];
		const [lines, place] = [this.series.compared(figure.lines(this.context)), field(element, "plot")];
		show(element, lines.length);
		if (!place.clientWidth) return null;
		field(element, "key").replaceChildren(...keys(lines, figure).map((line) => key(line, colours)));
		const chart = figure.height ? new Chart(place, figure, this.axis, lines, colours) : new Lanes(place, this.axis, lines);
		return { chart, figure, lines, details: element.querySelector("details") };
	}
}

/** All of A's lines have one key; lanes have their names on them. */
function keys(lines, { height }) {
	const [own, quiet] = [lines.filter((line) => !line.quiet && height), lines.some((line) => line.quiet)];
	return quiet ? [...own, { label: "A, as it was", ink: "ink-2", dash: [1], quiet }] : own;
}

function key({ label, ink, dash, quiet }, colours) {
	const element = make("span", quiet ? "key key--quiet" : "key", label);
	style(element, "--c", colours[ink]);
	style(element, "--dash", dash?.length ? "dashed" : "solid");
	return element;
}

function fillTable({ details, figure, lines }, rows) {
	const heads = ["time", ...lines.map(({ label }) => label)].map((label) => html`<th scope="col" class="number">${label}</th>`);
	const body = rows.map((row) => {
		const cells = lines.map(({ pick }) => html`<td class="number">${figure.say(pick(row))}</td>`);
		return html`<tr><th scope="row" class="number">${clockTime(row[0])}</th>${cells}</tr>`;
	});
	field(details, "table").innerHTML = html`<table class="table"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}
