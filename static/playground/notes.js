/* The narrator's notes, numbered as their pins are, and the voice for screen readers. */

import { clockTime, html, show } from "./dom.js";

const NOTES_MAX = 12;
const SPEAK_MS = 5000;

export class Notes {
	list = [];

	/** `lesson`: where the sections are that notes link to. */
	constructor(element, none, lesson) {
		Object.assign(this, { element, none, lesson });
	}

	replace(notes) {
		this.list = [];
		this.add(notes);
	}

	add(notes) {
		for (const note of notes) {
			if (note.again) this.list.pop(); // the hand is still on the slider
			this.list.push({ ...note, href: this.lesson + note.link.replace("#", "/#"), number: (this.list.at(-1)?.number ?? 0) + 1 });
		}
		this.list = this.list.slice(-NOTES_MAX);
		if (this.element) this.element.innerHTML = this.list.map(item).reverse().join("");
		show(this.none, !this.list.length);
	}
}

const item = ({ t, text, href, number }) =>
	html`<li><b>${number}</b><span><a href="${href}" target="_top">${text}</a> <small>${clockTime(t)}</small></span></li>`;

/** A voice that says the newest summary, politely, and never more often than one can listen. */
export function announcer(element) {
	let at = -SPEAK_MS;
	return (notes, { number, words }, now) => {
		const note = notes.at(-1)?.text.replace(/\.?$/, ". ") ?? "";
		const said = `${note}${number} ${words}`;
		if (said === element.textContent || now - at < SPEAK_MS) return;
		at = now;
		element.textContent = said;
	};
}
