/* Shows how the connection is. The words, with what was kept and what to do next, stand in the page's template. */

import { all, data, field, show, text } from "./dom.js";

const WORDS = { lost: "reconnecting", ended: "stopped" };

export class Notice {
	constructor(root, state, again) {
		Object.assign(this, { root, state, words: all(root, "[data-when]") });
		field(root, "again").addEventListener("click", again);
	}

	draw({ state, code }) {
		data(this.state, "state", state);
		text(this.state, WORDS[state] ?? state);
		for (const words of this.words) show(words, [state, String(code)].includes(words.dataset.when));
		this.say("");
		show(this.root, state === "lost" || state === "ended");
	}

	progress(share) {
		text(this.state, share < 1 ? `running again: ${Math.round(100 * share)}%` : "live");
	}

	say(words) {
		text(field(this.root, "text"), words);
		show(this.root, true);
	}
}
