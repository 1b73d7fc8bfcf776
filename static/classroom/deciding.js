/* A run that decides takes a moment, and on a busy machine several seconds: what happens is said meanwhile, once for those
   who listen, and how long it may yet take beside it. */

import { clockTime, text } from "../playground/dom.js";

const ASK_MS = 1000;
const waiting = new WeakMap(); // form → what asks again and again how far it is

const doing = (name) => document.querySelector(`[data-doing${name}]`);

function clear() {
	for (const name of ["", "-yet"]) text(doing(name), "");
}

async function ask(address) {
	const answer = await fetch(address).catch(() => null); // whoever decides is told what went wrong; this only says how far it is
	if (answer?.ok) text(doing("-yet"), await answer.text());
}

export function sayWhatIsDecided(session) {
	document.addEventListener("htmx:before:request", ({ detail }) => {
		const form = detail.ctx.sourceElement; // the event's target is the document where the form has gone meanwhile
		const { asks, says } = form.dataset;
		if (!asks) return;
		text(doing(""), says.replace("{t}", clockTime(session.t)));
		waiting.set(form, setInterval(ask, ASK_MS, asks));
	});
	document.addEventListener("htmx:finally:request", ({ detail }) => {
		const form = detail.ctx.sourceElement;
		if (!waiting.has(form)) return;
		clearInterval(waiting.get(form));
		clear();
	});
}
