"""Gallery, embedded view, experiment form and a link that does not work: accessible, and useful without script."""

import pytest
from playwright.sync_api import expect

from playground.scenarios.catalogue import all_scenarios
from tests.browser.recorded import Recording
from tests.browser.screens import ALL_SCREENS, PHONE
from tests.site import ROOT

EMBED = "/playground/double-charge/embed/?controls=retry.enabled,idempotency.enabled"
EXPERIMENT = "/playground/double-charge/experiment/"


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
@pytest.mark.parametrize("path", ["/playground/", EMBED, EXPERIMENT])
def test_a_page_breaks_no_rule_of_wcag_22_aa(page, axe, path):
    Recording(page)
    page.goto(path)
    axe(page)


@pytest.mark.parametrize("screen", [PHONE], ids=str)
@pytest.mark.parametrize("path", ["/playground/", EMBED, EXPERIMENT, "/playground/sandbox/"])
def test_nothing_is_wider_than_a_phone(page, path):
    Recording(page)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_scenario_has_a_picture_in_the_gallery(page):
    pictures = {path.stem for path in (ROOT / "templates/playground/pictures").glob("*.svg")}
    assert pictures == {scenario.slug for scenario in all_scenarios()}
    page.goto("/playground/")
    expect(page.locator("svg.mini")).to_have_count(len(pictures))


def test_the_embedded_view_names_every_parameter_in_force_and_leads_to_the_whole(page):
    recording = Recording(page)
    recording.open(EMBED)
    page.get_by_text("Every parameter in force").click()
    in_force = page.locator(".embed__caption")
    retries = in_force.get_by_role("listitem").filter(has_text="Retries")
    expect(retries).to_have_text("Retries off", use_inner_text=True)
    page.get_by_role("switch", name="Retries").check()
    expect(retries.get_by_text("Max attempts (including the first) 3")).to_be_visible()
    link = page.get_by_role("link", name="Open in the full playground")
    expect(link).to_have_attribute("target", "_top")
    expect(link).to_have_attribute("href", "/playground/double-charge/?controls=retry.enabled%2Cidempotency.enabled")


def test_the_embedded_view_has_no_site_around_it(page):
    Recording(page).open(EMBED)
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    expect(page.get_by_role("switch")).to_have_count(2)


def test_a_link_that_asks_for_what_does_not_exist_says_so(page, axe, expected_problems):
    expected_problems.append("400 (Bad Request)")
    page.goto("/playground/double-charge/?retry.max_attempts=0")
    axe(page)
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    page.get_by_role("link", name="Open “Retry without a key”").click()
    page.wait_for_url("/playground/double-charge/")


def test_without_script_the_same_experiment_is_a_form(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/playground/double-charge/")
    expect(page.get_by_role("heading", name="Payment").first).to_be_visible()
    page.get_by_role("switch", name="Retries").check()
    page.get_by_role("button", name="Run the experiment").click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    doubles = page.get_by_role("row", name="Charged twice or more").first.get_by_role("cell")
    assert int(doubles.inner_text().replace(",", "")) > 100
