/* What every view of a room does beside drawing its run: parts that change, who did what, paused screens, the key for
   forms that came in with a notice. */

import { part, show, text } from "../playground/dom.js";
import { overhear } from "./session.js";

const DEED_MS = 12_000;

export class Room {
	#versions;
	#fading = 0;

	constructor(root) {
		this.root = root;
		this.#versions = JSON.parse(root.dataset.versions);
		overhear(
			{ notice: (notice) => this.#take(notice), room: ({ versions }) => this.#compare(versions), deed: (deed) => this.#tell(deed) },
			(message) => this.#watchScenario(message),
		);
		document.addEventListener("htmx:config:request", ({ detail }) => {
			detail.ctx.request.headers["X-CSRFToken"] = root.dataset.csrf;
		});
		root.addEventListener("click", ({ target }) => {
			const link = target.closest("a[href]:not([href^='#'])");
			if (link) link.target = "_blank"; // the lesson, the code, an order: nobody leaves the room by them
		});
		document.body.addEventListener("room:seat", () => location.reload()); // missed while the connection was away
	}

	#take({ topic, version, html }) {
		this.#versions[topic] = version;
		if (topic === "seat") this.#mine(html);
		else if (html === null) this.#ask(topic);
		else for (const place of this.root.querySelectorAll(`[data-room-part="${topic}"]`)) put(place, html);
	}

	/** Something about certain seats only: their pages are made anew. */
	#mine(seats) {
		if (seats.split(" ").includes(this.root.dataset.seat)) location.reload();
	}

	/** After a (re)connection: what has changed in the meantime is fetched. */
	#compare(versions) {
		for (const [topic, version] of Object.entries(versions)) {
			if (this.#versions[topic] === version) continue;
			this.#versions[topic] = version;
			this.#ask(topic);
		}
	}

	#ask(topic) {
		document.body.dispatchEvent(new CustomEvent(`room:${topic}`));
	}

	#tell({ by, words }) {
		const line = part(this.root, "deed");
		text(line, `${by} ${words}.`);
		show(line, true);
		clearTimeout(this.#fading);
		this.#fading = setTimeout(() => show(line, false), DEED_MS);
	}

	#watchScenario({ type, scenario }) {
		if (type !== "opened" || scenario === this.root.dataset.scenario) return;
		this.root.dataset.scenario = scenario;
		this.#ask("scenario"); // it puts other controls forward
	}
}

/** What somebody has typed or chosen there and not sent yet stays. */
function put(place, html) {
	window.htmx.swap({ target: place, sourceElement: place, text: html, swap: "innerMorph" });
}
