/* The model of one run as this page knows it: the link, the commands under way, the last of what the server said.
   Events: state (of the link), refused, and what the server sends. */

import { Link } from "./link.js";

const SILENCE_MS_MAX = 8000; // a playing run that is silent for so long has lost its socket
const WATCH_MS = 2000;
const TYPES = ["opened", "changed", "snapshot", "frame", "done", "story", "error", "progress", "ended"];
const KEPT = ["run", "seed", "recipe", "t", "playing", "speed"];
const KEY = `faultline:${location.pathname}${location.search}`;

export class Session extends EventTarget {
	#commands = 0;
	#prefix = crypto.getRandomValues(new Uint32Array(2)).join("");
	#waiting = new Map(); // id → { message, resolve, reject }
	#heardAt = 0;

	/** `recipe` and `t`: the run that the page's address asks for, if any. */
	constructor({ socket, scenario, recipe, t }) {
		super();
		this.asked = { run: null, recipe: recipe || null, t: Number(t) || null };
		Object.assign(this, { url: socket, scenario, run: null, knobs: {}, t: 0, playing: false });
		setInterval(() => this.#checkSilence(), WATCH_MS);
		addEventListener("pageshow", (event) => event.persisted && this.connect());
		this.connect();
	}

	connect() {
		this.link?.close();
		this.#say("state", { state: "connecting" });
		this.link = new Link(this.url, this);
	}

	/** The promise ends with the server's answer, or fails with its { message, knob }. */
	command(type, fields) {
		const message = { type, id: `${this.#prefix}-${++this.#commands}`, ...fields };
		const answer = new Promise((resolve, reject) => this.#waiting.set(message.id, { message, resolve, reject }));
		this.link.send(message);
		return answer;
	}

	try(element, type, fields) {
		element.textContent = "";
		return this.command(type, fields).catch(({ message }) => void (element.textContent = message));
	}

	/** By the link, as are received() and lost(). */
	connected() {
		const { run, recipe, t } = this.run ? this : { ...this.asked, ...recall() };
		this.#heardAt = performance.now();
		this.link.send({ type: "open", id: `${this.#prefix}-${++this.#commands}`, scenario: this.scenario, run, recipe, t });
		// The server applies each id once: what was under way when the link broke can be said again.
		for (const { message } of this.#waiting.values()) this.link.send(message);
	}

	lost({ code, final }) {
		if (final) for (const id of this.#waiting.keys()) this.#answer("error", { id, message: "The connection has ended." });
		this.#say("state", { state: final ? "ended" : "lost", code });
	}

	#checkSilence() {
		const silent = performance.now() - this.#heardAt > SILENCE_MS_MAX;
		if (silent && this.playing && !document.hidden && this.link.open) this.connect();
	}

	received(message) {
		this.#heardAt = performance.now();
		const { type, seq } = message;
		if (!TYPES.includes(type)) throw new Error(`The server sent a message of unknown type: ${type}`);
		if (seq) this.link.send({ type: "ack", seq });
		this.#keep(message);
		if (type === "opened") this.#say("state", { state: "live" });
		if (type !== "error") this.#say(type, message);
		this.#answer(type, message);
	}

	#keep({ knobs, ...message }) {
		const second = Math.floor(this.t);
		for (const name of KEPT) if (name in message) this[name] = message[name];
		Object.assign(this.knobs, knobs);
		if (message.recipe || Math.floor(this.t) !== second) remember(this);
	}

	#answer(type, message) {
		const waiting = this.#waiting.get(message.id);
		this.#waiting.delete(message.id);
		if (type !== "error") waiting?.resolve(message);
		else if (waiting) waiting.reject(message);
		else this.#say("refused", message);
	}

	#say(name, detail) {
		this.dispatchEvent(new CustomEvent(name, { detail }));
	}
}

/** So that a reload, or a new server process, takes the run up at the same instant. Where storage is full or forbidden
    only a reload will notice. */
function stored(act) {
	try {
		return act(sessionStorage);
	} catch {
		return null;
	}
}

const remember = ({ run, recipe, t }) => stored((storage) => storage.setItem(KEY, JSON.stringify({ run, recipe, t })));
export const recall = () => stored((storage) => JSON.parse(storage.getItem(KEY)));
