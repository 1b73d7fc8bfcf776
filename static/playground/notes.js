/* The narrator's notes, numbered as their pins are, and the voice for screen readers. */

import { clockTime, make, show } from "./dom.js";

const NOTES_MAX = 12;
const SPEAK_MS = 5000;

export class Notes {
	list = [];
	#count = 0;

	/** `lesson`: the address under which the sections that notes link to are found. */
	constructor(element, none, lesson) {
		Object.assign(this, { element, none, lesson });
	}

	replace(notes) {
		[this.#count, this.list] = [0, []];
		this.add(notes);
	}

	add(notes) {
		for (const note of notes) this.list.push({ ...note, href: this.lesson + note.link.replace("#", "/#"), number: ++this.#count });
		this.list = this.list.slice(-NOTES_MAX);
		this.element?.replaceChildren(...this.list.map(item).reverse());
		show(this.none, !this.list.length);
	}
}

function item({ t, text, href, number }) {
	const words = Object.assign(make("a", "", text), { href, target: "_top" });
	return make("li", "", make("b", "", String(number)), make("span", "", words, " ", make("small", "", clockTime(t))));
}

/** A voice that says the newest summary, politely, and never more often than one can listen. */
export function announcer(element) {
	let at = -SPEAK_MS;
	return (words, now) => {
		if (words === element.textContent || now - at < SPEAK_MS) return;
		at = now;
		element.textContent = words;
	};
}
