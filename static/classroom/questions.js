/* Questions in the three views of a room. Everything here is an addition: votes are forms, and pages say the same without it.

   A card that comes over the socket was rendered once for the whole room. What this browser has voted stands in cards that
   were rendered for it alone; it is remembered here, and marked in the card for all. */

import { Own } from "./own.js";
import { markUnsent } from "./ballot.js";
import { startCountdowns } from "./countdown.js";
import { Herald } from "./herald.js";

const own = new Own();
const herald = new Herald(document.body);

function takeIn() {
  for (const card of document.querySelectorAll("[data-asked]")) own.takeIn(card);
  for (const now of document.querySelectorAll("[data-latest]")) noteLatest(now);
  markUnsent();
  startCountdowns(document.body);
  herald.say(document.querySelectorAll("[data-summary]"));
}

/** The forms of a host stay while the question above them changes: what the page shows, its forms have seen. */
function noteLatest(now) {
  for (const field of now.parentElement.querySelectorAll('input[name="after"]')) field.value = now.dataset.latest;
}

/* A part that comes in is morphed into the one before it, so that what somebody types stays: often only attributes change. */
takeIn();
for (const name of ["htmx:after:swap", "htmx:after:settle"]) document.addEventListener(name, takeIn);
