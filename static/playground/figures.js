/* What each chart shows: its lines, their inks and dashes, and the same as columns of a table. A line is
   { label, pick(row), ink, dash?, width?, scale? }. `lines(context)` may depend on what is called and switched on. */

import * as row from "./series.js";

const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 4]];

const queues = ({ calls }) =>
  ["checkout", ...calls].map((name, i) => ({ label: `${name} queue`, pick: row.queueOf(name), ink: "ink-2", dash: DASHES[i] }));

const breakers = ({ calls, breaker }) =>
  breaker ? calls.map((name) => ({ label: name, pick: row.breakerOf(name), state: row.breakerState(name), lane: true })) : [];

const tokens = ({ budget }) => (budget ? [{ label: "retry tokens", pick: row.tokens, ink: "request" }] : []);

export const FIGURES = {
  flow: {
    height: 160,
    clock: true,
    lines: () => [
      { label: "offered", pick: row.offered, ink: "ink-3", dash: [4, 4] },
      { label: "attempts", pick: row.attempts, ink: "request" },
      { label: "goodput", pick: row.goodput, ink: "answer", width: 2.6 },
      { label: "failed", pick: row.failed, ink: "error", dash: [2, 3] },
    ],
    show: (value) => (value == null ? "·" : String(value)),
  },
  latency: {
    height: 96,
    log: true,
    lines: () => [
      { label: "p50", pick: row.p50, ink: "ink-2" },
      { label: "p99", pick: row.p99, ink: "ink", width: 2.4 },
    ],
    show: duration,
  },
  queues: {
    height: 96,
    lines: (context) => [
      ...queues(context),
      { label: "workers busy", pick: row.busy, ink: "request", dash: [1, 3] },
      { label: "busy for callers who left", pick: row.abandoned, ink: "unknown", width: 2.4 },
    ],
    show: (value) => (value == null ? "·" : String(value)),
  },
  guards: {
    height: 100,
    clock: true,
    lines: (context) => [...breakers(context), ...tokens(context)],
    show: (value) => (value == null ? "·" : String(Math.round(value))),
    none: "Circuit breaker and retry budget are off.",
  },
};

export function duration(milliseconds) {
  if (milliseconds == null) return "·";
  if (milliseconds >= 1000) return `${+(milliseconds / 1000).toPrecision(3)} s`;
  return `${+milliseconds.toPrecision(3)} ms`;
}
