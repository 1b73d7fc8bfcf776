/* What this browser has voted, by question: remembered from cards of its own, marked in cards for all. */

export class Own {
  #votes = new Map();

  takeIn(card) {
    const { question } = card.dataset;
    if (question === undefined) return;
    if (card.dataset.personal !== undefined) this.#remember(question, card.dataset);
    this.#mark(card, this.#votes.get(question) ?? {});
  }

  #remember(question, { ownFirst, ownSecond }) {
    this.#votes.set(question, { first: ownFirst ?? "", second: ownSecond ?? "" });
  }

  #mark(card, { first = "", second = "" }) {
    const now = card.dataset.round === "1" ? first : second;
    for (const place of card.querySelectorAll("[data-option]")) {
      show(place.querySelector('[data-own="first"]'), place.dataset.option === first);
      show(place.querySelector('[data-own="second"]'), place.dataset.option === second);
      if (place.matches("button")) place.setAttribute("aria-pressed", String(place.dataset.option === now));
    }
    for (const line of card.querySelectorAll("[data-verdict]")) show(line, line.dataset.verdict === (second || first));
    for (const line of card.querySelectorAll("[data-if]")) show(line, (line.dataset.if === "voted") === (now !== ""));
  }
}

function show(element, shown) {
  if (element && element.hidden === shown) element.hidden = !shown;
}
