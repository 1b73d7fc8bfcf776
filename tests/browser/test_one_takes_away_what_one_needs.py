"""Copying settings, showing the code and exporting, as a person does them, on a page whose run goes on."""

import json
import re

import pytest
from playwright.sync_api import expect

from playground import links
from playground.copyas.targets import TARGETS
from playground.runs import Run
from playground.takeaway.sources import source
from tests.browser.copying import copied
from tests.browser.live import LIVE, switch_on
from tests.browser.recorded import until
from tests.browser.screens import ALL_SCREENS, DESKTOP, PHONE

ARMED = '[data-part="take"][data-armed]'
KNOBS = "retry.enabled=on&timeout.enabled=on&breaker.enabled=on&bulkhead.enabled=on&shedding.enabled=on"
PAGES = [
    f"/playground/double-charge/copy-as/polly/?{KNOBS}",
    "/playground/double-charge/copy-as/aws-sdk/",
    f"/playground/code/?scenario=double-charge&{KNOBS}",
    f"/playground/code/circuit_breaker/?scenario=double-charge&{KNOBS}",
    "/playground/double-charge/export/",
]
SIZES = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)


def live(page, path="/playground/double-charge/"):
    page.goto(path)
    page.wait_for_selector(LIVE)
    page.wait_for_selector(ARMED)


def panel(page):
    return page.get_by_role("region", name="Take it with you")


def settings_of(page) -> dict:
    """What has been changed in the run, as the page remembers it."""
    (kept,) = page.evaluate("Object.values(sessionStorage)")
    changes = links.read(json.loads(kept)["recipe"]).changes
    return {name: value for change in changes for name, value in change.knobs.items()}


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_each_page_breaks_no_rule_of_wcag_22_aa_and_fits_its_screen(page, axe, path):
    page.goto(path)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# -- copying -----------------------------------------------------------------------------------------------------------


@SIZES
def test_settings_open_beside_the_run_with_the_values_of_this_instant(page, axe):
    live(page)
    page.get_by_role("switch", name="Retries").check()
    until(page, lambda: settings_of(page).get("retry.enabled"))
    with page.expect_popup() as opened:
        panel(page).get_by_role("link", name="Polly").click()
    beside = opened.value
    expect(beside.get_by_role("main")).to_contain_text("MaxRetryAttempts = 2")
    expect(beside.get_by_role("main")).to_contain_text("counts retries")
    axe(beside)
    beside.get_by_role("link", name="tenacity").click()
    expect(beside.get_by_role("main")).to_contain_text("stop_after_attempt(3)")
    expect(page).to_have_url(re.compile("/playground/double-charge/$"))


def test_every_tool_can_be_picked(page):
    page.goto("/playground/double-charge/copy-as/polly/?retry.enabled=on")
    tools = page.get_by_role("navigation", name="Tools")
    for target in TARGETS.values():
        tools.get_by_role("link", name=target.title, exact=True).click()
        expect(tools.locator("[aria-current]")).to_have_text(target.title)


def test_the_button_copies_the_file_to_the_letter(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/playground/double-charge/copy-as/grpc/?retry.enabled=on")
    config = json.loads(copied(page.get_by_role("button", name="Copy")))
    assert config["methodConfig"][0]["retryPolicy"]["maxAttempts"] == 3


def test_the_code_is_copied_without_numbers_and_values(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/playground/code/retry/?scenario=sandbox&retry.enabled=on")
    assert copied(page.get_by_role("button", name="Copy")) == source("retry").text


@SIZES
def test_without_javascript_the_links_lead_to_pages(open_page, screen):
    page = open_page(screen, java_script_enabled=False)
    page.goto("/playground/double-charge/?retry.enabled=on&seed=7")
    with page.expect_popup() as opened:
        panel(page).get_by_role("link", name="Envoy").click()
    expect(opened.value.get_by_role("heading", name="Settings as Envoy")).to_be_visible()
    opened.value.get_by_role("link", name="stamina").click()
    expect(opened.value.get_by_role("heading", name="Settings as stamina")).to_be_visible()


# -- the code ----------------------------------------------------------------------------------------------------------


@SIZES
def test_a_card_leads_to_its_lines_with_the_values_of_this_run(page):
    live(page)
    switch_on(page, "Retries")  # its card has other parts forward then
    attempts = page.locator('[data-knob="retry.max_attempts"] .knob__input')
    if not attempts.is_visible():
        page.locator('[data-group="retry"] .control__rows > summary').click()
    attempts.fill("4")
    attempts.press("Enter")
    until(page, lambda: settings_of(page).get("retry.max_attempts") == 4)
    page.get_by_role("link", name="Code of Retries").click()
    page.wait_for_url(re.compile(r"/playground/code/retry/\?recipe=.*#L\d+"))
    expect(page.locator(".line:target")).to_contain_text("async def run")
    expect(page.locator(".line__value").first).to_have_text("4")


def test_back_from_the_code_the_run_is_where_it_was(page):
    live(page, "/playground/double-charge/?seed=7")
    time = page.locator('[data-part="transport"] [data-field="time"]')
    page.get_by_role("button", name="Step to the next event").click()
    expect(time).to_have_text("00:00.1")
    panel(page).get_by_role("link", name="Show the code").click()
    expect(page.get_by_role("heading", name="The code that runs")).to_be_visible()
    page.go_back()
    page.wait_for_selector(LIVE)
    expect(time).to_have_text("00:00.1")


def test_from_the_picture_of_nesting_one_gets_to_the_file(page):
    page.goto(f"/playground/code/?scenario=double-charge&{KNOBS}")
    page.get_by_role("link", name="Circuit breaker", exact=True).click()
    page.wait_for_url("**/playground/code/circuit_breaker/?recipe=*")
    page.get_by_role("link", name="decides").last.click()
    expect(page.locator(".line:target")).to_be_in_viewport()


# -- exporting ---------------------------------------------------------------------------------------------------------


@SIZES
def test_the_run_is_exported_up_to_this_instant_and_stays_on_the_page(page):
    live(page)
    page.get_by_role("button", name="Step to the next event").click()
    expect(page.locator('[data-part="transport"] [data-field="said"]')).not_to_be_empty()
    with page.expect_download() as download:
        panel(page).get_by_role("button", name="Measures, JSON").click()
    found = json.loads(download.value.path().read_text())
    with Run(links.read(found["recipe"])) as run:
        run.skip(found["t_s"])
        assert run.fingerprint == found["fingerprint"]
        assert found["measures"]["offered"] == run.summary()["offered"]
    assert found["fingerprint"][:12] in download.value.suggested_filename
    expect(panel(page).get_by_role("status")).to_contain_text("then comes the file")
    expect(page).to_have_url(re.compile("/playground/double-charge/$"))
    expect(page.locator(LIVE)).to_be_visible()  # the run is still there


def test_a_refused_export_is_a_page_in_words_from_which_one_comes_back_to_the_run(page, expected_problems):
    expected_problems.append("400 (Bad Request)")
    live(page, "/playground/double-charge/?seed=7")
    page.get_by_role("button", name="Step to the next event").click()
    time = page.locator('[data-part="transport"] [data-field="time"]')
    expect(time).to_have_text("00:00.1")
    page.route("**/playground/export/**", lambda route: route.continue_(post_data="recipe=1.cut.off&t=1"))
    panel(page).get_by_role("button", name="Trace, JSON lines").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing of yours is lost")
    page.go_back()
    page.wait_for_selector(LIVE)
    expect(time).to_have_text("00:00.1")


def test_without_javascript_a_form_exports(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/playground/double-charge/?seed=7")
    panel(page).get_by_role("button", name="Trace, JSON lines").click()
    page.get_by_label("Up to").fill("2")
    with page.expect_download() as download:
        page.get_by_role("button", name="Trace, JSON lines").click()
    assert download.value.suggested_filename.startswith("double-charge-seed7-")
    lines = download.value.path().read_text().splitlines()
    assert 0 < json.loads(lines[-1])["t"] <= 2


def test_without_javascript_a_refusal_keeps_the_form(open_page, expected_problems):
    expected_problems.append("400 (Bad Request)")
    page = open_page(java_script_enabled=False)
    page.goto("/playground/double-charge/export/?seed=7")
    page.get_by_label("Up to").fill("5000")
    page.get_by_role("button", name="Spans, OTLP JSON").click()
    expect(page.get_by_role("alert")).to_contain_text("at most 3,600 s")
    expect(page.get_by_label("Up to")).to_have_value("5000")
