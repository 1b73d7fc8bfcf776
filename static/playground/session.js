/* The model of one run as this page knows it: the link, the commands under way, the last of what the server said.
   Events: state (of the link), opened, changed, snapshot, frame, progress, refused, ended. */

import { Link } from "./link.js";

const SILENCE_MS_MAX = 8000; // a playing run that is silent for so long has lost its socket
const WATCH_MS = 2000;
const KEY = `faultline:${location.pathname}${location.search}`;

export class Session extends EventTarget {
	#serial = 0;
	#prefix = crypto.getRandomValues(new Uint32Array(2)).join("");
	#waiting = new Map(); // id → { message, resolve, reject }
	#heardAt = 0;

	/** `recipe` and `t`: the run that the page's address asks for, if any. */
	constructor({ socket, scenario, recipe, t }) {
		super();
		this.asked = { run: null, recipe: recipe || null, t: Number(t) || null };
		Object.assign(this, { url: socket, scenario, run: null, knobs: {}, faults: [], t: 0, playing: false });
		setInterval(() => this.#checkSilence(), WATCH_MS);
		addEventListener("pageshow", (event) => event.persisted && this.connect());
		this.connect();
	}

	connect() {
		this.link?.close();
		this.#say("state", { state: "connecting" });
		this.link = new Link(this.url, {
			connected: () => this.#open(),
			received: (message) => this.#receive(message),
			lost: (how) => this.#lost(how),
		});
	}

	/** The promise ends with the server's answer, or fails with its { message, knob }. */
	command(type, fields) {
		const message = { type, id: this.#nextId(), ...fields };
		const answer = new Promise((resolve, reject) => this.#waiting.set(message.id, { message, resolve, reject }));
		this.link.send(message);
		return answer;
	}

	/** What went wrong is said in `element`. */
	try(element, type, fields) {
		element.textContent = "";
		return this.command(type, fields).catch(({ message }) => void (element.textContent = message));
	}

	#nextId() {
		return `${this.#prefix}-${++this.#serial}`;
	}

	#open() {
		const { run, recipe, t } = this.run ? this : { ...this.asked, ...recall() };
		this.#heardAt = performance.now();
		this.link.send({ type: "open", id: this.#nextId(), scenario: this.scenario, run, recipe, t });
		// The server applies each id once: what was under way when the link broke can be said again.
		for (const { message } of this.#waiting.values()) this.link.send(message);
	}

	#lost({ code, final }) {
		if (final) for (const id of this.#waiting.keys()) this.#answer(id, "reject", { message: "The connection has ended." });
		this.#say("state", { state: final ? "ended" : "lost", code });
	}

	#checkSilence() {
		const silent = performance.now() - this.#heardAt > SILENCE_MS_MAX;
		if (silent && this.playing && !document.hidden && this.link.open) this.connect();
	}

	#receive(message) {
		this.#heardAt = performance.now();
		const { type, id } = message;
		switch (type) {
			case "opened":
				this.#keep(message, ["run", "seed", "knobs", "faults", "recipe", "t", "playing", "speed"]);
				this.#say("state", { state: "live" });
				this.#say("opened");
				return this.#answer(id, "resolve", this);
			case "snapshot":
			case "frame":
				return this.#frame(message);
			case "changed":
				Object.assign(this.knobs, message.knobs);
				this.#keep(message, ["faults", "recipe", "seed"]);
				this.#say("changed", message);
				return this.#answer(id, "resolve", message);
			case "done":
			case "story":
				return this.#answer(id, "resolve", message);
			case "error":
				return this.#answer(id, "reject", message) || this.#say("refused", message);
			case "progress":
			case "ended":
				return this.#say(type, message);
			default:
				throw new Error(`The server sent a message of unknown type: ${type}`);
		}
	}

	#frame(frame) {
		const newSecond = Math.floor(frame.t) !== Math.floor(this.t);
		this.link.send({ type: "ack", seq: frame.seq });
		for (const name of ["t", "playing", "speed", "faults"]) this[name] = frame[name];
		if (newSecond) remember(this);
		this.#say(frame.type, frame);
	}

	#keep(message, names) {
		for (const name of names) this[name] = message[name];
		remember(this);
	}

	#answer(id, how, value) {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		waiting?.[how](value);
		return Boolean(waiting);
	}

	#say(name, detail) {
		this.dispatchEvent(new CustomEvent(name, { detail }));
	}
}

/** So that a reload, or a new server process, takes the run up at the same instant. */
function remember({ run, recipe, t }) {
	try {
		sessionStorage.setItem(KEY, JSON.stringify({ run, recipe, t }));
	} catch {
		// Storage is full or forbidden: only a reload will notice.
	}
}

/** What this tab remembers of it. */
export function recall() {
	try {
		return JSON.parse(sessionStorage.getItem(KEY));
	} catch {
		return null;
	}
}
