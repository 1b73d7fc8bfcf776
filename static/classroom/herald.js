/* Says in one sentence what has changed, to those who do not see it. Counts are never said: they change all the time. */

export class Herald {
  #said = new Map();
  #listening = false;

  constructor(body) {
    this.region = document.createElement("p");
    this.region.className = "hidden-text";
    this.region.setAttribute("role", "status");
    body.append(this.region);
  }

  /** What stands in the page when it opens is read with the page; only what differs later is news. */
  say(parts) {
    const news = [];
    for (const part of parts) {
      const key = part.id || part.className;
      const sentence = part.dataset.summary;
      const before = this.#said.get(key);
      this.#said.set(key, sentence);
      if (sentence && sentence !== before) news.push(sentence);
    }
    if (this.#listening && news.length > 0) this.region.textContent = news.join(" ");
    this.#listening = true;
  }
}
