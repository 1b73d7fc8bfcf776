/* Any fault, at any later instant of this run. The server knows which values are legal, and says so. */

import { clockTime, field, part, say } from "../dom.js";

export class Schedule {
	constructor(root, session) {
		this.session = session;
		this.form = part(root, "schedule"); // its fields stand inside the controls' own form
		this.fields = part(root, "schedule-fields");
		this.form.addEventListener("submit", (event) => this.#strike(event));
		this.form.addEventListener("change", () => this.#offer());
		this.#offer();
	}

	/** Not every fault strikes by chance. */
	#offer() {
		const { kind, probability } = this.form.elements;
		probability.disabled = !("chancy" in kind.selectedOptions[0].dataset);
	}

	async #strike(event) {
		event.preventDefault();
		say(this.fields, { said: "" });
		const { kind, ...typed } = Object.fromEntries(new FormData(this.form));
		const [service, name] = kind.split(".");
		const numbers = Object.fromEntries(Object.entries(typed).flatMap(([key, value]) => (value ? [[key, Number(value)]] : [])));
		const done = await this.session.try(field(this.fields, "error"), "strike", { fault: { service, kind: name, ...numbers } });
		if (done) say(this.fields, { said: `${this.form.elements.kind.selectedOptions[0].text}: from ${clockTime(Math.max(this.session.t, numbers.start ?? 0))}` });
	}
}
