/* What it came to: the headline, the belief × truth matrix, and the recent checkouts in words. */

import { all, data, field, grouped, html, part, say, show, text } from "./dom.js";

const RECENT_MAX = 6;
const SIGNS = { ok: "answer", double: "double", failed: "error", gave_up: "unknown" };

export function drawHeadline(element, { tone, ...words }) {
	data(element, "tone", tone);
	say(element, words);
}

export function drawMatrix(table, matrix) {
	for (const cell of all(table, "td[data-told]")) {
		const count = matrix[cell.dataset.told]?.[cell.parentElement.dataset.truth];
		data(cell, "tone", !count ? "nil" : cell.dataset.good === undefined ? "bad" : "good");
		text(cell, count ? grouped(count) : "·");
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
		this.list.innerHTML = [...this.items.values()].sort((a, b) => b.t - a.t).map(checkout).join("");
		show(this.none, !this.items.size);
	}

	async open(order) {
		const story = await this.session.command("order", { order }).catch(({ message }) => ({ text: message, lines: [] }));
		say(this.dialog, { title: `Order ${order}`, summary: story.text });
		const drawing = field(this.dialog, "drawing"); // a veiled run has none
		if (drawing) drawing.pathname = `/playground/${this.session.scenario}/order/${order}/`;
		field(this.dialog, "lines").innerHTML = story.lines.map(line).join("");
		this.dialog.showModal();
	}
}

const checkout = ({ order, verdict, text: words }) => html`<li><i class="sign sign--${SIGNS[verdict] ?? "lost"}"></i>
	<p><b>Order ${order}</b> ${words}
	<button class="link" type="button" data-order="${order}" aria-label="See every message of order ${order}">see every message</button></p></li>`;

const UNKNOWN = [html` <span class="tag tag--unknown">the caller cannot know this</span>`];

const line = ({ t, text: words, known }) =>
	html`<li class="${known ? "" : "story__unknown"}"><small>${t.toFixed(3)} s</small> ${words}${known ? "" : UNKNOWN}</li>`;
