/* Glossary cards show on hover and focus by style sheet alone, and on a press as a popover. This adds the Escape key. */

export function terms(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const card of page.querySelectorAll(".gloss:is(:hover, :focus-within) > .term__card")) dismiss(card);
  });
}

function dismiss(card) {
  card.dataset.dismissed = "";
  const gloss = card.parentElement;
  const again = () => delete card.dataset.dismissed;
  gloss.addEventListener("pointerleave", again, { once: true });
  gloss.addEventListener("focusout", again, { once: true });
}
