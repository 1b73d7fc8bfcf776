/* The measures second by second, as columns: a model for the charts and their tables. */

const ROWS_MAX = 7200;
const SERVICES = ["checkout", "inventory", "payment", "orders", "recommendations"];
const BREAKERS = { off: null, closed: 0, half_open: 0.5, open: 1 };

export class Series {
  #rows = [];

  replace(rows) {
    this.#rows = [];
    this.add(rows);
  }

  add(rows) {
    for (const row of rows) {
      while (this.#rows.length && this.#rows.at(-1)[0] >= row[0]) this.#rows.pop(); // time was wound back
      this.#rows.push(row);
    }
    this.#rows.splice(0, this.#rows.length - ROWS_MAX);
  }

  get length() {
    return this.#rows.length;
  }

  column(pick) {
    return this.#rows.map(pick);
  }

  last(count) {
    return this.#rows.slice(-count).reverse();
  }
}

export const seconds = (row) => row[0];
export const offered = (row) => row[1];
export const attempts = (row) => row[2];
export const goodput = (row) => row[3];
export const failed = (row) => row[4];
export const p50 = (row) => row[5];
export const p99 = (row) => row[6];
export const tokens = (row) => row[9];
export const queueOf = (service) => (row) => row[7]?.[service]?.[0] ?? null;
export const breakerOf = (service) => (row) => BREAKERS[row[8]?.[service] ?? "off"];
export const breakerState = (service) => (row) => row[8]?.[service] ?? "off";
export const abandoned = (row) => SERVICES.reduce((sum, name) => sum + (row[7]?.[name]?.[2] ?? 0), 0);
export const busy = (row) => SERVICES.reduce((sum, name) => sum + (row[7]?.[name]?.[1] ?? 0), 0);
export const stations = SERVICES;
