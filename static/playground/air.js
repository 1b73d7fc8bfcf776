/* The messages in the air: a model in virtual time that knows nothing of pixels. A flight is drawn for at least
   VISIBLE_S of real time, however fast it flew; when a run is stepped, everything stands where it truly is. */

const VISIBLE_S = 0.45;
const CROSS_S = 1.4; // how long a cross stays where a message was lost
const MARK_S = 2.6;
const LOST_AT = 0.5;
const FLIGHTS_MAX = 600;
const MARKS_MAX = 60;

export class Air {
  #flights = [];
  #marks = [];
  #speed = 1;

  /** Virtual seconds for which a flight is drawn at least. */
  get #least() {
    return VISIBLE_S * this.#speed;
  }

  /** Whether anything is now drawn slower than it flew. */
  get slowed() {
    return this.#flights.some(({ span, flew }) => span > 1.5 * flew);
  }

  add(flights, marks) {
    for (const [, source, target, kind, left, arrives, fate, order] of flights) {
      const flew = Math.max(arrives - left, 1e-6);
      const span = Math.max(flew, this.#least);
      this.#flights.push({ source, target, kind, order, left, flew, depart: left, span, lost: fate === "lost" });
    }
    for (const [t, service, what] of marks) this.#marks.push({ t: t + this.#least, service, what });
    this.#flights.splice(0, this.#flights.length - FLIGHTS_MAX);
    this.#marks.splice(0, this.#marks.length - MARKS_MAX);
  }

  /** How fast virtual time runs, 0 while it is stepped. What is in the air keeps its place through a change. */
  pace(speed, t) {
    if (speed === this.#speed) return;
    this.#speed = speed;
    for (const flight of this.#flights) {
      const share = (t - flight.depart) / flight.span;
      flight.span = Math.max(flight.flew, this.#least);
      flight.depart = share > 0 && flight.span > flight.flew ? t - share * flight.span : flight.left;
    }
  }

  clear() {
    this.#flights.length = this.#marks.length = 0;
  }

  /** Calls draw(flight, share of the way) for all that is in the air at `t`, and forgets what has landed. */
  eachFlight(t, draw) {
    const linger = CROSS_S * (this.#speed || 1);
    this.#flights = this.#flights.filter(({ depart, span, lost }) => t < depart + (lost ? LOST_AT * span + linger : span));
    for (const flight of this.#flights) {
      const share = (t - flight.depart) / flight.span;
      if (share >= 0) draw(flight, flight.lost ? Math.min(share, LOST_AT) : share);
    }
  }

  /** Calls draw(mark, age) with the mark's age from 0 to 1. */
  eachMark(t, draw) {
    const life = MARK_S * (this.#speed || 1);
    this.#marks = this.#marks.filter((mark) => t < mark.t + life);
    for (const mark of this.#marks) if (t >= mark.t) draw(mark, (t - mark.t) / life);
  }
}
