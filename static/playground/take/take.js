/* What one takes away from the run on this page. Links and forms are plain; here they learn which run it is, and at which
   instant, when they are used. What a link or a button leads to is fetched, so that the run stays where it is. */

import { field, part, say } from "../dom.js";
import { armCopyButtons } from "./copy.js";

export class Take {
	constructor(root, session) {
		Object.assign(this, { session, panel: part(root, "take") });
		this.dialog = part(this.panel, "copied");
		for (const name of ["click", "auxclick", "contextmenu"]) root.addEventListener(name, (event) => this.#follow(event), true);
		part(this.panel, "export").addEventListener("submit", (event) => this.#export(event));
		this.panel.dataset.armed = ""; // until now the links and the form led to pages
	}

	get #run() {
		const { recipe, t } = this.session;
		return new URLSearchParams({ recipe, t });
	}

	#follow(event) {
		const link = event.target.closest("a[data-carry], a[data-fragment]");
		if (!link) return;
		if ("carry" in link.dataset && this.session.recipe) link.search = this.#run;
		const plain = event.type === "click" && !(event.ctrlKey || event.metaKey || event.shiftKey);
		if (!plain || !("fragment" in link.dataset)) return;
		event.preventDefault();
		this.#show(link.href).catch(() => location.assign(link.href)); // the page itself will do
	}

	/** The inside of the page behind a link. */
	async #show(address) {
		const inside = field(this.dialog, "copied");
		inside.innerHTML = await (await fetched(address, { headers: { "X-Fragment": "true" } })).text();
		armCopyButtons(inside);
		if (!this.dialog.open) this.dialog.showModal();
		inside.querySelector("[aria-current]")?.focus();
	}

	async #export(event) {
		if (!this.session.recipe) return; // no run here yet: the plain form leads to the page of exports
		event.preventDefault();
		const tell = (said, error = "") => say(event.target, { said, error });
		tell("The run is made again, up to this instant …");
		const request = { method: "POST", body: this.#run, headers: { Accept: "application/json" } };
		await fetched(event.submitter.dataset.export, request).then(save).then((name) => tell(`Saved ${name}`), ({ message }) => tell("", message));
	}
}

/** Fails with what the server said, in words, where there is nothing to be had. */
async function fetched(address, request) {
	const response = await fetch(address, request);
	if (response.ok) return response;
	const { message } = await response.json().catch(() => ({}));
	throw new Error(message ?? `The server answered ${response.status}. Nothing of yours is lost; please try again.`);
}

async function save(response) {
	const download = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))?.[1] ?? "export";
	const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await response.blob()), download });
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 0);
	return download;
}
