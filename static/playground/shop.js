/* The picture of the shop: lays the stations out in the order of the settings, draws the edges between them, and shows
   the latest picture. Messages in the air are the sky's business. */

import { data, field, make, part, show, style, text } from "./dom.js";
import { place } from "./routes.js";
import { drawSlots } from "./slots.js";
import { Station } from "./station.js";

const SVG = "http://www.w3.org/2000/svg";
const BREAKER_AT = 0.72;
const SHARDS_MIN = 2;

export class Shop {
  #stations = new Map();
  #pools = new Map();
  #breakers = new Map();
  #arranged = "";

  constructor(root, routes, laidOut) {
    [this.root, this.routes, this.laidOut] = [root, routes, laidOut];
    for (const name of ["edges", "gateways", "services", "pools"]) this[name] = part(root, name);
    for (const element of root.querySelectorAll("[data-station]")) {
      if (element.dataset.station !== "customers") this.#stations.set(element.dataset.station, new Station(element));
    }
    this.customers = root.querySelector('[data-station="customers"]');
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(root);
    for (const node of root.querySelectorAll(".node")) this.observer.observe(node);
  }

  close() {
    this.observer.disconnect();
  }

  /** Which stations there are, in which order, follows from the settings. */
  arrange(knobs) {
    const calls = knobs["checkout.calls"];
    const shape = JSON.stringify([calls, knobs["gateway.hops"], knobs["bulkhead.enabled"], knobs["inventory.fan_out"]]);
    text(field(this.customers, "rate"), String(knobs["traffic.rate"]));
    if (shape === this.#arranged) return;
    this.#arranged = shape;
    this.calls = calls;
    this.#arrangeServices(knobs["inventory.fan_out"]);
    this.#arrangeGateways(knobs["gateway.hops"]);
    this.#arrangePools(knobs["bulkhead.enabled"]);
    this.measure();
  }

  #arrangeServices(fanOut) {
    for (const element of this.services.children) show(element, this.calls.includes(element.dataset.station));
    this.services.append(...this.calls.map((name) => this.#stations.get(name).element));
    const inventory = this.#stations.get("inventory");
    if (!inventory) return;
    inventory.element.classList.toggle("node--shards", fanOut >= SHARDS_MIN);
    text(inventory.element.querySelector(".node__name"), fanOut >= SHARDS_MIN ? `Inventory × ${fanOut}` : "Inventory");
  }

  #arrangeGateways(hops) {
    this.hops = Array.from({ length: hops }, (_, i) => `gateway ${i + 1}`);
    show(this.gateways, hops > 0);
    const nodes = this.hops.map((name, i) => {
      const node = make("div", "node node--gateway", make("h2", "node__name", hops > 1 ? `Gateway ${i + 1}` : "Gateway"));
      node.dataset.station = name;
      return node;
    });
    this.gateways.replaceChildren(...nodes);
  }

  #arrangePools(enabled) {
    show(this.pools, enabled);
    this.#pools.clear();
    const rows = this.calls.map((name) => {
      const [slots, waiting] = [make("span", "slots"), make("span", "pools__waiting")];
      this.#pools.set(name, { row: make("li", "", make("span", "pools__name", name), slots, waiting), slots, waiting });
      return this.#pools.get(name).row;
    });
    this.pools.replaceChildren(...rows);
  }

  // --- geometry ---------------------------------------------------------------------------------------------------

  measure() {
    if (!this.calls) return;
    const down = getComputedStyle(this.root).getPropertyValue("--flow").trim() === "down";
    const frame = this.root.getBoundingClientRect();
    const boxOf = (name) => boxWithin(frame, this.#elementOf(name));
    this.routes.measure(["customers", ...this.hops, "checkout"], this.calls, boxOf, down);
    this.edges.replaceChildren(...this.routes.all().map(edge));
    this.#placeBreakers();
    this.laidOut(frame.width, frame.height);
  }

  #elementOf(name) {
    const pool = name.startsWith("pool:") && !this.pools.hidden && this.#pools.get(name.slice(5));
    if (pool) return pool.row;
    return name.startsWith("pool:") ? null : this.root.querySelector(`[data-station="${name}"]`);
  }

  #placeBreakers() {
    for (const breaker of this.#breakers.values()) breaker.remove();
    this.#breakers.clear();
    for (const name of this.calls) {
      const { x, y } = place(this.routes.find("checkout", name).route, BREAKER_AT, false, {});
      const breaker = make("span", "breaker", make("i", ""));
      breaker.setAttribute("role", "img");
      style(breaker, "--x", `${x}px`);
      style(breaker, "--y", `${y + 4.5}px`);
      this.#breakers.set(name, breaker);
      this.root.append(breaker);
    }
    if (this.picture) this.draw(this.picture);
  }

  // --- drawing ----------------------------------------------------------------------------------------------------

  draw(picture) {
    this.picture = picture;
    if (!this.calls) return;
    const { stations, edges, customers_waiting: waiting, customers_paying_again: again } = picture;
    text(field(this.customers, "waiting"), waiting ? `${waiting} waiting` : "nobody waits");
    text(field(this.customers, "again"), again ? `${again} paying again` : "");
    for (const name of ["checkout", ...this.calls]) {
      if (stations[name]) this.#stations.get(name).draw(stations[name], edges[name]);
    }
    for (const name of this.calls) if (edges[name]) this.#drawEdge(name, edges[name]);
  }

  #drawEdge(name, { breaker, pool_busy: busy, pool_size: size, pool_waiting: waiting }) {
    const element = this.#breakers.get(name);
    data(element, "state", breaker);
    const label = `Breaker to ${name}: ${breaker.replace("_", " ")}`;
    if (element.ariaLabel !== label) element.ariaLabel = label;
    const line = this.edges.querySelector(`[data-edge="${name}"]`);
    if (line) data(line, "breaker", breaker);
    const pool = this.#pools.get(name);
    if (this.pools.hidden || !pool || size == null) return;
    drawSlots(pool.slots, { workers: size, busy, abandoned: 0 });
    text(pool.waiting, waiting ? `+${waiting}` : "");
  }
}

function edge({ target, d }) {
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", d);
  line.dataset.edge = target;
  return line;
}

function boxWithin(frame, element) {
  if (!element) return null;
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
  const [l, t] = [left - frame.left, top - frame.top];
  const box = { left: l, right: right - frame.left, top: t, bottom: bottom - frame.top, width, height };
  return { ...box, centre: l + width / 2, middle: t + height / 2 };
}
