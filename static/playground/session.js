/* The model of one run as this page knows it. It owns the link, the commands under way and the last of everything the
   server said; it draws nothing. Events: state (link), opened, snapshot, frame, changed, story, refused. */

import { Link } from "./link.js";
import { recall, remember } from "./memory.js";

const SILENCE_S_MAX = 8; // a playing run that says nothing for so long has lost its socket without being told
const WATCH_S = 2;

export class Session extends EventTarget {
  #link = null;
  #url;
  #serial = 0;
  #prefix = Math.random().toString(36).slice(2, 10);
  #waiting = new Map(); // id → { message, resolve, reject }
  #heardAt = 0;
  #wanted = true;

  constructor(url, scenario) {
    super();
    this.#url = url;
    this.scenario = scenario;
    Object.assign(this, { run: null, recipe: null, seed: null, knobs: {}, faults: [], t: 0, playing: false, speed: 1 });
    this.watch = setInterval(() => this.#checkSilence(), WATCH_S * 1000);
    addEventListener("pageshow", (event) => event.persisted && this.reconnect());
    this.#connect();
  }

  close() {
    clearInterval(this.watch);
    this.#wanted = false;
    this.#link?.close();
  }

  reconnect() {
    this.#link?.close();
    this.#connect();
  }

  /** Sends a command; the promise ends with the server's answer, or fails with { message, knob }. */
  command(type, fields = {}) {
    const message = { type, id: `${this.#prefix}-${++this.#serial}`, ...fields };
    const answer = new Promise((resolve, reject) => this.#waiting.set(message.id, { message, resolve, reject }));
    this.#link.send(message);
    return answer;
  }

  // --- the link -------------------------------------------------------------------------------------------------

  #connect() {
    this.#say("state", { state: "connecting" });
    this.#link = new Link(this.#url, {
      connected: () => this.#open(),
      received: (message) => this.#receive(message),
      lost: (how) => this.#lost(how),
    });
  }

  #open() {
    const { run = null, recipe = null, t = null } = this.run ? this : recall(this.scenario);
    this.#heardAt = performance.now();
    this.#link.send({ type: "open", id: `${this.#prefix}-open-${++this.#serial}`, scenario: this.scenario, run, recipe, t });
    // The server applies each id once: what was under way when the link broke can be said again without harm.
    for (const { message } of this.#waiting.values()) this.#link.send(message);
  }

  #lost({ code, final }) {
    if (!this.#wanted) return;
    if (final) for (const id of [...this.#waiting.keys()]) this.#answer(id, "reject", { message: "The connection has ended." });
    this.#say("state", { state: final ? "ended" : "lost", code });
  }

  #checkSilence() {
    const silent = performance.now() - this.#heardAt > SILENCE_S_MAX * 1000;
    if (silent && this.playing && !document.hidden && this.#link.open) this.reconnect();
  }

  // --- what the server says -------------------------------------------------------------------------------------

  #receive(message) {
    this.#heardAt = performance.now();
    switch (message?.type) {
      case "opened":
        return this.#opened(message);
      case "snapshot":
      case "frame":
        return this.#frame(message);
      case "changed":
        return this.#changed(message);
      case "story":
        this.#say("story", message);
        return this.#answer(message.id, "resolve", message);
      case "done":
        return this.#answer(message.id, "resolve", message);
      case "error":
        return this.#refused(message);
      case "ended":
        return this.#say("state", { state: "ended", reason: message.reason });
      default:
        throw new Error(`The server sent a message of unknown type: ${message?.type}`);
    }
  }

  #opened({ run, seed, knobs, faults, recipe, t, playing, speed }) {
    Object.assign(this, { run, seed, knobs, faults, recipe, t, playing, speed });
    remember(this.scenario, this);
    this.#say("state", { state: "live" });
    this.#say("opened");
  }

  #frame(frame) {
    const second = Math.floor(this.t);
    Object.assign(this, { t: frame.t, playing: frame.playing, speed: frame.speed });
    if (frame.faults) this.faults = frame.faults;
    this.#link.send({ type: "ack", seq: frame.seq });
    if (Math.floor(this.t) !== second) remember(this.scenario, this);
    this.#say(frame.type, frame);
  }

  #changed({ id, knobs, faults, recipe }) {
    Object.assign(this.knobs, knobs);
    if (faults) this.faults = faults;
    if (recipe) this.recipe = recipe;
    remember(this.scenario, this);
    this.#say("changed", { knobs });
    this.#answer(id, "resolve", { knobs });
  }

  #refused(error) {
    if (!this.#answer(error.id, "reject", error)) this.#say("refused", error);
  }

  #answer(id, how, value) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.[how](value);
    return Boolean(waiting);
  }

  #say(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
