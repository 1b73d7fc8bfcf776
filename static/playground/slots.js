/* A row of worker slots: hatched for those who work for a caller who left, filled for busy, outlined for idle. Above
   SLOTS_MAX, or where there is no limit, a bar with the same three inks. */

import { style } from "./dom.js";

const SLOTS_MAX = 40;

export function drawSlots(element, { workers, busy, abandoned }) {
  const places = workers ?? Math.max(busy, 1);
  const asBar = places > SLOTS_MAX;
  element.classList.toggle("slots--bar", asBar);
  element.classList.toggle("slots--open", workers === null);
  if (asBar) drawBar(element, places, busy, abandoned);
  else drawPlaces(element, places, busy, abandoned);
}

function drawBar(element, places, busy, abandoned) {
  if (element.childElementCount) element.replaceChildren();
  style(element, "--abandoned", `${(100 * abandoned) / places}%`);
  style(element, "--taken", `${(100 * busy) / places}%`);
}

function drawPlaces(element, places, busy, abandoned) {
  while (element.childElementCount > places) element.lastChild.remove();
  while (element.childElementCount < places) element.append(document.createElement("i"));
  const slots = element.children;
  for (let i = 0; i < places; i++) {
    const name = i < abandoned ? "abandoned" : i < busy ? "busy" : "";
    if (slots[i].className !== name) slots[i].className = name;
  }
}
