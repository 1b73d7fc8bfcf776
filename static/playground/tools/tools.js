/* Fork, share and compare. The server does all three; here are the buttons, the link, and A beside B. */

import { all, clockTime, field, grouped, part, say, show } from "../dom.js";
import { copy } from "../take/copy.js";

export class Tools {
	constructor(root, session, transport) {
		Object.assign(this, { session, transport, element: part(root, "transport"), share: part(root, "share"), panel: part(root, "rival") });
		this.element.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")?.dataset.tool));
		this.share.addEventListener("toggle", ({ newState }) => newState === "open" && this.#prepareLink());
		field(this.share, "copy").addEventListener("click", ({ target }) => copy(target, field(this.share, "link").value));
		for (const name of ["frame", "snapshot"]) session.addEventListener(name, ({ detail }) => this.#take(detail));
	}

	#clicked(tool) {
		const { session, transport, panel } = this;
		if (tool === "fork") transport.command("fork", { t: session.t });
		if (tool !== "compare") return;
		if (panel.hidden) this.recipe = session.recipe; // A is the run as it is now; what is changed from here on makes B
		transport.command("compare", { on: panel.hidden });
	}

	#take({ rival, counters, headline, fingerprint, t }) {
		if (fingerprint) say(this.share, { fingerprint: `${fingerprint.slice(0, 16)} at ${clockTime(t)}` });
		show(this.panel, rival);
		field(this.element, "compare").ariaPressed = String(Boolean(rival));
		if (rival) this.#draw(rival, counters, headline);
	}

	#draw({ counters: before, headline: a }, counters, b) {
		for (const row of all(this.panel, "[data-counter]")) difference(row, before[row.dataset.counter], counters[row.dataset.counter]);
		say(this.panel, { a: `${a.number} ${a.words}`, b: `${b.number} ${b.words}` });
		const seeds = field(this.panel, "seeds");
		const { recipe } = this.session;
		show(seeds, this.recipe && this.recipe !== recipe);
		if (!seeds.hidden) seeds.search = new URLSearchParams({ a: this.recipe, b: recipe });
	}

	/** Standing still, at an instant that the fingerprint belongs to. */
	async #prepareLink() {
		const { session, transport, share } = this;
		if (session.playing) await transport.command("pause");
		await transport.command("seek", { t: session.t });
		const query = new URLSearchParams({ recipe: session.recipe, t: session.t.toFixed(3) });
		const address = `${location.origin}/playground/${session.scenario}/`;
		field(share, "link").value = `${address}?${query}`;
		field(share, "embed").value = `<iframe src="${address}embed/?${query}" width="720" height="720" title="Faultline"></iframe>`;
		field(share, "link").select();
	}
}

function difference(row, a, b) {
	const sign = b > a ? "+" : b < a ? "−" : "±";
	say(row, { before: grouped(a), now: grouped(b), by: sign + grouped(Math.abs(b - a)) });
	show(row, a || b);
}
