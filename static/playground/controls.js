/* The cards: a knob for each control, and the quiet lines that name every parameter in force. */

import { all, data, part, show, text } from "./dom.js";
import { Knob } from "./knob.js";

const NARROW = matchMedia("(max-width: 40rem)");
const SEND_MS = 60; // a dragged slider says where it is so often, not for every pixel

export class Controls {
  #knobs = new Map();
  #due = new Map();

  constructor(root, session) {
    Object.assign(this, { session, cards: all(root, "[data-group]"), quiet: all(root, "[data-quiet]") });
    for (const input of all(root, "[data-kind]")) this.#knobs.set(input.name, new Knob(input, (knob, value) => this.#set(knob, value)));
    if (NARROW.matches) for (const rows of all(root, ".control__rows")) rows.open = false;
    part(root, "controls").addEventListener("submit", (event) => event.preventDefault());
    for (const button of all(root, "button[data-set]")) {
      show(button, true);
      button.addEventListener("click", () => this.#send(JSON.parse(button.dataset.set)));
    }
  }

  /** The server says what is in force. */
  write(knobs) {
    for (const [name, value] of Object.entries(knobs)) this.#knobs.get(name)?.write(value);
    for (const card of this.cards) this.#drawCard(card);
    for (const line of this.quiet) this.#drawQuiet(line, line.dataset);
  }

  /** Off, a card is one quiet line; on, every parameter shows, unless there is no room. */
  #drawCard(card) {
    const on = String(this.#isOn(card.dataset.group));
    const rows = card.querySelector(".control__rows");
    if (rows && card.dataset.on && card.dataset.on !== on) rows.open = on === "true" && !NARROW.matches;
    if (card.dataset.on) data(card, "on", on);
  }

  #isOn(group) {
    return this.session.knobs[`${group}.enabled`] ?? true;
  }

  #drawQuiet(line, { quiet: group, title, bare }) {
    const knobs = [...this.#knobs.values()].filter(({ name, label }) => name.startsWith(`${group}.`) && label);
    const off = bare === undefined && !this.#isOn(group);
    const words = off ? "off" : knobs.map(({ label, shown }) => `${label} ${shown}`).join(" · ") || "on";
    text(line, title ? `${title}: ${words}` : words);
  }

  #set(knob, value) {
    if (!this.#due.has(knob.name)) setTimeout(() => this.#sendDue(knob.name), knob.kind === "switch" ? 0 : SEND_MS);
    this.#due.set(knob.name, value);
  }

  #sendDue(name) {
    this.#send({ [name]: this.#due.get(name) });
    this.#due.delete(name);
  }

  #send(knobs) {
    const refuse = ({ message, knob }) => this.#knobs.get(knob ?? Object.keys(knobs)[0]).refuse(message);
    return this.session.command("set", { knobs }).catch(refuse);
  }
}
