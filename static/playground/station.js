/* One box of the picture, checkout or a service, as the server's picture says it stands. */

import { data, field, say, short, style } from "./dom.js";

const SLOTS_MAX = 40; // more, and the slots become a bar
const DOTS_MAX = 10;
const STATES = { down: "down", paused: "standing still" };
const GUARDS = { open: "breaker open: not called", half_open: "breaker half open: probing" };

export function drawStation(element, { workers, busy, abandoned, queue, queue_limit: limit, state }, breaker) {
	data(element, "state", state);
	data(element, "breaker", breaker);
	say(element, {
		busy: STATES[state] ?? (workers === null ? `${short(busy)} busy, no limit` : `${short(busy)} of ${short(workers)}`),
		"queue-words": limit !== null ? `${short(queue)} of ${short(limit)}` : queue ? short(queue) : "empty",
		abandoned: abandoned ? `${short(abandoned)} busy for callers who left` : "",
		line: GUARDS[breaker] ?? "",
	});
	drawSlots(field(element, "slots"), workers, busy, abandoned);
	const dots = field(element, "queue");
	style(dots, "--waiting", Math.min(queue, DOTS_MAX));
	style(dots, "--free", limit === null ? 0 : Math.max(Math.min(limit, DOTS_MAX) - queue, 0));
}

export function drawSlots(element, workers, busy, abandoned = 0) {
	const places = workers ?? Math.max(busy, 1);
	const bar = places > SLOTS_MAX;
	element.classList.toggle("slots--bar", bar);
	style(element, "--held", `${(100 * abandoned) / places}%`);
	style(element, "--taken", `${(100 * busy) / places}%`);
	const state = (i) => (i < abandoned ? "abandoned" : i < busy ? "busy" : "");
	const slots = Array.from({ length: bar ? 0 : places }, (_, i) => `<i class="${state(i)}"></i>`).join("");
	if (slots !== element.drawn) element.innerHTML = element.drawn = slots;
}
