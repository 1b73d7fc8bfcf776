"""The whole lesson as a reader walks it: section after section, each question answered, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.copying import copied
from tests.browser.screens import DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK

FIRST = "/learn/fault-tolerance/aha/"
SECTIONS = 13
PREDICTIONS = 14
RUN_MS_MAX = 90_000  # a marked run is simulated on the spot, on whatever machine this is


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_a_reader_walks_the_whole_lesson(page: Page, axe, screen):
    page.goto("/learn/")
    page.get_by_role("link", name="Begin", exact=True).click()
    page.wait_for_url(f"**{FIRST}")
    for number in range(SECTIONS):
        fits_its_width(page)
        answer_everything(page)
        axe(page)
        finish = page.locator(".reading__done button")
        expect(finish).to_have_text("Mark as read" if number == SECTIONS - 1 else "Mark as read and go on")
        with page.expect_navigation():
            finish.click()
    page.wait_for_url("**/learn/fault-tolerance/")
    expect(page.get_by_text(f"{SECTIONS} of {SECTIONS} sections read")).to_be_visible()
    page.get_by_role("link", name="What you believed").click()
    expect(page.locator(".belief .tag", has_text=re.compile("^(right|not what happened)$"))).to_have_count(PREDICTIONS)
    fits_its_width(page)
    axe(page)


def answer_everything(page: Page) -> None:
    for experiment in [page.locator(f"#{name}") for name in ids_of(page, "[data-experiment]")]:
        walk_through(experiment)
    for check in [page.locator(f"#{name}") for name in ids_of(page, ".check")]:
        answer(check)


def ids_of(page: Page, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, "found => found.map(one => one.id)")


def walk_through(experiment) -> None:
    """Predict, run, say, why."""
    expect(experiment).to_have_attribute("data-step", "predict")
    expect(experiment.locator("details.explain")).not_to_have_attribute("open", "")
    experiment.locator(".choice").first.click()
    experiment.get_by_role("button", name="Predict and run").click()
    expect(experiment).to_have_attribute("data-step", "say")
    expect(experiment.get_by_text("You predicted")).to_be_visible()
    playground = experiment.frame_locator("iframe")
    expect(playground.get_by_role("button", name="Pause")).to_be_visible(timeout=RUN_MS_MAX)  # it plays by itself
    experiment.locator(".choice").last.click()
    experiment.get_by_role("button", name="That is what I saw").click()
    expect(experiment).to_have_attribute("data-step", "why", timeout=RUN_MS_MAX)
    expect(experiment.locator(".measured-line b")).to_have_text(re.compile(r"\d"))
    expect(experiment.locator(".run__chart")).to_be_visible()
    expect(experiment.locator("details.explain")).to_have_attribute("open", "")


def answer(check) -> None:
    """Try the answers one after the other until one is right; where several may be, look at all the reasons."""
    choices = check.locator(".choice")
    if check.locator("input[type=checkbox]").count():
        return look_at_all(check, choices)
    for number in range(choices.count()):
        choices.nth(number).click()
        check.get_by_role("button", name=re.compile("^Check")).click()
        expect(choices.nth(number).locator(".because")).to_be_visible()
        if check.get_by_text("That is right.").is_visible():
            return None
    raise AssertionError("no answer was right")


def look_at_all(check, choices) -> None:
    for number in range(choices.count()):
        choices.nth(number).click()
    check.get_by_role("button", name="Check").click()
    expect(check.locator(".because")).to_have_count(choices.count())
    expect(check.get_by_text("Not yet")).to_be_visible()


def fits_its_width(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def test_the_lesson_works_without_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(FIRST)
    experiment = page.locator("#told-failed")
    experiment.get_by_label("None. A failed payment").check()
    experiment.get_by_role("button", name="Predict and run").click()
    page.wait_for_url("**#told-failed")
    expect(experiment.locator(".run__chart")).to_be_visible()
    experiment.get_by_label("All of them, or nearly.").check()
    experiment.get_by_role("button", name="That is what I saw").click()
    expect(experiment.locator(".measured-line")).to_contain_text("100%")
    expect(experiment.get_by_text("Payment did its work every time.")).to_be_visible()
    page.get_by_role("button", name="Mark as read and go on").click()
    page.wait_for_url("**/why-it-matters/")
    page.get_by_role("group").get_by_label("Everything that shares workers").check()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Slowness spreads by waiting.")).to_be_visible()


def test_a_prediction_survives_a_reload_and_a_second_device(open_page):
    page = open_page()
    page.goto(FIRST)
    page.locator("#told-failed").get_by_role("button", name="Skip the question").click()
    expect(page.locator("#told-failed")).to_have_attribute("data-step", "why", timeout=RUN_MS_MAX)
    page.reload()
    expect(page.locator("#told-failed")).to_have_attribute("data-step", "why")
    page.goto("/learn/you/")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".secret a").get_attribute("href")
    other = open_page(PHONE)
    other.goto(link)
    other.get_by_role("button", name="Go on as this reader").click()
    other.wait_for_url("**/learn/")
    other.get_by_role("link", name="Go on: A timeout is not an answer").click()
    expect(other.locator("#told-failed")).to_have_attribute("data-step", "why")


def test_being_forgotten_leaves_no_cookie(page):
    page.goto(FIRST)
    page.locator("#told-failed").get_by_role("button", name="Skip the question").click()
    expect(page.locator("#told-failed")).to_have_attribute("data-step", "why", timeout=RUN_MS_MAX)
    assert "sessionid" in {cookie["name"] for cookie in page.context.cookies()}
    page.goto("/learn/you/")
    page.get_by_role("button", name="Forget me").click()
    expect(page.get_by_role("heading", name="Forgotten")).to_be_visible()
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.parametrize("screen", [DESKTOP, PHONE_DARK], ids=str)
def test_a_glossary_term_explains_itself_by_pointer_key_and_press(page, axe, screen):
    page.goto("/learn/fault-tolerance/partial-failure/")
    term = page.get_by_role("button", name="timeout", exact=True)
    card = page.locator(".term__card").first
    expect(card).to_be_hidden()
    term.focus()
    expect(card).to_be_visible()
    expect(card).to_contain_text("It ends the waiting; it does not end the work.")
    fits_its_width(page)
    axe(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    term.blur()
    term.hover()
    expect(card).to_be_visible()
    term.click()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    term.blur()
    expect(card).to_be_hidden()


def test_arrow_keys_turn_the_page_but_not_from_within_a_question(page):
    page.goto("/learn/fault-tolerance/why-it-matters/")
    page.locator(".check input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".check input[type=radio]").nth(1)).to_be_checked()
    assert page.url.endswith("/why-it-matters/")
    page.locator(".check input[type=radio]").nth(1).blur()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/objectives/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/why-it-matters/")


def test_code_can_be_copied_without_its_line_numbers(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/learn/fault-tolerance/safe-recovery/")
    block = page.locator(".prose > .code").first
    assert copied(block.get_by_role("button", name="Copy")).startswith("def charge(request_id, amount):")


def test_on_paper_there_are_reasons_but_no_machinery(page):
    page.goto(FIRST)
    page.emulate_media(media="print")
    expect(page.get_by_text("Payment did its work every time.")).to_be_visible()
    expect(page.get_by_role("button", name="Predict and run")).to_be_hidden()
    expect(page.locator(".toc")).to_be_hidden()


@pytest.mark.parametrize("screen", [DESKTOP_DARK, PHONE_DARK], ids=str)
def test_in_the_dark_every_page_reads_as_well(page, axe, screen):
    page.goto("/learn/")
    sections = page.eval_on_selector_all(".toc__list ol a", "links => links.map(link => link.pathname)")
    assert len(sections) == SECTIONS
    for path in [*sections, "/", "/learn/", "/learn/you/", "/learn/fault-tolerance/beliefs/"]:
        page.goto(path)
        fits_its_width(page)
        axe(page)


def test_the_first_screen_holds_the_ways_in(page, axe):
    page.goto("/")
    expect(page.get_by_role("link", name="Break a checkout")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Start the lesson")).to_be_in_viewport()
    for name in ("Learn", "Playground", "Practise", "Teach"):
        expect(page.locator(".doors").get_by_role("link", name=name)).to_be_in_viewport()
    axe(page)


def test_the_full_playground_takes_over_the_run_as_the_reader_has_made_it(page):
    page.goto("/learn/fault-tolerance/safe-recovery/")
    experiment = page.locator("#naive-retry")
    experiment.locator(".choice").first.click()
    experiment.get_by_role("button", name="Predict and run").click()
    playground = experiment.frame_locator("iframe")
    link = playground.get_by_role("link", name="Open in the full playground")
    expect(playground.get_by_role("button", name="Pause")).to_be_visible(timeout=RUN_MS_MAX)
    field = experiment.locator("[data-recipe]")
    expect(field).not_to_have_value("")
    before = field.input_value()
    playground.get_by_role("switch", name="Idempotency key").click()
    expect(field).not_to_have_value(before)
    link.click()
    page.wait_for_url("**/playground/double-charge/?recipe=**")
    expect(page.get_by_role("switch", name="Idempotency key")).to_be_checked(timeout=RUN_MS_MAX)
