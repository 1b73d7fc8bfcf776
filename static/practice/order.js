/* Steps to put in order: buttons move a step up or down. The numbered fields stay what the form sends. */

export class Order {
  constructor(form) {
    this.list = form.querySelector("ol");
    this.status = Object.assign(document.createElement("p"), { className: "hidden-text", role: "status" });
    this.list.after(this.status);
    form.querySelector("[data-hint]").textContent = "Move the steps into the right order.";
    this.#restore();
    for (const step of this.steps) this.#equip(step);
    this.#number();
  }

  get steps() {
    return [...this.list.children];
  }

  /** What was typed before, if every step has a place. */
  #restore() {
    const place = (step) => Number(step.querySelector("select").value);
    if (this.steps.every(place)) this.list.append(...this.steps.sort((a, b) => place(a) - place(b)));
  }

  #equip(step) {
    const words = step.querySelector("label").textContent.trim();
    step.querySelector("select").hidden = true;
    step.querySelector("label").removeAttribute("for");
    const moves = document.createElement("span");
    moves.className = "place__moves";
    moves.append(this.#button(step, -1, "↑", `Move up: ${words}`), this.#button(step, 1, "↓", `Move down: ${words}`));
    step.append(moves);
  }

  #button(step, by, sign, label) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: sign, ariaLabel: label });
    button.addEventListener("click", () => this.#move(step, by, button));
    return button;
  }

  #move(step, by, button) {
    const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(step);
    else other.after(step);
    this.#number();
    button.focus();
    this.status.textContent = `Now in place ${this.steps.indexOf(step) + 1} of ${this.steps.length}.`;
  }

  #number() {
    this.steps.forEach((step, index) => (step.querySelector("select").value = String(index + 1)));
  }
}
