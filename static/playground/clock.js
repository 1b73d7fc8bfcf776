/* Virtual time as it is shown: it glides to the last frame's instant until the next is due, and never past it. */

const FRAME_MS = 105; // a little more than the server takes
const STEP_MS = 320; // a step is drawn slowly, so that one sees what moved

export class Clock {
	#from = 0;
	#to = 0;
	#since = 0;
	#glideMs = STEP_MS;

	/** `frameMs`: how far apart the frames of a playing run come, or a little more. */
	constructor(frameMs = FRAME_MS) {
		this.frameMs = frameMs;
	}

	follow(t, playing, now) {
		this.#from = Math.min(this.at(now), t);
		[this.#to, this.#since, this.#glideMs] = [t, now, playing ? this.frameMs : STEP_MS];
	}

	/** After a leap (seek, reset, resume) nothing glides. */
	jump(t) {
		this.#from = this.#to = t;
	}

	at(now) {
		const share = Math.min(Math.max((now - this.#since) / this.#glideMs, 0), 1);
		return this.#from + (this.#to - this.#from) * share;
	}
}
