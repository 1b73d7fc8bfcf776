/* The cards: a knob for each control, and the quiet lines that name every parameter in force. */

import { all, data, part, show, text } from "./dom.js";
import { Knob } from "./knob.js";

const SEND_MS = 60; // a dragged slider says where it is so often, not for every pixel

export class Controls {
	#knobs = new Map();
	#due = new Map();

	constructor(root, session) {
		Object.assign(this, { root, session });
		for (const input of all(root, "[data-kind]")) this.#knobs.set(input.name, new Knob(input, (knob, value) => this.#set(knob, value)));
		part(root, "controls").addEventListener("submit", (event) => event.preventDefault());
		for (const button of all(root, "button[data-set]")) {
			show(button, true);
			button.addEventListener("click", () => this.#send(JSON.parse(button.dataset.set)));
		}
	}

	write(knobs) {
		for (const [name, value] of Object.entries(knobs)) {
			const knob = this.#knobs.get(name);
			if (!knob) continue; // a drill has no control for it
			knob.write(value);
			for (const said of all(this.root, `[data-said="${name}"]`)) text(said, knob.shown);
		}
		for (const group of all(this.root, "[data-on]")) data(group, "on", String(this.session.knobs[`${group.dataset.group}.enabled`] ?? true));
	}

	#set({ name, kind }, value) {
		const send = () => {
			this.#send({ [name]: this.#due.get(name) });
			this.#due.delete(name);
		};
		if (!this.#due.has(name)) setTimeout(send, kind === "switch" ? 0 : SEND_MS);
		this.#due.set(name, value);
	}

	#send(knobs) {
		const refuse = ({ message, knob }) => this.#knobs.get(knob ?? Object.keys(knobs)[0]).refuse(message);
		return this.session.command("set", { knobs }).catch(refuse);
	}
}
