/* Play, pause, step, speed, seed, reset, and the keys that do the same. */

import { all, clockTime, field, part, say, show } from "./dom.js";

const PRESETS = { 1: 0.02, 2: 1, 3: 20 };
const TYPING = "input:not([type=range], [type=checkbox]), select, textarea";
const KEYS = { " ": ["play", "button, a, summary, input"], ArrowRight: ["step", "input"], "?": ["help", TYPING] }; // and who else needs it

export class Transport {
	constructor(root, session) {
		Object.assign(this, { root, session, element: part(root, "transport") });
		this.element.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")?.dataset ?? {}));
		part(root, "seed").addEventListener("submit", (event) => this.#reseed(event));
		addEventListener("keydown", (event) => this.#pressed(event));
	}

	drawTime(t) {
		say(this.element, { time: clockTime(t) });
	}

	draw({ playing, speed, seed }, pace) {
		const { element } = this;
		element.classList.toggle("transport--playing", playing);
		for (const button of all(element, "button[data-speed]")) button.ariaPressed = Number(button.dataset.speed) === speed;
		say(element, { "play-words": playing ? "Pause" : "Play", seed: String(seed), pace: `running at ${pace.toFixed(1)}× to keep up` });
		show(field(element, "pace"), playing && pace < 0.9);
	}

	do(name) {
		const playing = this.session.playing && name !== "reset";
		if (name === "help") part(this.root, "help").showModal();
		else if (name) this.command(playing ? "pause" : name);
	}

	async command(type, fields) {
		const done = await this.session.try(field(this.element, "transport-error"), type, fields);
		say(this.element, { said: done?.text ?? "" });
	}

	#clicked({ do: name, speed }) {
		if (speed) this.command("speed", { value: Number(speed) });
		else this.do(name);
	}

	#reseed(event) {
		event.preventDefault();
		event.target.hidePopover();
		this.command("reset", { seed: event.target.elements.seed.valueAsNumber });
	}

	#pressed(event) {
		const { key, target } = event;
		if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING) || document.querySelector("dialog[open]")) return;
		const [name, needed] = KEYS[key] ?? [];
		if (PRESETS[key]) this.command("speed", { value: PRESETS[key] });
		else if (name && !target.closest(needed)) this.do(name);
		else return;
		event.preventDefault();
	}
}
