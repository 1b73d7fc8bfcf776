/* A drill's page: the fields of its form are the controls of the live shop. A run of this tab that is taken up again
   brings its settings along; to a fresh one the form's are carried over, and so they are where the page insists on
   them (`data-insist`): after a refusal, or when it shows an earlier repair. A replay (`data-replay`) is as it was.
   What is evidence beside the picture (`data-fold`) stands open at a desk and is folded on a phone. */

import { Playground } from "../playground/playground.js";
import { recall } from "../playground/session.js";

const narrow = matchMedia("(max-width: 48rem)");
const fold = () => document.querySelectorAll("[data-fold]").forEach((part) => (part.open = !narrow.matches));
narrow.addEventListener("change", fold);
fold();

const root = document.querySelector("[data-playground]");
const { insist, replay } = root.dataset;
const written = insist !== undefined || (replay === undefined && !recall()) ? fields(root) : [];
const { session } = new Playground(root);

session.addEventListener("opened", () => written.splice(0).forEach(writeAgain));

/** What the fields hold before a run writes its own settings into them. */
function fields(form) {
  return [...form.querySelectorAll("[data-kind]")].map((input) => ({ input, value: input.value, checked: input.checked }));
}

function writeAgain({ input, value, checked }) {
  if (input.value === value && input.checked === checked) return;
  Object.assign(input, { value, checked });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
