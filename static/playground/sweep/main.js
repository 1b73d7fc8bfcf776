/* The sweep's page. It works without this; here the command gets a button that copies it, and the address follows what
   is being looked at. */

import { copy } from "../copy.js";

document.addEventListener("htmx:after:swap", comeAlive);
comeAlive();

function comeAlive() {
	for (const holder of document.querySelectorAll(".command:not(:has(.command__copy))")) holder.append(copyButton(holder));
	const address = document.getElementById("result")?.dataset.address;
	if (address && location.search) history.replaceState(history.state, "", address + location.hash);
}

function copyButton(holder) {
	const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small command__copy", textContent: "Copy" });
	button.addEventListener("click", () => copy(button, holder.querySelector("code").textContent));
	return button;
}
