/* The controls of the room's run, where somebody has them. Another scenario puts others forward: they are fetched, and
   take the place of those before, while the picture stays. */

import { Controls } from "../playground/controls.js";
import { part, say } from "../playground/dom.js";
import { Faults } from "../playground/faults.js";

export function keepPanel(root, playground) {
	let form = part(root, "controls");
	document.addEventListener("htmx:after:swap", () => {
		if (part(root, "controls") === form) return;
		form = part(root, "controls");
		renew(root, playground);
	});
}

function renew(root, playground) {
	const { session, last } = playground;
	playground.controls = new Controls(root, session);
	playground.controls.write(session.knobs);
	playground.faults = new Faults(part(root, "faults"), session);
	if (last) playground.faults.draw(last.faults, last.t);
	say(part(root, "transport"), { said: "", "transport-error": "" }); // they spoke of the run before
}
