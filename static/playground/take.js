/* Links and forms for what one takes away are plain. Here they learn, when they are used, which run it is and at which
   instant. */

import { part, say } from "./dom.js";

export function armTake(root, session) {
	const run = () => ({ recipe: session.recipe, t: session.t });
	const carry = ({ target }) => {
		const link = target.closest("a[data-carry]");
		if (link && session.run) link.search = new URLSearchParams(run());
	};
	for (const name of ["click", "auxclick", "contextmenu"]) root.addEventListener(name, carry, true);

	root.addEventListener("submit", ({ target: form, submitter }) => {
		if (!form.elements.recipe || !session.run) return;
		for (const [name, value] of Object.entries(run())) Object.assign(form.elements[name], { value, disabled: false });
		if (submitter.dataset.export) save(form, submitter.dataset.export);
	});
	part(root, "take").dataset.armed = "";
}

/** A file leaves the page as it is; a refusal is a page of its own, from which one comes back to this run. */
function save(form, action) {
	Object.assign(form, { method: "post", action });
	say(form, { said: "The run is made again, up to this instant; then comes the file." });
}
