/* The cards: one knob each for every control, and the quiet lines that name every parameter in force. */

import { data, show, text } from "./dom.js";
import { Knob } from "./knob.js";

const SEND_MS = 60; // a dragged slider says where it is so often, not for every pixel

export class Controls {
  #knobs = new Map();
  #due = new Map();

  constructor(root, session) {
    [this.root, this.session] = [root, session];
    this.cards = [...root.querySelectorAll("[data-group]")];
    this.quiet = [...root.querySelectorAll("[data-quiet]")];
    for (const input of root.querySelectorAll("[data-kind]")) {
      this.#knobs.set(input.name, new Knob(input, (knob, value) => this.#set(knob, value)));
    }
    for (const form of root.querySelectorAll("form[data-part=controls]")) form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of root.querySelectorAll("button[data-set]")) {
      show(button, true);
      button.addEventListener("click", () => this.#send(JSON.parse(button.dataset.set)));
    }
  }

  /** The server says what is in force. */
  write(knobs) {
    for (const [name, value] of Object.entries(knobs)) this.#knobs.get(name)?.write(value);
    for (const card of this.cards) if (card.dataset.on) data(card, "on", String(this.#isOn(card.dataset.group)));
    for (const line of this.quiet) this.#drawQuiet(line);
  }

  #isOn(group) {
    return this.session.knobs[`${group}.enabled`] ?? true;
  }

  #drawQuiet(line) {
    const { quiet: group, title, bare } = line.dataset;
    const knobs = [...this.#knobs.values()].filter((knob) => knob.name.startsWith(`${group}.`) && knob.row);
    const all = knobs.map((knob) => `${knob.label} ${knob.shown}`).join(" · ");
    const words = bare === undefined && !this.#isOn(group) ? "off" : all;
    text(line, title ? `${title}: ${words}` : words);
  }

  #set(knob, value) {
    const waiting = this.#due.has(knob.name);
    this.#due.set(knob.name, value);
    if (!waiting) setTimeout(() => this.#sendDue(knob.name), knob.kind === "switch" ? 0 : SEND_MS);
  }

  #sendDue(name) {
    const value = this.#due.get(name);
    this.#due.delete(name);
    return this.#send({ [name]: value });
  }

  async #send(knobs) {
    try {
      await this.session.command("set", { knobs });
    } catch ({ message, knob }) {
      this.#knobs.get(knob ?? Object.keys(knobs)[0])?.refuse(message.replace(/\.$/, ""));
    }
  }
}
