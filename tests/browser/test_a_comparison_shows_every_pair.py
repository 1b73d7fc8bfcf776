"""A against B over many seeds in a real browser: as a page, and as a panel of another page loads it."""

import re
from urllib.parse import urlencode

import msgspec
import pytest
from playwright.sync_api import expect

from playground import links
from playground.scenarios.catalogue import load
from tests.browser.screens import ALL_SCREENS
from tests.site import Site

PAGE = "/playground/compare/"
DONE_MS = 60_000
LOOKS_MAX = 1000


@pytest.fixture(scope="module")
def live_site(site_with_jobs) -> Site:
    return site_with_jobs


def link(**knobs):
    recipe = load("misordered-timeouts").recipe(4)
    return links.write(msgspec.structs.replace(recipe, knobs={**recipe.knobs, **knobs}))


SHORT = {"a": link(), "b": link(**{"gateway.attempt_s": 8.0}), "seeds": "12", "duration": "12"}
LONG = {**SHORT, "seeds": "200", "duration": "600"}


def address(**fields):
    return f"{PAGE}?{urlencode(fields or SHORT)}"


def look_until_it_is_over(page):
    """By hand, as one does without JavaScript. Half a page has no link yet: each is waited for whole."""
    look_again = page.get_by_role("link", name="See how far it is")
    for _ in range(LOOKS_MAX):
        if not look_again.is_visible():
            return
        with page.expect_navigation():
            look_again.click()
    raise AssertionError("it never ends")


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_a_comparison_is_run_read_and_breaks_no_rule_of_wcag_22_aa(page, axe):
    page.goto(address())
    axe(page)
    page.get_by_role("button", name="Compare over 12 seeds").click()
    expect(page.get_by_text("Over 12 seeds: Customers told “failed”")).to_be_visible(timeout=DONE_MS)
    expect(page.get_by_text("lower in 12 of 12").first).to_be_visible()
    page.get_by_text("Every pair, to read and to open").click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_either_run_of_a_pair_opens_in_the_playground(page):
    page.goto(address())
    page.get_by_role("button", name="Compare over 12 seeds").click()
    page.get_by_text("Every pair, to read and to open").click(timeout=DONE_MS)
    page.get_by_role("link", name="Open B with seed 3", exact=True).click()
    page.wait_for_url(re.compile(r"/playground/misordered-timeouts/\?recipe="))


def test_it_can_be_cancelled_and_begun_again(page):
    page.goto(address(**LONG))
    page.get_by_role("button", name="Compare over 200 seeds").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled after")).to_be_visible()
    page.get_by_role("button", name="Compare again").click()
    expect(page.get_by_role("progressbar", name="Runs done")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled after")).to_be_visible()


def test_a_panel_that_loads_it_begins_it_and_is_kept_up_to_date(page):
    """What the playground's own panel does: load the address into an element of its own."""
    page.goto("/playground/misordered-timeouts/sweep/")
    page.evaluate(
        """where => {
          const panel = document.createElement("div");
          panel.id = "panel";
          document.querySelector("main").prepend(panel);
          return htmx.ajax("GET", where, { target: "#panel", swap: "innerHTML" });
        }""",
        address(),
    )
    panel = page.locator("#panel")
    expect(panel.get_by_text("lower in 12 of 12").first).to_be_visible(timeout=DONE_MS)
    assert panel.locator("html, header.top").count() == 0


def test_without_javascript_it_works_by_reloading(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(address())
    with page.expect_navigation():
        page.get_by_role("button", name="Compare over 12 seeds").click()
    look_until_it_is_over(page)
    expect(page.get_by_text("lower in 12 of 12").first).to_be_visible()


def test_what_cannot_be_compared_says_why(page, axe, expected_problems):
    expected_problems.append("400 (Bad Request)")
    page.goto(address(**{**SHORT, "b": SHORT["a"]}))
    expect(page.get_by_text("A and B are the same run")).to_be_visible()
    axe(page)
