/* Shows how the connection is. The words, with what was kept and what to do next, stand in the page's template. */

import { all, data, field, show, text } from "./dom.js";

const STATES = { connecting: "connecting", live: "live", lost: "reconnecting", ended: "stopped" };

export class Notice {
	constructor(root, state, again) {
		Object.assign(this, { root, state, words: all(root, "[data-when]") });
		field(root, "again").addEventListener("click", again);
	}

	draw({ state, code }) {
		data(this.state, "state", state);
		text(this.state, STATES[state]);
		const when = state === "ended" && this.words.some((words) => words.dataset.when === String(code)) ? String(code) : state;
		for (const words of this.words) show(words, words.dataset.when === when);
		show(field(this.root, "again"), state === "ended");
		this.say("");
		show(this.root, state === "lost" || state === "ended");
	}

	progress(share) {
		text(this.state, share < 1 ? `running again: ${Math.round(100 * share)}%` : STATES.live);
	}

	say(words) {
		text(field(this.root, "text"), words);
		show(this.root, true);
	}
}
