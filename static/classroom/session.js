/* A room's session: the playground's, over the room's socket. What is said beside the run (notices, who did what) is
   taken out before the run's own model sees it. */

import { Session } from "../playground/session.js";

export const FRAME_MS = 210; // a room gets five frames a second
const WAKING_MS = 600;
const ACK_EVERY = 8; // a thousand acknowledgements for every frame would cost more than the frame

export class RoomSession extends Session {
	constructor(options) {
		super(options);
		this.addEventListener("state", ({ detail }) => (this.over = detail.state === "ended"));
		// At once, whatever the next attempt was put off to.
		addEventListener("online", () => this.#unlessOpen());
		// A paused run is silent anyway, so only the browser can tell that the line is gone.
		addEventListener("offline", () => this.over || this.connect());
		// A page that comes back into sight is htmx's business, unless its old socket has not finished closing.
		document.addEventListener("visibilitychange", () => setTimeout(() => document.hidden || this.#unlessOpen(), WAKING_MS));
	}

	#unlessOpen() {
		if (!this.over && !this.link.open) this.connect();
	}

	connect() {
		super.connect();
		const { link } = this;
		const send = link.send.bind(link);
		link.send = (message) => (message.type !== "ack" || message.seq % ACK_EVERY === 0) && send(message);
	}
}

/** Calls handlers[type](message) for messages of these types, and nobody else hears them; `also` hears the others. */
export function overhear(handlers, also) {
	const hear = (event) => {
		const { json } = event.detail.message;
		if (!json) return;
		if (!handlers[json.type]) return void also(json);
		event.stopPropagation();
		handlers[json.type](json);
	};
	document.addEventListener("htmx:before:ws:message", hear, { capture: true });
}
