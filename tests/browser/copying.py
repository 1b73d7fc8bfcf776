"""Copying, as a person sees it: the button says “Copied” for a second and a half, and a busy machine may miss that."""

from playwright.sync_api import Locator

from tests.browser.recorded import until

NOTE_WORDS = """button => {
  const said = [];
  new MutationObserver(() => said.push(button.textContent)).observe(button, { childList: true });
  return said;
}"""


def copied(button: Locator) -> str:
    """Press it, wait until it has said so; what is in the clipboard."""
    said = button.evaluate_handle(NOTE_WORDS)
    button.click()
    until(button.page, lambda: "Copied" in said.json_value())
    return button.page.evaluate("navigator.clipboard.readText()")
