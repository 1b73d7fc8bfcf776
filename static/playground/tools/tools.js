/* Fork, share and compare. The server does all three; here are the buttons, the link, and A beside B. */

import { clockTime, field, make, part, show, text } from "../dom.js";

const COMPARED = {
	told_confirmed: "told “confirmed”",
	told_failed: "told “failed”",
	told_nothing: "left without an answer",
	charged_twice_or_more: "charged twice or more",
	ghost_charges: "charged, and not told so",
	paid_without_order: "paid, no order",
	charges: "charges",
	browse_ok: "visits answered",
	shed: "turned away at the door",
};

export class Tools {
	constructor(root, session, transport) {
		Object.assign(this, { session, transport, element: part(root, "transport"), share: part(root, "share"), panel: part(root, "rival") });
		this.element.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")?.dataset.tool));
		this.share.addEventListener("toggle", ({ newState }) => newState === "open" && this.#prepareLink());
		field(this.share, "copy").addEventListener("click", ({ target }) => this.#copy(target));
		for (const name of ["frame", "snapshot"]) session.addEventListener(name, ({ detail }) => this.#take(detail));
	}

	#clicked(tool) {
		if (tool === "fork") this.transport.command("fork", { t: this.session.t });
		if (tool === "compare") this.#compare(this.panel.hidden);
	}

	/** A is the run as it is now; what is changed from here on makes B. */
	async #compare(on) {
		if (on) this.recipe = this.session.recipe;
		await this.transport.command("compare", { on });
	}

	#take({ rival, counters, headline, fingerprint, t }) {
		if (fingerprint) text(field(this.share, "fingerprint"), `${fingerprint.slice(0, 16)} at ${clockTime(t)}`);
		show(this.panel, rival);
		field(this.element, "compare").ariaPressed = String(Boolean(rival));
		if (rival) this.#draw(rival, counters, headline);
	}

	#draw(rival, counters, headline) {
		const shown = Object.keys(COMPARED).filter((name) => rival.counters[name] || counters[name]);
		field(this.panel, "rows").replaceChildren(...shown.map((name) => row(COMPARED[name], rival.counters[name], counters[name])));
		for (const [name, { number, words }] of [["a", rival.headline], ["b", headline]]) text(field(this.panel, name), `${number} ${words}`);
		const seeds = field(this.panel, "seeds");
		const { recipe } = this.session;
		show(seeds, this.recipe && this.recipe !== recipe);
		if (!seeds.hidden) seeds.search = new URLSearchParams({ a: this.recipe, b: recipe });
	}

	/** Standing still, at an instant that the fingerprint belongs to. */
	async #prepareLink() {
		if (this.session.playing) await this.transport.command("pause");
		await this.transport.command("seek", { t: this.session.t });
		const { recipe, t, scenario } = this.session;
		const query = new URLSearchParams({ recipe, t: t.toFixed(3) });
		field(this.share, "link").value = `${location.origin}/playground/${scenario}/?${query}`;
		field(this.share, "embed").value = `<iframe src="${location.origin}/playground/${scenario}/embed/?${query}" width="720" height="720" title="Faultline"></iframe>`;
		field(this.share, "link").select();
	}

	async #copy(button) {
		const link = field(this.share, "link");
		const done = await navigator.clipboard?.writeText(link.value).then(() => true, () => false);
		link.select();
		text(button, done ? "Copied" : "Selected: copy by hand");
	}
}

function row(words, a, b) {
	const difference = b - a;
	const cells = [a, b].map((value) => make("td", "", value.toLocaleString("en-GB")));
	const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
	const head = Object.assign(make("th", "", words), { scope: "row" });
	return make("tr", "", head, ...cells, make("td", "rival__difference", `${sign}${Math.abs(difference).toLocaleString("en-GB")}`));
}
