/* What it came to: the headline, the belief × truth matrix, and the recent checkouts in words. */

import { all, data, field, grouped, html, part, say, text } from "./dom.js";

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
	items = [];

	constructor(root, session) {
		Object.assign(this, { session, list: part(root, "recent"), dialog: part(root, "story") });
		this.list.addEventListener("click", ({ target }) => target.dataset.order && this.open(Number(target.dataset.order)));
	}

	/** A later sentence about an order replaces an earlier one. */
	add(items, known = this.items) {
		const older = known.filter(({ order }) => !items.some((item) => item.order === order));
		this.items = [...older, ...items].sort((a, b) => b.t - a.t).slice(0, RECENT_MAX);
	}

	draw() {
		if (this.items === this.drawn || this.list.contains(document.activeElement)) return; // no button goes from under a finger
		this.drawn = this.items;
		this.list.innerHTML = this.items.map(checkout).join("");
	}

	async open(order) {
		const story = await this.session.command("order", { order }).catch(({ message }) => ({ text: message, lines: [] }));
		say(this.dialog, { title: `Order ${order}`, summary: story.text });
		const drawing = field(this.dialog, "drawing"); // a veiled run has none
		if (drawing) drawing.pathname = drawing.pathname.replace(/\d+\/$/, `${order}/`);
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
