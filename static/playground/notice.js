/* Tells people how the connection is, what was kept and what they can do. */

import { field, show, text } from "./dom.js";

const FULL = 4503;
const WORDS = {
  4400: "The server did not understand this page, too often. Reload it; the run is kept.",
  4404: "There is no playground at this address. Go back to the gallery.",
  4408: "Nothing happened here for a long time, so the run was put away. Its settings are kept: try again to go on where it stood.",
  4429: "Commands came faster than the server takes them. The run is kept: try again in a moment.",
  [FULL]: "Every place at the bench is taken; letting more people in would slow all of them down. Nothing of yours is lost. Wait a little and try again.",
};
const LOST = "The connection was lost. The run is kept; trying again…";

export class Notice {
  constructor(root, state, again) {
    [this.root, this.state] = [root, state];
    this.again = field(root, "again");
    this.again.addEventListener("click", again);
  }

  draw({ state, code, reason }) {
    const words = state === "lost" ? LOST : state === "ended" ? (WORDS[code] ?? reason ?? "The run has ended. Its settings are kept.") : "";
    this.state.dataset.state = state;
    text(this.state, { connecting: "connecting", live: "live", lost: "reconnecting", ended: "stopped" }[state]);
    text(field(this.root, "text"), words);
    show(this.root, Boolean(words));
    show(this.again, state === "ended" && code !== 4404);
  }

  say(words) {
    text(field(this.root, "text"), words);
    show(this.root, true);
  }
}
