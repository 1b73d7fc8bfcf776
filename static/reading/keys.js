/* Arrow keys turn the page, unless the reader is operating something that uses them. */

const OWN_KEYS = "input, textarea, select, button, summary, iframe, [tabindex], [contenteditable]";

export function sectionKeys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || busy(event.target)) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && page.querySelector(`link[rel="${rel}"]`);
    if (link) location.href = link.href;
  });
}

function busy(element) {
  return element !== document.body && element.id !== "main" && element.closest(OWN_KEYS) !== null;
}
