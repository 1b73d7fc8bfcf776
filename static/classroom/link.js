/* The private link, shown in the host's page on demand, and gone again: when it is hidden, and with the popover that holds it,
   for the next thing on this screen may be mirrored to the wall. */

import { copy } from "../playground/copy.js";

export function keepLink(popover) {
	const place = popover.querySelector("[data-link]");
	const hide = () => place.replaceChildren();
	popover.addEventListener("toggle", ({ newState }) => newState === "closed" && hide());
	place.addEventListener("click", ({ target }) => {
		if (target.matches("[data-link-copy]")) copy(target, place.querySelector("a").href);
		if (!target.matches("[data-link-hide]")) return;
		hide();
		document.getElementById("link-show").focus();
	});
}
