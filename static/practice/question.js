/* A question's form made comfortable: steps can be moved instead of numbered, and digits choose an option. Without this
   file it all works the same, through the fields that are there anyway. */

import { Order } from "./order.js";

const form = document.querySelector("[data-question]");

if (form?.dataset.question === "ordering") new Order(form);
if (form) document.addEventListener("keydown", (event) => choose(form, event));

/** 1 chooses the first option, 2 the second, unless somebody is writing. */
function choose(form, { key, target, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey || target.matches("input:not([type=radio], [type=checkbox]), select, textarea")) return;
  const option = form.querySelectorAll(".choice > input")[Number(key) - 1];
  option?.focus();
  option?.click();
}
