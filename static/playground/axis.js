/* One clock: the scrubber, the charts, the fault bands and the pins share this time axis, from 0 to `end`. It grows in
   steps, so that nothing crawls sideways while one looks. */

const STEPS_S = [30, 60, 120, 300, 600, 1200, 3600, 7200, 14400, 86400];

export class Axis {
  end = STEPS_S[0];
  reached = 0;

  /** The run has got to `t`; true when the axis had to grow. */
  reach(t) {
    this.reached = Math.max(this.reached, t);
    const end = STEPS_S.find((step) => step >= this.reached) ?? this.reached;
    const grew = end !== this.end;
    this.end = end;
    return grew;
  }

  restart(t = 0) {
    this.reached = t;
    return this.reach(t);
  }

  percent(t) {
    return `${(100 * Math.min(Math.max(t / this.end, 0), 1)).toFixed(3)}%`;
  }
}
