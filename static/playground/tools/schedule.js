/* Any fault, at any later instant of this run. The server knows which values are legal, and says so. */

import { clockTime, field, part, text } from "../dom.js";

export class Schedule {
	constructor(root, session) {
		this.session = session;
		this.form = part(root, "schedule"); // its fields stand inside the controls' own form
		this.fields = part(root, "schedule-fields");
		this.form.addEventListener("submit", (event) => this.#strike(event));
		this.form.elements.kind.addEventListener("change", () => this.#offer());
		this.#offer();
	}

	get #chosen() {
		return this.form.elements.kind.selectedOptions[0];
	}

	/** Not every fault strikes by chance. */
	#offer() {
		this.form.elements.probability.disabled = !("chancy" in this.#chosen.dataset);
	}

	async #strike(event) {
		event.preventDefault();
		const said = field(this.fields, "said");
		text(said, "");
		const [service, kind] = this.#chosen.value.split(".");
		const done = await this.session.try(field(this.fields, "error"), "strike", { fault: { service, kind, ...this.#numbers() } });
		if (done) text(said, `${this.#chosen.text}: from ${clockTime(Math.max(this.session.t, this.#numbers().start ?? 0))}`);
	}

	/** Those that were filled in. */
	#numbers() {
		const inputs = ["start", "duration", "probability"].map((name) => this.form.elements[name]);
		return Object.fromEntries(inputs.filter(({ disabled, value }) => !disabled && value).map(({ name, valueAsNumber }) => [name, valueAsNumber]));
	}
}
