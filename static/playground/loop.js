/* One heartbeat for everything that is drawn: once an animation frame, once a second for people who asked for less
   motion, never while the page is off screen. */

const CALM_MS = 1000;

export class Loop {
  #request = 0;
  #last = -Infinity;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(draw) {
    this.draw = draw;
  }

  start() {
    if (!this.#request) this.#next();
  }

  stop() {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  #next() {
    this.#request = requestAnimationFrame((now) => {
      if (!this.#calm.matches || now - this.#last >= CALM_MS) {
        this.#last = now;
        this.draw(now);
      }
      this.#next();
    });
  }
}
