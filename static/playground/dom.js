/* The few things done to elements everywhere; writing only what changed keeps layout quiet. */

export const field = (root, name) => root.querySelector(`[data-field="${name}"]`);
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
export const all = (root, selector) => [...root.querySelectorAll(selector)];
export const style = (element, name, value) => element.style.setProperty(name, value);

export function text(element, words) {
	if (element && element.textContent !== words) element.textContent = words;
}

/** say(root, { busy: "3 of 10" }) */
export function say(root, fields) {
	for (const [name, words] of Object.entries(fields)) text(field(root, name), words);
}

export function show(element, shown) {
	if (element) element.hidden = !shown;
}

export function data(element, name, value) {
	if (element.dataset[name] !== value) element.dataset[name] = value;
}

/** How large letters are; what is drawn in pixels grows with them. */
export const zoom = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

export const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

const escaped = (words) => String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);

/** What is put into html`<b>${words}</b>` is text, never markup; but a list is of markup made here before. */
export const html = (parts, ...values) =>
	String.raw({ raw: parts }, ...values.map((value) => (Array.isArray(value) ? value.join("") : escaped(value))));

export const grouped = (count) => count.toLocaleString("en-GB");

/** 15505 → "15.5k" */
export const short = (count) => (count < 1e4 ? grouped(count) : `${Math.floor(count / 100) / 10}k`);

/** 83.6 → "01:23.6" */
export function clockTime(seconds) {
	const rounded = Math.round(seconds * 10) / 10;
	return `${String(Math.floor(rounded / 60)).padStart(2, "0")}:${(rounded % 60).toFixed(1).padStart(4, "0")}`;
}
