/* The measures second by second: a model for the charts and their tables. A row is what a frame's `series` holds:
   [second, offered, attempts, goodput, failed, p50, p99, {station: [queue, busy, abandoned]}, {service: breaker}, tokens]. */

const ROWS_MAX = 7200;
const BREAKERS = { closed: 0, half_open: 0.5, open: 1 };

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
export const breakerOf = (service) => (row) => BREAKERS[row[8][service]] ?? null;
export const overall = (index) => (row) => Object.values(row[7]).reduce((sum, station) => sum + station[index], 0);
