/* Faults: the buttons that strike one now, and those in force with a button that heals each. */

import { clockTime, field, make, show, text } from "./dom.js";

export class Faults {
  #drawn = "";

  constructor(root, session) {
    [this.root, this.session] = [root, session];
    for (const name of ["now", "none", "error"]) this[name] = field(root, name);
    root.addEventListener("click", ({ target }) => {
      const { strike, heal } = target.closest("button")?.dataset ?? {};
      if (strike) this.#command("strike", JSON.parse(strike));
      if (heal) this.#command("heal", heal);
    });
  }

  draw(faults, t) {
    const current = faults.filter((fault) => fault.end === null || fault.end > t);
    const key = JSON.stringify(current.map((fault) => [fault, fault.start <= t]));
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.now.replaceChildren(...current.map((fault) => item(fault, t)));
    show(this.none, current.length === 0);
  }

  async #command(type, fault) {
    text(this.error, "");
    await this.session.command(type, { fault }).catch(({ message }) => text(this.error, message));
  }
}

function item({ service, kind, start, end, label }, t) {
  const heal = make("button", "button button--small", start <= t ? "heal" : "call off");
  heal.type = "button";
  heal.dataset.heal = `${service}.${kind}`;
  heal.ariaLabel = `${heal.textContent}: ${label}`;
  const until = end === null ? "until healed" : `until ${clockTime(end)}`;
  const when = start <= t ? until : `from ${clockTime(start)}, ${until}`;
  return make("li", "", make("span", "", make("b", "", label), ` ${when}`), heal);
}
