/* Buttons that copy the source beside them. The text alone: neither line numbers nor the values beside the lines. */

const SAID_MS = 1600;

export function armCopyButtons(root) {
	for (const button of root.querySelectorAll("[data-copy][hidden]")) {
		button.hidden = false;
		button.addEventListener("click", () => copy(button));
	}
}

async function copy(button) {
	button.textContent = await copied(textOf(button.closest("[data-source]")));
	setTimeout(() => (button.textContent = "Copy"), SAID_MS);
}

function textOf(figure) {
	const lines = [...figure.querySelectorAll(".line__text")];
	return lines.length ? `${lines.map((line) => line.textContent).join("\n")}\n` : figure.querySelector("pre").textContent;
}

async function copied(text) {
	try {
		await navigator.clipboard.writeText(text);
		return "Copied";
	} catch {
		return "Select and copy by hand";
	}
}
