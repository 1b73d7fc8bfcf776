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
document.addEventListener("htmx:after:swap", () => {
  frames(document.body);
  copyButtons(document.body);
});
