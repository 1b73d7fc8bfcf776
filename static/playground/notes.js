/* The narrator's notes, numbered as their pins are; and the one voice that speaks to screen readers. */

import { clockTime, make, show } from "./dom.js";

const NOTES_MAX = 12;
const SPEAK_MS = 5000;

export class Notes {
  #count = 0;
  all = [];

  constructor(list, none) {
    [this.list, this.none] = [list, none];
  }

  replace(notes) {
    [this.#count, this.all] = [0, []];
    this.add(notes);
  }

  add(notes) {
    for (const note of notes) this.all.push({ ...note, number: ++this.#count });
    this.all = this.all.slice(-NOTES_MAX);
    if (!this.list) return;
    this.list.replaceChildren(...this.all.map(item));
    show(this.none, this.all.length === 0);
  }
}

function item({ t, text, link, number }) {
  const words = link ? Object.assign(make("a", "", text), { href: link }) : text;
  const note = make("li", "", make("b", "", String(number)), make("span", "", words, " ", make("small", "", clockTime(t))));
  return note;
}

/** Says the newest summary, politely, and never more often than one can listen. */
export class Announcer {
  #said = "";
  #at = 0;

  constructor(element) {
    this.element = element;
  }

  offer(words, now) {
    if (words === this.#said || now - this.#at < SPEAK_MS) return;
    [this.#said, this.#at] = [words, now];
    this.element.textContent = words;
  }
}
