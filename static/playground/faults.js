/* Faults: buttons that strike one now, those in force with a button that heals each, and a form for any of them, now or
   later. Only the server knows which values are legal. */

import { clockTime, field, html, part, say } from "./dom.js";

export class Faults {
	constructor(root, session) {
		Object.assign(this, { root, session });
		root.addEventListener("click", ({ target }) => {
			const { strike, heal } = target.closest("button")?.dataset ?? {};
			const error = field(root, "error");
			if (strike) session.try(error, "strike", { fault: JSON.parse(strike) });
			if (heal) session.try(error, "heal", { fault: heal });
		});
		const fields = part(root, "schedule"); // of a form that stands elsewhere: these are inside the controls' own
		fields?.querySelector("select").form?.addEventListener("submit", (event) => this.#schedule(event, fields));
	}

	async #schedule(event, fields) {
		event.preventDefault();
		say(fields, { said: "" });
		const { text, value, dataset } = fields.querySelector("select").selectedOptions[0];
		const [service, kind] = value.split(".");
		const fault = { service, kind };
		for (const { name, valueAsNumber } of fields.querySelectorAll("input")) if (Number.isFinite(valueAsNumber)) fault[name] = valueAsNumber;
		if (!("chancy" in dataset)) delete fault.probability; // not every fault strikes by chance
		const done = await this.session.try(field(fields, "error"), "strike", { fault });
		if (done) say(fields, { said: `${text}: from ${clockTime(Math.max(this.session.t, fault.start ?? 0))}` });
	}

	draw(faults, t) {
		const items = faults.filter(({ end }) => end === null || end > t).map((fault) => item(fault, fault.start <= t));
		if (String(items) === this.drawn) return;
		this.drawn = String(items);
		field(this.root, "now").innerHTML = items.join("");
	}
}

function item({ service, kind, start, end, label }, begun) {
	const [words, from] = begun ? ["heal", ""] : ["call off", `from ${clockTime(start)} `];
	const when = `${from}until ${end === null ? "healed" : clockTime(end)}`;
	return html`<li><span><b>${label}</b> ${when}</span>
		<button class="button button--small" type="button" data-heal="${service}.${kind}" aria-label="${words}: ${label}">${words}</button></li>`;
}
