/* Entry of the pages that show code: buttons that copy the source beside them. The text alone, neither line numbers nor
   the values beside the lines. */

import { copy } from "../copy.js";

for (const button of document.querySelectorAll("[data-copy][hidden]")) {
	button.hidden = false;
	button.addEventListener("click", () => copy(button, textOf(button.closest("[data-source]"))));
}

function textOf(figure) {
	const lines = [...figure.querySelectorAll(".line__text")];
	return lines.length ? `${lines.map((line) => line.textContent).join("\n")}\n` : figure.querySelector("pre").textContent;
}
