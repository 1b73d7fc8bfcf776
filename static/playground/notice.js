/* Tells people how the connection is, what was kept and what they can do. */

import { field, show, text } from "./dom.js";

const STATES = { connecting: "connecting", live: "live", lost: "reconnecting", ended: "stopped" };
const LOST = "The connection was lost. The run is kept; trying again…";
const ENDED = "The connection has ended. The settings are kept.";
const WORDS = {
  4400: "The server did not understand this page, too often. Reload it; the run is kept.",
  4404: "There is no playground at this address. Go back to the gallery.",
  4408: "Nothing happened here for a long time, so the run was put away. Try again to go on where it stood.",
  4429: "Commands came faster than the server takes them. The run is kept: try again in a moment.",
  4503: "Every place is taken; one more would slow all of them down. Nothing of yours is lost. Wait a little and try again.",
};

export class Notice {
  constructor(root, state, again) {
    Object.assign(this, { root, state });
    field(root, "again").addEventListener("click", again);
  }

  draw({ state, code }) {
    this.state.dataset.state = state;
    text(this.state, STATES[state]);
    const ended = state === "ended";
    this.say(state === "lost" ? LOST : ended ? (WORDS[code] ?? ENDED) : "");
    show(field(this.root, "again"), ended && code !== 4404);
  }

  progress(share) {
    text(this.state, share < 1 ? `running again: ${Math.round(100 * share)}%` : STATES.live);
  }

  say(words) {
    text(field(this.root, "text"), words);
    show(this.root, Boolean(words));
  }
}
