/* Questions in the three views of a room. Everything here is an addition: votes are forms, and pages say the same without it.

   A card that comes over the socket was rendered once for the whole room. What this browser has voted stands in cards that
   were rendered for it alone; it is remembered here, and marked in the card for all. */

import { Own } from "./own.js";
import { startCountdowns } from "./countdown.js";
import { Herald } from "./herald.js";

const own = new Own();
const herald = new Herald(document.body);

function takeIn() {
  for (const card of document.querySelectorAll("[data-asked]")) own.takeIn(card);
  startCountdowns(document.body);
  herald.say(document.querySelectorAll("[data-summary]"));
}

/* A part may come through htmx or be set in by whoever holds the socket; what is in the page is all that counts. */
let due = false;
function soon() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    takeIn();
  });
}

takeIn();
new MutationObserver((changes) => {
  if (changes.some((change) => change.addedNodes.length > 0)) soon();
}).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
