/* What one takes away from the run on this page. Links and forms are plain; here they learn which run it is, and at which
   instant, when they are used. */

import { field, part, text } from "../dom.js";
import { armCopyButtons } from "./copy.js";
import { download } from "./download.js";

export class Take {
	constructor(root, session) {
		Object.assign(this, { session, panel: part(root, "take") });
		this.dialog = part(this.panel, "copied");
		for (const name of ["click", "auxclick", "contextmenu"]) root.addEventListener(name, (event) => this.#follow(event), true);
		part(this.panel, "export").addEventListener("submit", (event) => this.#export(event));
		this.panel.dataset.armed = ""; // until now the links and the form led to pages
	}

	#run() {
		const { recipe, t } = this.session;
		return recipe ? { recipe, t: String(t) } : {};
	}

	#follow(event) {
		const link = event.target.closest("a[data-carry], a[data-fragment]");
		if (!link) return;
		if ("carry" in link.dataset && this.session.recipe) link.search = new URLSearchParams(this.#run());
		const plain = event.type === "click" && !(event.ctrlKey || event.metaKey || event.shiftKey);
		if (!plain || !("fragment" in link.dataset)) return;
		event.preventDefault();
		this.#show(link);
	}

	/** The inside of the page behind the link; where that fails, the page itself. */
	async #show(link) {
		const inside = field(this.dialog, "copied");
		try {
			const response = await fetch(link.href, { headers: { "X-Fragment": "true" } });
			if (!response.ok) throw new Error(response.status);
			inside.innerHTML = await response.text();
		} catch {
			location.assign(link.href);
			return;
		}
		armCopyButtons(inside);
		if (!this.dialog.open) this.dialog.showModal();
		inside.querySelector("[aria-current]")?.focus();
	}

	async #export(event) {
		if (!this.session.recipe) return; // no run here yet: the plain form leads to the page of exports
		event.preventDefault();
		const [said, error] = ["said", "error"].map((name) => field(event.target, name));
		text(error, "");
		text(said, "The run is made again, up to this instant …");
		try {
			text(said, `Saved ${await download(event.submitter.dataset.export, this.#run())}`);
		} catch ({ message }) {
			text(said, "");
			text(error, message);
		}
	}
}
