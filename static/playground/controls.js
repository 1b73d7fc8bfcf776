/* The cards: a knob for each control, and the quiet lines that name every parameter in force. */

import { all, data, part, show, text } from "./dom.js";
import { Knob } from "./knob.js";

const SEND_MS = 60; // a dragged slider says where it is so often, not for every pixel

export class Controls {
	#knobs = new Map();
	#due = new Map();

	constructor(root, session) {
		Object.assign(this, { session, cards: all(root, "[data-group][data-on]"), quiet: all(root, "[data-quiet]") });
		for (const input of all(root, "[data-kind]")) this.#knobs.set(input.name, new Knob(input, (knob, value) => this.#set(knob, value)));
		part(root, "controls").addEventListener("submit", (event) => event.preventDefault());
		for (const button of all(root, "button[data-set]")) {
			show(button, true);
			button.addEventListener("click", () => this.#send(JSON.parse(button.dataset.set)));
		}
	}

	/** The server says what is in force. */
	write(knobs) {
		for (const [name, value] of Object.entries(knobs)) this.#knobs.get(name)?.write(value);
		for (const card of this.cards) data(card, "on", String(this.#isOn(card.dataset.group)));
		for (const line of this.quiet) this.#drawQuiet(line, line.dataset);
	}

	#isOn(group) {
		return this.session.knobs[`${group}.enabled`] ?? true;
	}

	/** On a card (`rest`) the line names what has no row in sight. */
	#drawQuiet(line, { quiet: group, title, rest }) {
		const [on, onCard] = [this.#isOn(group), rest !== undefined];
		const named = [...this.#knobs.values()].filter(({ name, label }) => name.startsWith(`${group}.`) && label);
		const words = named.filter(({ forward }) => !(onCard && on && forward)).map(({ label, shown }) => `${label} ${shown}`);
		const said = on || onCard ? words.join(" · ") || (onCard ? "More" : "on") : "off";
		text(line, title ? `${title}: ${said}` : said);
	}

	#set(knob, value) {
		if (!this.#due.has(knob.name)) setTimeout(() => this.#sendDue(knob.name), knob.kind === "switch" ? 0 : SEND_MS);
		this.#due.set(knob.name, value);
	}

	#sendDue(name) {
		this.#send({ [name]: this.#due.get(name) });
		this.#due.delete(name);
	}

	#send(knobs) {
		const refuse = ({ message, knob }) => this.#knobs.get(knob ?? Object.keys(knobs)[0]).refuse(message);
		return this.session.command("set", { knobs }).catch(refuse);
	}
}
