/* Entry of a scenario's page: the run, and what the full page has beside it. */

import { Playground } from "./playground.js";
import { armTake } from "./take.js";
import { armTools } from "./tools.js";

const root = document.querySelector("[data-playground]");
const { session, transport, sky, clock, recent } = new Playground(root);

armTools(root, session, transport);
armTake(root, session);
document.forms.room.onsubmit = ({ target: { recipe, t } }) => ([recipe.value, t.value] = [session.recipe, session.t]);

/** A message that is clicked tells its checkout. The list of checkouts is the way for keys. */
sky.canvas.parentElement.addEventListener("click", ({ clientX, clientY }) => {
	const box = sky.canvas.getBoundingClientRect();
	const order = sky.orderAt(clock.at(performance.now()), clientX - box.left, clientY - box.top);
	if (order > 0) recent.open(order);
});
