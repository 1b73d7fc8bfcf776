/* The measures second by second: rows of a frame's `series`, as in docs/protocol.md. Which of them a chart draws, and under
   which names, stands in its template, as its key. */

export class Series {
	rows = [];
	rival = null; // A's rows by their second, while this run is compared with one

	take({ type, series, rival }) {
		if (type === "snapshot") [this.rows, this.rival] = [[], rival && new Map()];
		for (const row of series) {
			while (this.rows.at(-1)?.[0] >= row[0]) this.rows.pop(); // time was wound back
			this.rows.push(row);
		}
		for (const row of rival?.series ?? []) this.rival.set(row[0], row);
	}

	/** Each line, and beside it the same of A: quiet, and with a name of its own. */
	compared(lines) {
		if (!this.rival) return lines;
		const twin = (pick) => (row) => (this.rival?.has(row[0]) ? pick(this.rival.get(row[0])) : null);
		return lines.flatMap((line) => [line, { ...line, label: `${line.label} of A`, pick: twin(line.pick), width: 1.3, dash: [8, 4], quiet: true }]);
	}
}

/** `path`: "7.payment.0" of a row. */
export const line = ({ textContent: label, dataset: { line: path, ink, dash, width = 1.8 } }) => ({ label, ink, dash: dash?.split(" ").map(Number), width: Number(width), pick: (row) => path.split(".").reduce((found, step) => found?.[step], row) ?? null });

export const SAY = {
	count: (value) => (value === null ? "·" : String(Math.round(value))),
	duration: (ms) => (ms === null ? "·" : ms >= 1000 ? `${+(ms / 1000).toPrecision(3)} s` : `${+ms.toPrecision(3)} ms`),
	state: (value) => (value ?? "off").replace("_", " "),
};
