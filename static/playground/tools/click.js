/* A message in the picture can be clicked: the checkout that it belongs to is told. Its list is the way for keys. */

import { place } from "../routes.js";

const REACH_PX = 16;

export function openWhatIsClicked({ sky, air, routes, clock, recent }) {
	sky.canvas.parentElement.addEventListener("click", (event) => {
		const box = sky.canvas.getBoundingClientRect();
		const order = nearest(air, routes, clock.at(performance.now()), event.clientX - box.left, event.clientY - box.top);
		if (order > 0) recent.open(order);
	});
}

function nearest(air, routes, t, x, y) {
	let [order, reach] = [0, REACH_PX];
	air.eachFlight(t, (flight, share) => {
		const { route, back } = routes.find(flight.source, flight.target);
		if (!route) return;
		const at = place(route, share, back);
		const distance = Math.hypot(at.x - x, at.y - y);
		if (distance < reach) [order, reach] = [flight.order, distance];
	});
	return order;
}
