/* Entry of a learner's page, and of the one on the wall. Whoever has been handed the controls gets the full playground. */

import { Clock } from "../playground/clock.js";
import { Room } from "./room.js";
import { FRAME_MS, RoomSession } from "./session.js";

const root = document.querySelector("[data-playground]");
const steers = root.querySelector('[data-part="transport"]');
new Room(root);

/* A page that the room is led to stands within this one, which has a head and a foot of its own. */
const frame = (place) => place.contentDocument?.documentElement.setAttribute("data-framed", "");
const framed = ".place__frame";
document.querySelectorAll(framed).forEach(frame);
document.addEventListener("load", ({ target }) => target.matches?.(framed) && frame(target), { capture: true });

const OVER = 4410; // a wall that nobody sits at shows no door to a class that is over

async function show() {
	const modules = steers ? [import("../playground/playground.js"), import("./panel.js")] : [import("./watch.js")];
	const [{ Playground, Watch }, panel] = await Promise.all(modules);
	const session = new RoomSession(root.dataset); // only now: what it says first must be heard
	if (root.matches(".room--projector")) session.addEventListener("state", ({ detail }) => detail.code === OVER && location.reload());
	if (steers) panel.keepPanel(root, new Playground(root, session, new Clock(FRAME_MS)));
	else new Watch(root, session);
}

show();
