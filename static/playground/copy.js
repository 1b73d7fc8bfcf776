/* A button that copies: it says whether it could, and then again what it said before. */

const SAID_MS = 1600;

export async function copy(button, words) {
	const before = button.textContent;
	const done = await navigator.clipboard?.writeText(words).then(() => true, () => false);
	button.textContent = done ? "Copied" : "Select and copy by hand";
	setTimeout(() => (button.textContent = before), SAID_MS);
}
