/* The measures second by second, in rows as a frame's `series` has them:
   [second, offered, attempts, goodput, failed, p50, p99, {station: [queue, busy, abandoned]}, {service: breaker}, tokens]. */

const ROWS_MAX = 7200;

export class Series {
	rows = [];

	replace(rows) {
		this.rows = [];
		this.add(rows);
	}

	add(rows) {
		for (const row of rows) {
			while (this.rows.at(-1)?.[0] >= row[0]) this.rows.pop(); // time was wound back
			this.rows.push(row);
		}
		this.rows.splice(0, this.rows.length - ROWS_MAX);
	}
}

export const column = (index) => (row) => row[index];
export const queueOf = (station) => (row) => row[7][station]?.[0] ?? null;
export const breakerOf = (service) => (row) => row[8][service];
export const overall = (index) => (row) => Object.values(row[7]).reduce((sum, station) => sum + station[index], 0);
