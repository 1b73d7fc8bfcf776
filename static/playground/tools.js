/* Fork, share and compare. The server does all three; here are the buttons, the link, and A beside B. */

import { all, clockTime, field, grouped, part, say, show } from "./dom.js";
import { copy } from "./copy.js";

export function armTools(root, session, transport) {
	const [buttons, share, panel] = ["transport", "share", "rival"].map((name) => part(root, name));
	const [link, seeds] = [field(share, "link"), field(panel, "seeds")];
	let recipe = null; // of A: the run as it is when the comparison begins; what is changed from there on makes B

	buttons.addEventListener("click", ({ target }) => {
		const { tool } = target.closest("button")?.dataset ?? {};
		if (tool === "fork") transport.command("fork", { t: session.t });
		if (tool !== "compare") return;
		if (panel.hidden) recipe = session.recipe;
		transport.command("compare", { on: panel.hidden });
	});
	field(share, "copy").addEventListener("click", ({ target }) => copy(target, link.value));

	/** Standing still, at an instant that the fingerprint belongs to. */
	share.addEventListener("toggle", async ({ newState }) => {
		if (newState !== "open") return;
		if (session.playing) await transport.command("pause");
		await transport.command("seek", { t: session.t });
		const query = new URLSearchParams({ recipe: session.recipe, t: session.t }); // to the last digit
		const address = `${location.origin}/playground/${session.scenario}/`;
		link.value = `${address}?${query}`;
		field(share, "embed").value = `<iframe src="${address}embed/?${query}" width="720" height="720" title="Faultline"></iframe>`;
		link.select();
	});

	const take = ({ detail: { rival, counters, headline, fingerprint, t } }) => {
		if (fingerprint) say(share, { fingerprint: `${fingerprint.slice(0, 16)} at ${clockTime(t)}` });
		show(panel, rival);
		field(buttons, "compare").ariaPressed = Boolean(rival);
		if (!rival) return;
		for (const row of all(panel, "[data-counter]")) drawDifference(row, rival.counters[row.dataset.counter], counters[row.dataset.counter]);
		const [a, b] = [rival.headline, headline].map(({ number, words }) => `${number} ${words}`);
		say(panel, { a, b });
		show(seeds, recipe && recipe !== session.recipe);
		if (!seeds.hidden) seeds.search = new URLSearchParams({ a: recipe, b: session.recipe });
	};
	for (const name of ["frame", "snapshot"]) session.addEventListener(name, take);
}

function drawDifference(row, a, b) {
	const sign = b > a ? "+" : b < a ? "−" : "±";
	say(row, { before: grouped(a), now: grouped(b), by: sign + grouped(Math.abs(b - a)) });
	show(row, a || b);
}
