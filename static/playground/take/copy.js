/* Buttons that copy the source beside them. The text alone: neither line numbers nor the values beside the lines. */

const SAID_MS = 1600;

export function armCopyButtons(root) {
	for (const button of root.querySelectorAll("[data-copy][hidden]")) {
		button.hidden = false;
		button.addEventListener("click", () => copy(button, textOf(button.closest("[data-source]"))));
	}
}

function textOf(figure) {
	const lines = [...figure.querySelectorAll(".line__text")];
	return lines.length ? `${lines.map((line) => line.textContent).join("\n")}\n` : figure.querySelector("pre").textContent;
}

/** The button says whether it could, and then what it said before. */
export async function copy(button, words) {
	const before = button.textContent;
	const done = await navigator.clipboard?.writeText(words).then(() => true, () => false);
	button.textContent = done ? "Copied" : "Select and copy by hand";
	setTimeout(() => (button.textContent = before), SAID_MS);
}

armCopyButtons(document);
