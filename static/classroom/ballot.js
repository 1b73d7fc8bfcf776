/* A vote that could not be sent: said at once, and sent again until it is. The last tap is the one that counts, here as on
   the server, where the same vote sent twice changes nothing. */

const AGAIN_MS = 1500;
const SPREAD_MS = 1500; // a class whose network comes back does not send in one instant

let unsent = null; // the id of the answer's button
let tapped = null; // the last one: what went wrong with those before does not matter any more
let timer = 0;

const button = () => unsent && document.getElementById(unsent);

/** In a card that has just come in, too. A question that is closed has no buttons: its card says what was counted. */
export function markUnsent() {
  for (const line of document.querySelectorAll("[data-unsent]")) {
    const answer = line.closest("form").contains(button()) ? button().querySelector(".vote__text").textContent : "";
    line.querySelector("[data-unsent-option]").textContent = answer;
    line.hidden = !answer;
  }
}

function note(id) {
  clearTimeout(timer);
  unsent = id;
  if (id) timer = setTimeout(sendAgain, AGAIN_MS + SPREAD_MS * Math.random());
  markUnsent();
}

function sendAgain() {
  const answer = button();
  if (answer) answer.form.requestSubmit(answer);
  else note(null);
}

function voteOf({ detail }) {
  const { submitter } = detail.ctx.request;
  return submitter?.matches?.(".vote__option") ? submitter.id : null;
}

function noteTap({ submitter }) {
  if (!submitter?.matches(".vote__option")) return;
  tapped = submitter.id;
  if (tapped !== unsent) note(null);
}

document.addEventListener("submit", noteTap, { capture: true });
document.addEventListener("htmx:error", (event) => voteOf(event) && voteOf(event) === tapped && note(tapped));
document.addEventListener("htmx:after:request", (event) => voteOf(event) && note(null));
addEventListener("online", sendAgain);
