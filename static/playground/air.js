/* The messages in the air, in virtual time, without pixels. While time runs a flight is drawn for VISIBLE_S at least. */

const VISIBLE_S = 0.45; // as live/air.py says
const CROSS_S = 1.4;
const MARK_S = 2.6;
const LOST_AT = 0.5;
const ALOFT_MAX = 600;

export class Air {
	#flights = [];
	#marks = [];
	#speed = 1;

	add(flights, marks) {
		const least = VISIBLE_S * this.#speed;
		for (const [, source, target, kind, departs, arrives, fate, order] of flights) {
			const flew = Math.max(arrives - departs, 1e-6);
			this.#flights.push({ source, target, kind, order, departs, flew, span: Math.max(flew, least), lost: fate === "lost" });
		}
		for (const [t, service, what] of marks) this.#marks.push({ t: t + least, service, what });
		for (const aloft of [this.#flights, this.#marks]) aloft.splice(0, aloft.length - ALOFT_MAX);
	}

	/** How fast virtual time runs, 0 while it is stepped. After a change everything stands where it truly is. */
	pace(speed) {
		if (speed === this.#speed) return;
		this.#speed = speed;
		for (const flight of this.#flights) flight.span = flight.flew;
	}

	clear() {
		this.#flights.length = this.#marks.length = 0;
	}

	/** Calls draw(flight, share of the way); forgets what has landed. */
	eachFlight(t, draw) {
		const linger = CROSS_S * (this.#speed || 1);
		this.#flights = this.#flights.filter(({ departs, span, lost }) => t < departs + (lost ? LOST_AT * span + linger : span));
		for (const flight of this.#flights) {
			const share = (t - flight.departs) / flight.span;
			if (share >= 0) draw(flight, flight.lost ? Math.min(share, LOST_AT) : share);
		}
	}

	/** The mark's age goes from 0 to 1. */
	eachMark(t, draw) {
		const life = MARK_S * (this.#speed || 1);
		this.#marks = this.#marks.filter((mark) => t < mark.t + life);
		for (const mark of this.#marks) if (t >= mark.t) draw(mark, (t - mark.t) / life);
	}
}
