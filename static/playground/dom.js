/* The few things done to elements everywhere; writing only what changed keeps layout quiet. */

export const field = (root, name) => root.querySelector(`[data-field="${name}"]`);
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
export const all = (root, selector) => [...root.querySelectorAll(selector)];
export const style = (element, name, value) => element.style.setProperty(name, value);

export function text(element, words) {
	if (element && element.textContent !== words) element.textContent = words;
}

/** say(root, { busy: "3 of 10" }): the words of its fields. */
export function say(root, fields) {
	for (const [name, words] of Object.entries(fields)) text(field(root, name), words);
}

export function show(element, shown) {
	if (element) element.hidden = !shown;
}

export function data(element, name, value) {
	if (element.dataset[name] !== value) element.dataset[name] = value;
}

/** How much larger than usual letters are; what is drawn in pixels grows with them. */
export const zoom = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** make("li", "note", child, "words", …) */
export function make(tag, className, ...children) {
	const element = document.createElement(tag);
	element.className = className;
	element.append(...children);
	return element;
}

const escaped = (words) => String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);

/** html`<b>${words}</b>`: what is put in is text, never markup; but a list holds markup made here before. */
export const html = (parts, ...values) =>
	String.raw({ raw: parts }, ...values.map((value) => (Array.isArray(value) ? value.join("") : escaped(value))));

/** 1436 → "1,436" */
export const grouped = (count) => count.toLocaleString("en-GB");

/** 83.6 → "01:23.6" */
export function clockTime(seconds) {
	const tenths = Math.round(seconds * 10);
	const pad = (number) => String(number).padStart(2, "0");
	return `${pad(Math.floor(tenths / 600))}:${pad(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}
