/* Entry of an embedded playground. It runs only while it is seen, and tells the page around it its height and its run. */

import { Playground } from "./playground.js";

const root = document.querySelector("[data-playground]");
const { session, loop } = new Playground(root);

/** A new run begins when it is first seen. Off screen it is paused; back in sight it goes on if it was running. */
function runOnlyInView() {
	let [seen, wanted, telling] = [false, false, false];
	const obey = () => {
		if (seen) loop.start();
		else loop.close();
		if (session.run && wanted && !telling && seen !== session.playing) tell(seen ? "play" : "pause");
	};
	const tell = (type) => {
		telling = true; // until the answer is here, session.playing is what was before
		const told = () => void (telling = false);
		session.command(type).finally(told).then(obey, () => {}); // it may have gone out of sight, or come back, meanwhile
	};
	new IntersectionObserver((entries) => {
		const { isIntersecting } = entries.at(-1);
		if (seen && !isIntersecting && !telling) wanted = session.playing;
		seen = isIntersecting;
		obey();
	}).observe(root);
	session.addEventListener("opened", () => {
		wanted ||= session.t === 0;
		obey();
	});
}

function tellTheParent() {
	const tell = (message) => parent.postMessage(message, location.origin);
	for (const name of ["opened", "changed"]) session.addEventListener(name, () => tell({ type: "recipe", recipe: session.recipe }));
	root.querySelector("[data-full]").addEventListener("click", ({ target }) => {
		if (session.run) target.search = new URLSearchParams({ recipe: session.recipe, t: session.t }); // as it is at this moment
	});
	new ResizeObserver(() => tell({ type: "height", height: root.scrollHeight })).observe(root);
}

runOnlyInView();
tellTheParent();
