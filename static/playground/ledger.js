/* What it came to: the headline, the belief × truth matrix, and the recent checkouts in words. */

import { all, data, field, make, part, show, text } from "./dom.js";

const RECENT_MAX = 6;
const SIGNS = { ok: "answer", double: "double", failed: "error", gave_up: "unknown" };

export function drawHeadline(element, { number, words, detail, tone }) {
	data(element, "tone", tone);
	for (const [name, value] of Object.entries({ number, words, detail })) text(field(element, name), value);
}

export function drawMatrix(table, matrix) {
	for (const cell of all(table, "td[data-told]")) {
		const count = matrix[cell.dataset.told]?.[cell.parentElement.dataset.truth];
		data(cell, "tone", !count ? "nil" : cell.dataset.good === undefined ? "bad" : "good");
		text(cell, count ? count.toLocaleString("en-GB") : "·");
	}
}

export class Recent {
	items = new Map();

	constructor(root, session) {
		Object.assign(this, { session, list: part(root, "recent"), none: part(root, "recent-none"), dialog: part(root, "story") });
		this.list.addEventListener("click", ({ target }) => target.dataset.order && this.open(Number(target.dataset.order)));
	}

	replace(items) {
		this.items.clear();
		this.add(items);
		this.changed = true;
	}

	/** A later sentence about an order replaces the earlier one. */
	add(items) {
		for (const item of items) {
			this.items.delete(item.order);
			this.items.set(item.order, item);
		}
		for (const order of [...this.items.keys()].slice(0, -RECENT_MAX)) this.items.delete(order);
		this.changed ||= items.length > 0;
	}

	draw() {
		if (!this.changed || this.list.contains(document.activeElement)) return; // no button goes from under a finger
		this.changed = false;
		this.list.replaceChildren(...[...this.items.values()].sort((a, b) => b.t - a.t).map(checkout));
		show(this.none, !this.items.size);
	}

	async open(order) {
		const story = await this.session.command("order", { order }).catch(({ message }) => ({ text: message, lines: [] }));
		text(field(this.dialog, "title"), `Order ${order}`);
		text(field(this.dialog, "summary"), story.text);
		field(this.dialog, "drawing").pathname = `/playground/${this.session.scenario}/order/${order}/`;
		field(this.dialog, "lines").replaceChildren(...story.lines.map(line));
		this.dialog.showModal();
	}
}

function checkout({ order, verdict, text: words }) {
	const more = Object.assign(make("button", "link", "see every message"), { type: "button", ariaLabel: `See every message of order ${order}` });
	more.dataset.order = order;
	const sign = make("i", `sign sign--${SIGNS[verdict] ?? "lost"}`);
	return make("li", "", sign, make("p", "", make("b", "", `Order ${order}`), ` ${words} `, more));
}

function line({ t, text: words, known }) {
	const item = make("li", known ? "" : "story__unknown", make("small", "", `${t.toFixed(3)} s`), " ", words);
	if (!known) item.append(" ", make("span", "tag tag--unknown", "the caller cannot know this"));
	return item;
}
