/* Play, pause, step, speed, seed, reset and the keys that do the same. */

import { clockTime, field, part, show, text } from "./dom.js";

const PRESETS = { 1: 0.02, 2: 1, 3: 20 };
const TYPING = "input:not([type=range],[type=checkbox],[type=radio]), select, textarea, [contenteditable]";
const PRESSABLE = "button, a, summary, input, select, textarea, dialog, [tabindex='0']";

export class Transport {
  constructor(root, session) {
    [this.root, this.session] = [root, session];
    this.element = part(root, "transport");
    this.play = this.element.querySelector("[data-do=play]");
    this.speeds = [...this.element.querySelectorAll("button[data-speed]")];
    this.element.addEventListener("click", (event) => this.#clicked(event));
    part(root, "seed").addEventListener("submit", (event) => this.#reseed(event));
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  draw(t) {
    text(field(this.element, "time"), clockTime(t));
  }

  drawState({ playing, speed, seed, pace }) {
    this.element.classList.toggle("transport--playing", playing);
    this.play.ariaLabel = playing ? "Pause" : "Play";
    for (const button of this.speeds) button.ariaPressed = String(Number(button.dataset.speed) === speed);
    text(field(this.element, "seed"), String(seed ?? "·"));
    const behind = playing && pace < 0.9;
    show(field(this.element, "pace"), behind);
    if (behind) text(field(this.element, "pace"), `running at ${pace.toFixed(1)}× of that to keep up`);
  }

  do(name) {
    const { session } = this;
    switch (name) {
      case "play":
        return this.#command(session.playing ? "pause" : "play");
      case "step":
        return session.playing ? this.#command("pause") : this.#command("step");
      case "reset":
        return this.#command("reset", { seed: null });
      case "help":
        return part(this.root, "help").showModal();
      default:
        throw new Error(`The transport cannot ${name}.`);
    }
  }

  async #command(type, fields) {
    const error = field(this.element, "transport-error");
    text(error, "");
    await this.session.command(type, fields).catch(({ message }) => text(error, message));
  }

  seek(t) {
    return this.#command("seek", { t });
  }

  #clicked({ target }) {
    const button = target.closest("button");
    if (button?.dataset.do) this.do(button.dataset.do);
    else if (button?.dataset.speed) this.#command("speed", { value: Number(button.dataset.speed) });
  }

  async #reseed(event) {
    event.preventDefault();
    const form = event.target;
    await this.#command("reset", { seed: Number(form.elements.seed.value) });
    form.hidePopover();
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    const onControl = event.target.closest(PRESSABLE);
    if (document.querySelector("dialog[open]")) return;
    if (event.key === " " && !onControl) this.do("play");
    else if (event.key === "ArrowRight" && !onControl?.matches("input")) this.do("step");
    else if (PRESETS[event.key]) this.#command("speed", { value: PRESETS[event.key] });
    else if (event.key === "?") this.do("help");
    else return;
    event.preventDefault();
  }
}
