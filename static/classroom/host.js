/* Entry of the host's page: the full playground on the room's run, and the fork that takes the room along. */

import { Clock } from "../playground/clock.js";
import { part } from "../playground/dom.js";
import { Playground } from "../playground/playground.js";
import { Room } from "./room.js";
import { FRAME_MS, RoomSession } from "./session.js";

const root = document.querySelector("[data-playground]");
new Room(root, () => location.reload()); // another scenario puts other controls forward
const { session, transport } = new Playground(root, new RoomSession(root.dataset), new Clock(FRAME_MS));

part(root, "fork").addEventListener("click", () => transport.command("fork", { t: session.t }));
