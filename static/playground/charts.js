/* All charts, on one clock. At most one is drawn a frame; a table is filled while it is open. */

import { Chart, Lanes } from "./chart.js";
import { all, clockTime, field, make, show, style } from "./dom.js";
import { FIGURES } from "./figures.js";
import { palette } from "./shapes.js";

const ROWS_MAX = 120; // of a table; the newest

export class Charts {
	#dirty = new Set();

	constructor(root, series, axis) {
		Object.assign(this, { root, series, axis, heads: all(root, '[data-field="playhead"]'), elements: all(root, "[data-chart]"), drawn: [] });
		new ResizeObserver(() => root.clientWidth !== this.width && this.rebuild()).observe(root);
		root.addEventListener("toggle", () => this.changed(), { capture: true });
	}

	/** What is called and switched on decides which lines there are. */
	arrange(knobs) {
		const [calls, breaker, budget] = ["checkout.calls", "breaker.enabled", "retry_budget.enabled"].map((name) => knobs[name]);
		const shape = String([calls, breaker, budget]);
		if (shape === this.shape) return;
		Object.assign(this, { shape, context: { calls, breaker, budget } });
		this.rebuild();
	}

	/** For new lines, a new palette or a new width. */
	rebuild() {
		if (!this.context) return;
		this.width = this.root.clientWidth;
		for (const { chart } of this.drawn) chart.close?.();
		const [colours, { fontFamily }] = [palette(this.root), getComputedStyle(this.root)];
		this.drawn = this.elements.map((element) => this.#build(element, colours, fontFamily)).filter(Boolean);
		this.changed();
	}

	changed() {
		for (const drawn of this.drawn) this.#dirty.add(drawn);
	}

	draw(t) {
		for (const head of this.heads) style(head, "--at", this.axis.percent(t));
		const [next] = this.#dirty;
		if (!this.#dirty.delete(next) || !this.drawn.includes(next)) return;
		next.chart.draw(this.series.rows);
		if (next.details.open) fillTable(next, this.series.rows.slice(-ROWS_MAX).reverse());
	}

	#build(element, colours, family) {
		const figure = FIGURES[element.dataset.chart];
		const [lines, place] = [figure.lines(this.context), field(element, "plot")];
		show(element, lines.length > 0);
		if (!place.clientWidth) return null;
		field(element, "key")?.replaceChildren(...lines.map((line) => key(line, colours)));
		const chart = figure.height ? new Chart(place, figure, this.axis, lines, colours, family) : new Lanes(place, this.axis, lines);
		return { chart, figure, lines, details: element.querySelector("details") };
	}
}

function key({ label, ink, dash }, colours) {
	const element = make("span", "key", label);
	style(element, "--c", colours[ink]);
	style(element, "--dash", dash ? "dashed" : "solid");
	return element;
}

function fillTable({ details, figure, lines }, rows) {
	const head = ["time", ...lines.map(({ label }) => label)].map((label) => heading(label, "col"));
	const body = rows.map((row) => {
		const cells = lines.map(({ pick }) => make("td", "number", figure.say(pick(row))));
		return make("tr", "", heading(clockTime(row[0]), "row"), ...cells);
	});
	const table = make("table", "table", make("thead", "", make("tr", "", ...head)), make("tbody", "", ...body));
	field(details, "table").replaceChildren(table);
}

function heading(label, scope) {
	return Object.assign(make("th", "number", label), { scope });
}
