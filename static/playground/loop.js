/* One heartbeat for all drawing: an animation frame, or a second for people who asked for less motion. */

const CALM_MS = 1000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Loop {
	#request = 0;
	#last = -CALM_MS;

	constructor(draw) {
		this.draw = draw;
	}

	start() {
		if (!this.#request) this.#next();
	}

	close() {
		cancelAnimationFrame(this.#request);
		this.#request = 0;
	}

	#next() {
		this.#request = requestAnimationFrame((now) => {
			this.#next();
			if (calm.matches && now - this.#last < CALM_MS) return;
			this.#last = now;
			this.draw(now);
		});
	}
}
