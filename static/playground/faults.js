/* Faults: the buttons that strike one now, and those in force with a button that heals each. */

import { clockTime, field, make, show } from "./dom.js";

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
		const current = faults.filter(({ end }) => end === null || end > t);
		const key = JSON.stringify(current.map((fault) => [fault, fault.start <= t]));
		if (key === this.drawn) return;
		this.drawn = key;
		field(this.root, "now").replaceChildren(...current.map((fault) => item(fault, t)));
		show(field(this.root, "none"), !current.length);
	}
}

function item({ service, kind, start, end, label }, t) {
	const words = start <= t ? "heal" : "call off";
	const heal = Object.assign(make("button", "button button--small", words), { type: "button", ariaLabel: `${words}: ${label}` });
	heal.dataset.heal = `${service}.${kind}`;
	const when = `${start <= t ? "" : `from ${clockTime(start)} `}until ${end === null ? "healed" : clockTime(end)}`;
	return make("li", "", make("span", "", make("b", "", label), ` ${when}`), heal);
}
