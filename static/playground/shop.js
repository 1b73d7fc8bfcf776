/* The shop: its stations follow from the settings, its edges from the layout, what they show from the server's picture. */

import { all, data, field, part, say, short, show, text, zoom } from "./dom.js";
import { drawSlots, drawStation } from "./station.js";

const SHAPED_BY = ["checkout.calls", "gateway.hops", "inventory.fan_out", "bulkhead.enabled"];

export class Shop {
	constructor(root, routes, laidOut) {
		const named = (name) => new Map(all(root, `[data-${name}]`).map((element) => [element.dataset[name], element]));
		const [nodes, pools, breakers] = ["station", "pool", "switch"].map(named);
		Object.assign(this, { root, routes, laidOut, nodes, pools, breakers, bulkheads: part(root, "pools"), edges: part(root, "edges") });
		const observer = new ResizeObserver(() => this.measure());
		for (const element of [root, ...nodes.values()]) observer.observe(element);
	}

	arrange(knobs) {
		say(this.root, { rate: short(knobs["traffic.rate"]) });
		const shape = SHAPED_BY.map((name) => knobs[name]);
		if (String(shape) === this.shape) return;
		const [calls, hops, shards, pools] = shape;
		Object.assign(this, { shape: String(shape), calls, gateways: [1, 2, 3, 4].slice(0, hops).map((number) => `gateway ${number}`) });
		for (const [elements, parent] of [[this.nodes, part(this.root, "services")], [this.pools, this.bulkheads]]) {
			for (const child of parent.children) show(child, calls.some((name) => elements.get(name) === child));
			parent.append(...calls.map((name) => elements.get(name))); // as checkout calls them
		}
		show(this.bulkheads, pools);
		const gateways = part(this.root, "gateways");
		for (const node of gateways.children) show(node, this.gateways.includes(node.dataset.station));
		show(gateways, hops > 0);
		const inventory = this.nodes.get("inventory");
		inventory.classList.toggle("node--shards", shards > 1);
		text(inventory.querySelector(".node__name"), shards > 1 ? `Inventory × ${shards}` : "Inventory");
		this.measure();
	}

	measure() {
		if (!this.calls) return;
		const [frame, larger] = [this.root.getBoundingClientRect(), zoom()];
		const down = getComputedStyle(this.root).getPropertyValue("--flow").trim() === "down";
		const box = (element) => within(frame, element.getBoundingClientRect(), larger);
		const pool = (name) => !this.bulkheads.hidden && box(this.pools.get(name));
		const chain = ["customers", ...this.gateways, "checkout"];
		this.edges.replaceChildren(...this.routes.measure(chain, this.calls, (name) => box(this.nodes.get(name)), pool, down));
		const [width, height] = [frame.width / larger, frame.height / larger];
		this.edges.setAttribute("viewBox", `0 0 ${width} ${height}`);
		this.laidOut(width, height, larger);
	}

	draw({ stations, edges, customers_waiting: waiting, customers_paying_again: again }) {
		if (!this.calls) return;
		say(this.root, { waiting: `${short(waiting)} waiting`, again: again ? `${short(again)} paying again` : "" });
		for (const name of ["checkout", ...this.gateways, ...this.calls]) {
			if (stations[name]) drawStation(this.nodes.get(name), stations[name], edges[name]?.breaker ?? "off");
		}
		for (const [name, breaker] of this.breakers) this.#drawEdge(name, breaker, edges[name]);
	}

	#drawEdge(name, breaker, edge) {
		const state = edge?.breaker ?? "off";
		data(breaker, "state", state);
		breaker.ariaLabel = `Breaker to ${name}: ${state.replace("_", " ")}`;
		if (!edge) return;
		this.edges.querySelector(`[data-edge="${name}"]`)?.setAttribute("data-breaker", state);
		if (edge.pool_size === null) return;
		const pool = this.pools.get(name);
		drawSlots(field(pool, "slots"), edge.pool_size, edge.pool_busy);
		say(pool, { waiting: edge.pool_waiting ? `+${short(edge.pool_waiting)}` : "" });
	}
}

function within(frame, box, larger) {
	const px = [box.left - frame.left, box.top - frame.top, box.width, box.height];
	const [left, top, width, height] = px.map((length) => length / larger);
	return { left, right: left + width, top, bottom: top + height, height, centre: left + width / 2, middle: top + height / 2 };
}
