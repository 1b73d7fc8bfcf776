/* Entry of the lesson's pages. Everything here is an addition: without it the pages read, ask and mark just the same. */

import { frames } from "./frames.js";
import { copyButtons } from "./copy.js";
import { sectionKeys } from "./keys.js";
import { terms } from "./terms.js";

frames(document.body);
copyButtons(document.body);
sectionKeys(document);
terms(document);

/* What htmx has set into the page is brought to life as well. The form that asked for it is gone by then, so the event
   is the document's. */
document.addEventListener("htmx:after:swap", ({ detail }) => {
  frames(document.body);
  copyButtons(document.body);
  takeThere(detail.ctx.sourceElement.closest("section[id]")?.id);
});

/* The button that was pressed is gone. Keyboard and screen reader go on at what has come in its place; an experiment is
   shown from its top, where the run is. */
function takeThere(id) {
  const place = document.getElementById(id);
  place?.focus({ preventScroll: true });
  if (place?.dataset.experiment !== undefined) place.scrollIntoView({ block: "start", behavior: "instant" });
}
