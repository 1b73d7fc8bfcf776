/* Faults: the buttons that strike one now, and those in force with a button that heals each. */

import { clockTime, field, html, show } from "./dom.js";

export class Faults {
	constructor(root, session) {
		this.root = root;
		root.addEventListener("click", ({ target }) => {
			const { strike, heal } = target.closest("button")?.dataset ?? {};
			const error = field(root, "error");
			if (strike) session.try(error, "strike", { fault: JSON.parse(strike) });
			if (heal) session.try(error, "heal", { fault: heal });
		});
	}

	draw(faults, t) {
		const items = faults.filter(({ end }) => end === null || end > t).map((fault) => item(fault, fault.start <= t));
		if (String(items) === this.drawn) return;
		this.drawn = String(items);
		field(this.root, "now").innerHTML = items.join("");
		show(field(this.root, "none"), !items.length);
	}
}

function item({ service, kind, start, end, label }, begun) {
	const [words, from] = begun ? ["heal", ""] : ["call off", `from ${clockTime(start)} `];
	const when = `${from}until ${end === null ? "healed" : clockTime(end)}`;
	const button = [html`<button class="button button--small" type="button" data-heal="${service}.${kind}" aria-label="${words}: ${label}">${words}</button>`];
	return html`<li><span><b>${label}</b> ${when}</span>${button}</li>`;
}
