"""The real server: A beside B under the same luck, a run in a link, a run from an instant, one order drawn."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import open_at_20, open_live, pause, shop_seconds, switch_on, visit
from tests.browser.recorded import Recording, matrix, row, until
from tests.browser.screens import ALL_SCREENS

HEADLINE = {"number": "0", "words": "customers charged twice", "detail": "of 0", "tone": "neutral"}
COUNTED = (
    "told_confirmed", "told_failed", "told_nothing", "charged_twice_or_more", "ghost_charges", "paid_without_order",
    "charges", "browse_ok", "shed",
)  # fmt: skip
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
    expect(page.locator('[data-part="rival"]')).to_be_visible()
    switch_on(page, "Idempotency key")
    press(page, "20× real time")
    press(page, "Play")
    until(page, lambda: shop_seconds(page) > 15)
    pause(page)
    visit(page, 15)
    a, b, difference = compared(page, "charged twice or more")
    assert (a > 20, b, difference) == (True, 0, -a)
    confirmed = compared(page, "told “confirmed”")
    assert abs(confirmed[2]) <= 2  # the same customers, the same luck; one may be just about to hear
    seeds = page.get_by_role("link", name="Is it luck? The same over 30 seeds")
    expect(seeds).to_have_attribute("href", re.compile(r"/playground/compare/\?a=.+&b=.+"))
    press(page, "compare A|B")
    expect(page.locator('[data-part="rival"]')).to_be_hidden()


A_WAS = {"attempts": 40, "goodput": 40, "p99": 240.0}
B_IS = {"attempts": 90, "goodput": 12, "p99": 990.0}
PIXELS = """() => {
  const canvas = document.querySelector('[data-chart="flow"] canvas');
  return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join();
}"""


def comparing(page, rival_rows, **snapshot):
    """A page whose server compares: two seconds of B, and of A what the test says."""
    rival = {"counters": {}, "matrix": matrix(), "series": rival_rows, "headline": HEADLINE}
    counters = dict.fromkeys(COUNTED, 3)
    return Recording(page, **{"breaker.enabled": True}).open(
        t=2.0,
        series=[row(0, **B_IS), row(1, **B_IS)],
        counters=counters,
        rival=rival | {"counters": counters},
        **snapshot,
    )


def table_of(page, chart):
    figure = page.locator("figure").filter(has_text=chart)
    figure.get_by_text("As a table").click()
    expect(figure.locator("tbody tr").first).to_be_visible()
    heads = figure.get_by_role("columnheader").all_inner_texts()
    rows = figure.locator("tbody tr").all()
    return [dict(zip(heads, each.locator("th, td").all_inner_texts(), strict=True)) for each in rows]


def test_a_is_drawn_in_the_charts_of_b_and_named_in_their_keys_and_tables(page):
    recording = comparing(page, [row(0, **A_WAS), row(1, **A_WAS)])
    flow = page.locator('[data-chart="flow"]')
    expect(flow.get_by_text("A, as it was")).to_be_visible()
    newest = table_of(page, "Checkouts a second")[0]
    assert (newest["time"], newest["goodput"], newest["goodput of A"]) == ("00:01.0", "12", "40")
    assert (newest["attempts"], newest["attempts of A"]) == ("90", "40")
    assert table_of(page, "How long a checkout took")[0]["confirmed, p99 of A"] == "240 ms"
    assert table_of(page, "Circuit breakers")[0]["payment of A"] == "off"
    with_a = page.evaluate(PIXELS)
    recording.send(recording.frame("snapshot", t=2.0, series=[row(0, **B_IS), row(1, **B_IS)]))
    expect(flow.locator(".key--quiet")).to_be_hidden()
    until(page, lambda: page.evaluate(PIXELS) != with_a)


def test_a_keeps_step_with_b_whatever_it_has_already_been(page):
    """A may have been played further than B: of its seconds those are drawn that B has reached."""
    recording = comparing(page, [row(second, **A_WAS) for second in range(3)])
    rival = {
        "counters": dict.fromkeys(COUNTED, 3),
        "matrix": matrix(),
        "series": [row(2, goodput=7)],
        "headline": HEADLINE,
    }
    recording.push(t=3.0, end=3.0, series=[row(2, **B_IS)], counters=dict.fromkeys(COUNTED, 3), rival=rival)
    told = table_of(page, "Checkouts a second")
    assert [(each["time"], each["goodput"], each["goodput of A"]) for each in told] == [
        ("00:02.0", "12", "7"), ("00:01.0", "12", "40"), ("00:00.0", "12", "40"),
    ]  # fmt: skip


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_a_comparison_breaks_no_rule_of_wcag_22_aa_and_fits_its_screen(page, axe):
    comparing(page, [row(0, **A_WAS), row(1, **A_WAS)])
    expect(page.get_by_role("region", name="A as it was, B as you change it")).to_be_visible()
    for summary in page.locator("summary:visible").filter(has_text="As a table").all():
        summary.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_holds_the_instant_that_its_fingerprint_belongs_to(page):
    """To the last digit: within half a millisecond something may happen, and the fingerprint would be another."""
    recording = Recording(page).open(t=8.41234567)
    recording.replies["seek"] = lambda seek: {
        "type": "done",
        "id": seek["id"],
        "t": seek["t"],
        "playing": False,
        "text": "",
    }
    press(page, "share")
    expect(page.locator('[data-field="link"]')).to_have_value(re.compile(r"[?&]t=8\.41234567$"))


def test_a_shared_link_opens_as_the_same_run(page, open_page):
    open_at_20(page, NO_KEY)
    until(page, lambda: shop_seconds(page) > 5)
    press(page, "share")
    expect(page.locator('[data-field="link"]')).not_to_have_value("")
    link = page.locator('[data-field="link"]').input_value()
    expect(page.locator('[data-field="fingerprint"]')).not_to_contain_text("at 00:00.0")  # of the run's beginning
    fingerprint = page.locator('[data-field="fingerprint"]').inner_text()
    elsewhere = open_live(open_page(), link)
    press(elsewhere, "share")
    expect(elsewhere.locator('[data-field="fingerprint"]')).to_have_text(fingerprint)


def test_a_fork_goes_on_from_the_same_instant_as_a_run_of_its_own(page):
    open_at_20(page, NO_KEY)
    until(page, lambda: shop_seconds(page) > 3)
    pause(page)
    before = shop_seconds(page)
    run = run_of(page)
    press(page, "fork")
    until(page, lambda: run_of(page) != run)
    until(page, lambda: abs(shop_seconds(page) - before) <= 0.2)


def run_of(page):
    """By its name, as the page remembers it."""
    return page.evaluate("JSON.parse(Object.values(sessionStorage)[0]).run")


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
    expect(page.locator(".schedule")).to_contain_text("“For seconds” takes a number from 0.001 to 86400 s")
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
