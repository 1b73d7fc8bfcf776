/* The measures second by second, and what each chart and its table show of them. Rows are those of a frame's `series`:
   [second, offered, attempts, goodput, failed, p50, p99, {station: [queue, busy, abandoned]}, {service: breaker}, tokens]. */

const ROWS_MAX = 7200;

export class Series {
	rows = [];
	rival = null; // A's rows by their second, while this run is compared with one

	take({ type, series, rival }) {
		if (type === "snapshot") [this.rows, this.rival] = [[], rival && new Map()];
		for (const row of series) {
			while (this.rows.at(-1)?.[0] >= row[0]) this.rows.pop(); // time was wound back
			this.rows.push(row);
		}
		this.rows.splice(0, this.rows.length - ROWS_MAX);
		for (const row of rival?.series ?? []) this.rival.set(row[0], row);
	}

	/** Each line, and beside it the same of A: quiet, and with a name of its own. */
	compared(lines) {
		if (!this.rival) return lines;
		const twin = (pick) => (row) => (this.rival?.has(row[0]) ? pick(this.rival.get(row[0])) : null);
		return lines.flatMap((line) => [line, { ...line, label: `${line.label} of A`, pick: twin(line.pick), width: 1.3, dash: [8, 4], quiet: true }]);
	}
}

const column = (index) => (row) => row[index];
const queueOf = (station) => (row) => row[7][station]?.[0] ?? null;
const breakerOf = (service) => (row) => row[8][service];
const overall = (index) => (row) => Object.values(row[7]).reduce((sum, station) => sum + station[index], 0);

const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 4]];
const count = (value) => (typeof value === "number" ? String(Math.round(value)) : "·");

export const FIGURES = {
	flow: {
		height: 160,
		clock: true,
		say: count,
		lines: () => [
			{ label: "offered", pick: column(1), ink: "ink-3", dash: [4, 4] },
			{ label: "attempts", pick: column(2), ink: "request" },
			{ label: "goodput", pick: column(3), ink: "answer", width: 2.6 },
			{ label: "failed", pick: column(4), ink: "error", dash: [2, 3] },
		],
	},
	latency: {
		height: 96,
		log: true,
		say: duration,
		lines: () => [
			{ label: "p50", pick: column(5), ink: "ink-2" },
			{ label: "p99", pick: column(6), ink: "ink", width: 2.4 },
		],
	},
	queues: {
		height: 116,
		clock: true,
		say: count,
		lines: ({ calls }) => [
			...["checkout", ...calls].map((name, i) => ({ label: `${name} queue`, pick: queueOf(name), ink: "ink-2", dash: DASHES[i] })),
			{ label: "workers busy", pick: overall(1), ink: "request", dash: [1, 3] },
			{ label: "busy for callers who left", pick: overall(2), ink: "unknown", width: 2.4 },
		],
	},
	tokens: {
		height: 96,
		say: count,
		lines: ({ budget }) => (budget ? [{ label: "retry tokens", pick: column(9), ink: "request" }] : []),
	},
	breakers: {
		say: (state) => (state ?? "off").replace("_", " "),
		lines: ({ calls, breaker }) => (breaker ? calls.map((name) => ({ label: name, pick: breakerOf(name) })) : []),
	},
};

export function duration(milliseconds) {
	if (milliseconds == null) return "·";
	const [value, unit] = milliseconds >= 1000 ? [milliseconds / 1000, "s"] : [milliseconds, "ms"];
	return `${+value.toPrecision(3)} ${unit}`;
}
