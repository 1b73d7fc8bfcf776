"""The sweep page in a real browser: chosen, run, watched, cancelled, read, opened; with and without JavaScript."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.copying import copied
from tests.browser.screens import ALL_SCREENS, DESKTOP, PHONE
from tests.site import Site

PAGE = "/playground/misordered-timeouts/sweep/"
SHORT = {"x": "gateway.attempt_s", "xs": "3, 8", "y": "timeout.propagate", "seeds": "8", "duration": "12"}
LONG = {**SHORT, "xs": "3, 4, 5, 6, 8", "y": "", "seeds": "100", "duration": "600"}
DONE_MS = 60_000
LOOKS_MAX = 1000


@pytest.fixture(scope="module")
def live_site(site_with_jobs) -> Site:
    return site_with_jobs


def open_sweep(page, **fields):
    page.goto(f"{PAGE}?{urlencode(fields)}")
    return page


def run_sweep(page, **fields):
    open_sweep(page, **(fields or SHORT))
    press_run(page)
    return page


def press_run(page):
    page.get_by_role("form", name="What to run").get_by_role("button", name=re.compile("Run all")).click()


def run_to_its_end(page, **fields):
    run_sweep(page, **fields)
    expect(page.get_by_role("link", name="CSV")).to_be_visible(timeout=DONE_MS)
    expect(page.get_by_role("progressbar")).to_be_hidden(timeout=DONE_MS)
    return page


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
def test_before_and_after_it_breaks_no_rule_of_wcag_22_aa_and_fits(page, axe):
    open_sweep(page, **SHORT)
    axe(page)
    run_to_its_end(page)
    page.locator(".sweep__table summary").first.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("screen", [PHONE], ids=str)
def test_a_wide_grid_scrolls_in_itself(page):
    run_to_its_end(page, x="gateway.attempt_s", xs="3, 4, 5, 6, 7, 8", y="timeout.propagate", seeds="1", duration="12")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("region", name="The grid").evaluate("grid => grid.scrollWidth > grid.clientWidth")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_runs_come_in_without_a_reload_and_every_one_is_a_dot(page, screen):
    run_to_its_end(page)
    for picture in (".panel", ".heat"):
        expect(page.locator(f"{picture} .panel__dot")).to_have_count(2 * 2 * 8)
    grid = page.get_by_role("figure").filter(has=page.get_by_role("region", name="The grid"))
    expect(grid.get_by_role("rowheader")).to_have_text(["off", "on"])
    assert all(re.search(r"\d", cell) for cell in grid.locator("tbody td b").all_inner_texts())
    expect(page.get_by_text("Propagate the deadline: off")).to_be_visible()
    expect(page.get_by_role("table", name=re.compile("in numbers"))).to_contain_text("8 runs")


def test_a_dot_opens_that_very_run_in_the_playground(page):
    run_to_its_end(page)
    page.locator(".heat .panel__dot").last.click()  # no later one can cover it
    page.wait_for_url(re.compile(r"/playground/misordered-timeouts/\?recipe="))
    expect(page.get_by_role("heading", name="Nothing failed, and it failed")).to_be_visible()


def test_the_same_run_can_be_opened_from_the_table_by_keyboard(page):
    run_to_its_end(page)
    page.locator(".sweep__table summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="seed 1", exact=True).first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/playground/misordered-timeouts/\?recipe="))


def test_what_runs_can_be_cancelled_and_what_is_done_is_kept(page):
    run_sweep(page, **LONG)
    progress = page.get_by_role("progressbar", name="Runs done")
    expect(progress).not_to_have_attribute("value", "0", timeout=DONE_MS)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled after")).to_be_visible()
    expect(progress).to_be_hidden()
    expect(page.locator(".panel__dot").first).to_be_attached()
    page.reload()
    expect(page.get_by_text("Cancelled after")).to_be_visible()


def test_a_reload_while_it_runs_finds_it_again(page):
    run_sweep(page, **LONG, measure="p99")
    progress = page.get_by_role("progressbar", name="Runs done")
    expect(progress).to_be_visible()
    page.reload()
    expect(progress).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled after")).to_be_visible()


def test_choosing_a_knob_proposes_values_for_it(page):
    open_sweep(page, **SHORT)
    page.get_by_label("Vary").select_option("payment.queue")
    expect(page.get_by_label("through these values")).to_have_value("fifo, lifo, codel")
    page.get_by_label("and, if you like,").select_option("")
    expect(page.get_by_label("through", exact=True)).to_be_hidden()


def test_another_measure_is_there_at_once_and_in_the_address(page):
    run_to_its_end(page)
    page.get_by_label("Look at").select_option(label="The longest checkout took")
    expect(page.get_by_text("The longest checkout took, in the median")).to_be_visible()
    page.wait_for_url(re.compile("measure=longest"))
    page.reload()
    expect(page.get_by_text("The longest checkout took, in the median")).to_be_visible()


def test_the_command_can_be_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    run_to_its_end(page)
    command = copied(page.get_by_role("button", name="Copy"))
    assert command.startswith("python manage.py experiment misordered-timeouts --vary gateway.attempt_s=3,8")


def test_the_runs_can_be_taken_away(page):
    run_to_its_end(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "sweep-misordered-timeouts-gateway-attempt_s.csv"
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 1 + 2 * 2 * 8


def test_a_mistake_is_said_beside_its_field(page, expected_problems, axe):
    expected_problems.append("400 (Bad Request)")
    open_sweep(page, **SHORT)
    values = page.get_by_label("through these values")
    values.fill("3, many")
    page.get_by_role("form", name="What to run").get_by_role("button", name=re.compile("Run")).click()
    expect(page.get_by_text("Gateway timeout takes a number from")).to_be_visible()
    expect(values).to_have_value("3, many")
    expect(values).to_have_attribute("aria-invalid", "true")
    axe(page)


def test_without_javascript_all_of_it_works_by_reloading(open_page):
    page = open_page(java_script_enabled=False)
    run_sweep(page, **LONG, measure="median")
    page.get_by_role("link", name="See how far it is").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled after")).to_be_visible()
    page.get_by_label("Look at").select_option(label="Turned away at the door")
    open_sweep(page, **SHORT)
    with page.expect_navigation():
        press_run(page)
    look_until_it_is_over(page)
    page.locator(".sweep__table summary").first.click()
    page.get_by_role("link", name="seed 1", exact=True).first.click()
    page.wait_for_url(re.compile(r"/playground/misordered-timeouts/\?recipe="))
