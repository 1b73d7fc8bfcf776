"""The real server: A beside B under the same luck, a run in a link, a run from an instant, one order drawn."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.recorded import until
from tests.browser.screens import ALL_SCREENS
from tests.browser.test_a_newcomer_breaks_the_shop import open_at_20, open_live, pause, shop_seconds, switch

NO_KEY = "/playground/double-charge/?seed=7&retry.enabled=on"


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def compared(page, words):
    """A, B and their difference, as numbers."""
    row = page.locator('[data-part="rival"] tr', has=page.get_by_role("rowheader", name=words, exact=True))
    return [int(re.sub(r"[,+±]", "", cell).replace("−", "-")) for cell in row.locator("td").all_inner_texts()]


def test_a_and_b_differ_by_what_was_changed_and_nothing_else(page):
    open_live(page, NO_KEY)
    press(page, "compare A|B")
    switch(page, "Idempotency key").check()
    press(page, "20× real time")
    press(page, "Play")
    until(page, lambda: shop_seconds(page) > 15)
    pause(page)
    a, b, difference = compared(page, "charged twice or more")
    assert (a > 20, b, difference) == (True, 0, -a)
    confirmed = compared(page, "told “confirmed”")
    assert abs(confirmed[2]) <= 2  # the same customers, the same luck; one may be just about to hear
    seeds = page.get_by_role("link", name="Is it luck? The same over 30 seeds")
    expect(seeds).to_have_attribute("href", re.compile(r"/playground/compare/\?a=.+&b=.+"))
    press(page, "compare A|B")
    expect(page.locator('[data-part="rival"]')).to_be_hidden()


def test_a_shared_link_opens_as_the_same_run(page, open_page):
    open_at_20(page, NO_KEY)
    until(page, lambda: shop_seconds(page) > 5)
    press(page, "share")
    expect(page.locator('[data-field="fingerprint"]')).to_contain_text(" at ")
    link = page.locator('[data-field="link"]').input_value()
    fingerprint = page.locator('[data-field="fingerprint"]').inner_text()
    elsewhere = open_live(open_page(), link)
    press(elsewhere, "share")
    expect(elsewhere.locator('[data-field="fingerprint"]')).to_have_text(fingerprint)


def test_a_fork_goes_on_from_the_same_instant_as_a_run_of_its_own(page):
    open_at_20(page, NO_KEY)
    until(page, lambda: shop_seconds(page) > 3)
    pause(page)
    before = shop_seconds(page)
    press(page, "fork")
    page.wait_for_function("() => JSON.parse(Object.values(sessionStorage)[0]).run")
    until(page, lambda: abs(shop_seconds(page) - before) <= 0.2)


def test_any_fault_can_be_scheduled_and_called_off(page):
    open_live(page, NO_KEY)
    page.get_by_text("Any other fault, now or later").click()
    page.locator(".schedule select").select_option("orders.crash")
    page.get_by_label("From second").fill("30")
    press(page, "Schedule it")
    crash = page.get_by_role("list", name="Faults in force").get_by_role("listitem").filter(has_text="orders")
    expect(crash).to_contain_text("from 00:30.0 until 00:40.0")
    page.get_by_label("For seconds").fill("0")
    press(page, "Schedule it")
    expect(page.locator(".schedule")).to_contain_text("duration takes a number from 0.001 to 86400 s")
    crash.get_by_role("button").click()
    expect(crash).to_have_count(0)


def test_a_message_that_is_clicked_tells_its_checkout(page):
    open_at_20(page, NO_KEY)
    until(page, lambda: shop_seconds(page) > 3)
    page.get_by_role("button", name="1/50× real time", exact=True).click()
    canvas = page.locator("canvas").first.bounding_box()

    def opened():
        """One after another along the edge between the customers and checkout, until a message is there."""
        for share in (0.17, 0.19, 0.21, 0.23):
            page.mouse.click(canvas["x"] + canvas["width"] * share, canvas["y"] + canvas["height"] / 2)
            if page.get_by_role("dialog").count():
                return True
        return False

    until(page, opened)
    expect(page.get_by_role("dialog")).to_contain_text("Draw it, belief beside truth")


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_one_order_is_drawn_with_belief_beside_truth(page, axe):
    page.goto("/playground/double-charge/order/24/?seed=7&retry.enabled=on&t=10")
    expect(page.get_by_role("heading", level=1)).to_have_text("Order 24, message by message")
    expect(page.locator(".sequence__lines")).to_contain_text("for the second time")
    assert page.get_by_role("img", name="Sequence diagram").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
