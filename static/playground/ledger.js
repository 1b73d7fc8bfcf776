/* What it came to: the headline, the belief × truth matrix, and the recent checkouts in words. */

import { data, field, make, part, show, sign, text } from "./dom.js";

const RECENT_MAX = 8;
const SIGNS = { ok: "answer", double: "double", ghost: "lost", failed: "error", gave_up: "unknown", paid_without_order: "lost", order_without_payment: "error", stranded: "abandoned" };

export function drawHeadline(element, { number, words, detail, tone }) {
  data(element, "tone", tone);
  text(field(element, "number"), number);
  text(field(element, "words"), words);
  text(field(element, "detail"), detail);
}

export function drawMatrix(table, matrix) {
  for (const cell of table.querySelectorAll("td[data-told]")) {
    const count = matrix[cell.dataset.told]?.[cell.parentElement.dataset.truth] ?? 0;
    const tone = count === 0 ? "nil" : cell.dataset.good === undefined ? "bad" : "good";
    data(cell, "tone", tone);
    text(cell, count === 0 ? "·" : count.toLocaleString("en-GB"));
  }
}

export class Recent {
  #items = [];

  constructor(root, session) {
    [this.list, this.none, this.session] = [part(root, "recent"), part(root, "recent-none"), session];
    this.story = part(root, "story");
    this.list.addEventListener("click", ({ target }) => this.#open(target.closest("button")?.dataset.order));
  }

  replace(items) {
    this.#items = [];
    this.add(items);
  }

  add(items) {
    if (!items.length && this.#items.length) return;
    this.#items = [...items.toReversed(), ...this.#items].slice(0, RECENT_MAX);
    this.changed = true;
  }

  draw() {
    if (!this.changed || this.list.contains(document.activeElement)) return; // never take a button from under a finger
    this.changed = false;
    this.list.replaceChildren(...this.#items.map(checkout));
    show(this.none, this.#items.length === 0);
  }

  async #open(order) {
    if (!order) return;
    const { lines = [], title } = await this.session.command("order", { order: Number(order) }).catch(({ message }) => ({ lines: [message] }));
    text(field(this.story, "title"), title ?? `Order ${order}`);
    field(this.story, "lines").replaceChildren(...lines.map((line) => make("li", "", line.text ?? line)));
    this.story.showModal();
  }
}

function checkout({ order, verdict, text: words }) {
  const more = make("button", "link", "see every message");
  more.type = "button";
  more.dataset.order = order;
  more.ariaLabel = `See every message of order ${order}`;
  const item = make("li", "", sign(SIGNS[verdict] ?? "unknown"), make("p", "", make("b", "", `Order ${order}`), ` ${words} `, more));
  item.dataset.verdict = verdict;
  return item;
}
