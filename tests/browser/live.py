"""A page on the real server and the real engine: time goes on by itself there, as fast as the machine lets it.

So nothing here is read at an instant that happens to be: a test waits until what it did is in force, stops the run, or
visits an instant by its number.
"""

from playwright.sync_api import Page, expect

from tests.browser.recorded import until

LIVE = '[data-part="link"][data-state="live"]'

NOTE_REST = """() => {
  const { dataset } = document.documentElement;
  delete dataset.rests;
  document.addEventListener('htmx:before:ws:message', ({ detail: { message: { json } } }) => {
    if (['frame', 'snapshot'].includes(json.type) && !json.playing) dataset.rests = Math.round(10 * json.t) / 10;
  }, { capture: true });
}"""
"""The instant of the last frame: a page that fell behind knows that it is paused before it has that frame."""


def open_live(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector(LIVE)
    return page


def open_at_20(page: Page, address: str) -> Page:
    """Opened, speeded up and set going."""
    open_live(page, address)
    page.get_by_role("button", name="20× real time", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).click()
    return page


def switch(page: Page, name: str):
    """The first is the card's own; the same word may name a parameter elsewhere."""
    return page.get_by_role("switch", name=name, exact=True).first


def switch_on(page: Page, name: str) -> None:
    """Pressed, and in force: the server has said so."""
    control = switch(page, name)
    control.check()
    expect(page.locator('.control[data-on="true"]').filter(has=control)).to_have_count(1)


def cell(page: Page, truth: str, told: str) -> int:
    shown = page.locator(f'tr[data-truth="{truth}"] td[data-told="{told}"]').inner_text()
    return 0 if shown == "·" else int(shown.replace(",", "").replace("▲", ""))


def verdict(page: Page) -> str:
    return page.locator(".verdict").inner_text()


def shop_seconds(page: Page) -> float:
    minutes, seconds = page.locator(".transport__time").inner_text().split(":")
    return 60 * int(minutes) + float(seconds)


def wait_for_seconds(page: Page, count: float) -> None:
    until_shop_time = shop_seconds(page) + count
    until(page, lambda: shop_seconds(page) >= until_shop_time)


def pause(page: Page) -> None:
    """Until the picture has glided to a stop, at the very last frame."""
    page.evaluate(NOTE_REST)
    page.get_by_role("button", name="Pause", exact=True).click()
    rests = page.locator("html[data-rests]")
    until(page, lambda: rests.count() and shop_seconds(page) == float(rests.get_attribute("data-rests")))
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def visit(page: Page, second: int) -> None:
    """Stand at an instant that has been played: there every reader of this run finds the same."""
    page.get_by_role("slider", name="Go to an instant of the run").fill(str(second))
    expect(page.locator(".transport__time")).to_have_text(f"{second // 60:02}:{second % 60:02}.0")
