/* Virtual time as it is shown: it glides to the last frame's instant until the next is due, and never past it. */

const STEP_MS = 320; // a single step is drawn this slowly, so that one can see what moved
const GAP_MS_MAX = 400;

export class Clock {
	#from = 0;
	#to = 0;
	#since = 0;
	#glideMs = 100;
	#gapMs = 100;
	#lastFrameAt = 0;

	/** A frame says that it is `t` now. */
	follow(t, playing, now) {
		if (playing && this.#lastFrameAt) {
			const gap = Math.min(now - this.#lastFrameAt, GAP_MS_MAX);
			this.#gapMs += (gap - this.#gapMs) * 0.2;
		}
		this.#glideTo(t, playing ? this.#gapMs : STEP_MS, now);
		this.#lastFrameAt = now;
	}

	/** After a leap (seek, reset, resume) nothing glides. */
	jump(t) {
		this.#from = this.#to = t;
		this.#lastFrameAt = 0;
	}

	at(now) {
		const share = Math.min((now - this.#since) / this.#glideMs, 1);
		return this.#from + (this.#to - this.#from) * Math.max(share, 0);
	}

	#glideTo(t, glideMs, now) {
		this.#from = Math.min(this.at(now), t);
		this.#to = t;
		this.#since = now;
		this.#glideMs = glideMs;
	}
}
