/* Entry of a scenario's page: the run, and what the full page has beside it. */

import { Playground } from "./playground.js";
import { Take } from "./take/take.js";
import { Schedule } from "./tools/schedule.js";
import { Tools } from "./tools/tools.js";

const root = document.querySelector("[data-playground]");
const { session, transport, sky, clock, recent } = new Playground(root);

new Tools(root, session, transport);
new Schedule(root, session);
new Take(root, session);

/** A message in the picture can be clicked: the checkout that it belongs to is told. Its list is the way for keys. */
sky.canvas.parentElement.addEventListener("click", ({ clientX, clientY }) => {
	const box = sky.canvas.getBoundingClientRect();
	const order = sky.orderAt(clock.at(performance.now()), clientX - box.left, clientY - box.top);
	if (order > 0) recent.open(order);
});
