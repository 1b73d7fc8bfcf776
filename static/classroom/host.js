/* Entry of the host's page: the full playground on the room's run, and the fork that takes the room along. */

import { Clock } from "../playground/clock.js";
import { clockTime, field, part, say } from "../playground/dom.js";
import { Playground } from "../playground/playground.js";
import { sayWhatIsDecided } from "./deciding.js";
import { keepLink } from "./link.js";
import { keepPanel } from "./panel.js";
import { Room } from "./room.js";
import { FRAME_MS, RoomSession } from "./session.js";

const root = document.querySelector("[data-playground]");
new Room(root);
const playground = new Playground(root, new RoomSession(root.dataset), new Clock(FRAME_MS));
const { session } = playground;
const more = document.getElementById("more");
keepPanel(root, playground);
keepLink(more);
sayWhatIsDecided(session);
for (const name of ["opened", "changed"]) session.addEventListener(name, () => document.body.dispatchEvent(new CustomEvent("room:controls")));

/* What the room is shown next begins at its head, wherever the one before was left. */
document.addEventListener("htmx:after:swap", ({ detail }) => {
	const asked = detail.ctx.sourceElement;
	if (asked?.matches("[data-step]")) document.getElementById("plan-title").focus({ preventScroll: true });
	else if (asked?.matches("[data-show]") && !more.querySelector("[aria-invalid]")) more.hidePopover();
	else return;
	scrollTo(0, 0);
});

/* A refusal speaks of the run as it was: once the run has gone on, and there was time to read, it is taken away. */
const READING_MS = 8000;
const told = new WeakMap();
session.addEventListener("frame", ({ detail: { t } }) => {
	const refusal = root.querySelector("[data-desk-now] .asked__refused");
	if (!refusal) return;
	if (!told.has(refusal)) told.set(refusal, { t, at: performance.now() });
	const { t: before, at } = told.get(refusal);
	if (t > before && performance.now() > at + READING_MS) refusal.remove();
});

const bar = part(root, "transport");
part(root, "fork").addEventListener("click", async () => {
	const from = clockTime(session.t);
	const done = await session.try(field(bar, "transport-error"), "fork", { t: session.t });
	if (done) say(bar, { said: `A new future from ${from}, for everybody: what was done after it is left behind.` });
});
