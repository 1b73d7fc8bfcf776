"""Drills as people meet them: at a desk and on a phone, with the shop live before them, and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lesson.practice.shelf import drills_of
from lesson.reading.shelf import lessons
from tests.browser.screens import ALL_SCREENS, DESKTOP, PHONE
from tests.site import Site

LIST = "/practice/"
DRILL = "/practice/fault-tolerance/drills/charged-twice/"
NAMED = drills_of(lessons()["fault-tolerance"])["charged-twice"].drill
KEY, SWEEP, ATTEMPTS = "idempotency.enabled", "reconciliation.enabled", "retry.max_attempts"
LONG_WORK = "/playground/misordered-timeouts/sweep/?x=gateway.attempt_s&xs=3,4,5,6,8&seeds=100&duration=600"
DONE_MS = 60_000


@pytest.fixture(scope="module")
def live_site(tmp_path_factory) -> Iterator[Site]:
    """A server whose workers do not stand back: what else runs on this machine is not theirs to wait for."""
    with Site(tmp_path_factory.mktemp("site-with-drills"), {"FAULTLINE_WORKERS_NICE": "0"}) as site:
        yield site


@pytest.fixture(autouse=True)
def refusals(expected_problems) -> None:
    """Chromium logs every answer of 4xx; what such a page says is what is tested."""
    expected_problems.append("status of 422")


def field(page: Page, name: str):
    return page.locator(f'[data-kind][name="{name}"]')


def name_cause(page: Page, *, right: bool) -> None:
    cause = next(cause for cause in NAMED.causes if cause.right == right)
    page.locator(f'input[name="cause"][value="{cause.id}"]').check()
    go(page, "This is the cause")


def go(page: Page, button: str) -> None:
    """Presses it and waits for the page that it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=button, exact=True).click()


def unfold(page: Page) -> None:
    """What is folded on a phone; at a desk it stands open."""
    part = page.locator("[data-fold]").first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()


def follow(page: Page, link: str) -> None:
    """The page before is live as well: what is looked at next must be the one that the link leads to."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name=link).click()


def go_live(page: Page) -> None:
    expect(page.locator('[data-part="link"]')).to_have_attribute("data-state", "live")


def report(page: Page) -> None:
    expect(page.locator(".report")).to_be_visible(timeout=DONE_MS)


def open_the_incident(page: Page) -> None:
    """From the list, and see it happen."""
    page.goto(LIST)
    page.get_by_role("link", name=NAMED.title).click()
    expect(page.get_by_text(NAMED.pager.text)).to_be_visible()
    go_live(page)
    page.get_by_role("button", name="Play").click()
    expect(page.locator('[data-part="headline"]')).to_contain_text("charged twice")


def look_twice(page: Page) -> None:
    name_cause(page, right=False)
    expect(page.get_by_text("You named this: it is not so.")).to_be_visible()
    name_cause(page, right=True)
    expect(page.get_by_text("That is it.")).to_be_visible()
    go_live(page)


def hand_in(page: Page, control: str, met: str) -> None:
    field(page, control).check()
    go(page, "Hand in this repair")
    report(page)
    expect(page.locator(".report__number")).to_contain_text(met)
    expect(page).to_have_title(re.compile(r"^(Passed|\d missed) ·"))


def watch_the_worst(page: Page) -> None:
    follow(page, "Watch the worst seed live")
    go_live(page)
    unfold(page)
    expect(field(page, SWEEP)).to_be_checked()
    page.get_by_role("button", name="Play").click()
    expect(page.locator('[data-truth="charged_twice_or_more"] [data-tone="bad"]').first).to_be_visible()
    follow(page, "Go on from the settings handed in")
    go_live(page)
    expect(field(page, SWEEP)).to_be_checked()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_from_the_list_to_the_solution(page):
    open_the_incident(page)
    look_twice(page)
    hand_in(page, SWEEP, "3 of 4")
    expect(page.locator('.report__line[data-met="false"]')).to_contain_text("A second request reached the bank")
    watch_the_worst(page)
    hand_in(page, KEY, "4 of 4")
    page.get_by_role("link", name="Read the solution").click()
    expect(page.get_by_text(NAMED.repairs[0].title)).to_be_visible()
    page.goto(LIST)
    expect(page.locator(".drill-card", has_text=NAMED.title)).to_contain_text("passed")


def tops(page: Page, *selectors: str) -> list[float]:
    return [page.locator(selector).first.bounding_box()["y"] for selector in selectors]


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_the_page_goes_from_the_message_to_the_picture_to_the_cause_to_the_button(page, screen):
    page.goto(DRILL)
    go_live(page)
    places = tops(page, ".page-message", ".stage", ".cause", ".hand-in__submit", "#evidence")
    assert places[:3] == sorted(places[:3])
    if screen == PHONE:
        assert places == sorted(places)
        assert tops(page, ".stage", "#repair", ".cause") == sorted(tops(page, ".stage", "#repair", ".cause"))


def test_on_a_phone_the_evidence_is_folded_until_somebody_asks_for_it(open_page):
    page = open_page(PHONE)
    page.goto(DRILL)
    go_live(page)
    expect(page.locator('[data-part="matrix"]')).to_be_hidden()
    page.get_by_role("link", name="recent checkouts").click()
    expect(page.locator('[data-part="matrix"]')).to_be_visible()
    expect(page.locator('[data-part="recent"]')).to_be_in_viewport()


def test_at_a_desk_all_evidence_is_there(open_page):
    page = open_page(DESKTOP)
    page.goto(DRILL)
    go_live(page)
    expect(page.locator('[data-part="matrix"]')).to_be_visible()
    expect(page.get_by_role("heading", name="More measures")).to_be_visible()


def test_everything_works_without_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(DRILL)
    expect(page.get_by_text(NAMED.pager.text)).to_be_visible()
    expect(page.locator("noscript p").first).to_contain_text("The moving shop needs JavaScript.")
    expect(page.locator(".stage")).to_be_hidden()
    page.locator(".found > summary").click()
    expect(page.get_by_role("table", name="What the customer was told")).to_be_visible()
    go(page, "Where to look")
    expect(page.get_by_text("Look at the recent checkouts")).to_be_visible()
    name_cause(page, right=False)
    name_cause(page, right=True)
    field(page, SWEEP).check()
    field(page, KEY).check()
    field(page, ATTEMPTS).fill("0")
    go(page, "Hand in this repair")
    expect(page.locator(f'[id="error-{ATTEMPTS}"]')).to_contain_text("takes a whole number from 1 to 6, not 0")
    expect(field(page, KEY)).to_be_checked()
    field(page, ATTEMPTS).fill("3")
    go(page, "Hand in this repair")
    report(page)  # the page asks again by itself
    expect(page.locator(".report__number")).to_contain_text("4 of 4")


def test_what_is_tried_live_is_what_is_handed_in_and_survives_a_reload(page):
    page.goto(DRILL)
    go_live(page)
    field(page, KEY).check()
    field(page, ATTEMPTS).fill("6")
    field(page, ATTEMPTS).press("Tab")
    expect(page.locator('[data-part="notes"]')).to_contain_text("Idempotency key: on")
    expect(page.locator(f'[data-knob="{ATTEMPTS}"] .range')).to_have_attribute("aria-valuetext", "6")  # it is in force
    page.reload()
    go_live(page)
    expect(field(page, KEY)).to_be_checked()
    expect(field(page, ATTEMPTS)).to_have_value("6")
    name_cause(page, right=True)
    go_live(page)
    expect(field(page, KEY)).to_be_checked()
    go(page, "Hand in this repair")
    expect(page.locator(".changes").first).to_contain_text("Idempotency key on")
    expect(page.locator(".changes").first).to_contain_text("6")


def test_what_is_refused_stands_beside_its_control_and_the_rest_is_kept(page):
    page.goto(DRILL)
    go_live(page)
    name_cause(page, right=True)
    go_live(page)
    field(page, KEY).check()
    field(page, ATTEMPTS).fill("0")
    go(page, "Hand in this repair")
    go_live(page)
    expect(page.get_by_text("Nothing was handed in")).to_be_visible()
    expect(page.locator(f'[id="error-{ATTEMPTS}"]')).to_contain_text("from 1 to 6, not 0")
    expect(field(page, ATTEMPTS)).to_have_value("0")
    expect(field(page, KEY)).to_be_checked()


def test_the_shop_on_the_page_can_be_turned_only_where_it_is_allowed(page):
    page.goto(DRILL)
    go_live(page)
    names = page.locator("[data-kind]").evaluate_all("fields => fields.map(field => field.name)")
    assert sorted(names) == sorted(NAMED.controls)
    assert page.locator("[data-strike], [data-heal]").count() == 0
    expect(page.locator(".drill__fixed").first).to_be_visible()


def test_no_band_and_no_message_on_the_wire_gives_the_fault_away(page):
    heard = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda text: heard.append(text)))  # noqa: PLW0108
    # (Playwright writes on the function that it is given)
    page.goto(DRILL)
    go_live(page)
    page.get_by_role("button", name="20× real time").click()
    page.get_by_role("button", name="Play").click()
    expect(page.locator('[data-field="time"]')).to_have_text(re.compile(r"00:[1-9]\d"))
    assert page.locator(".band").count() == 0
    text = "".join(map(str, heard))
    assert "charged twice" in text
    assert "response_lost" not in text
    assert "lost answers" not in text


def test_behind_other_work_the_place_is_shown_and_grading_can_be_cancelled(page):
    page.goto(LONG_WORK)
    page.get_by_role("form", name="What to run").get_by_role("button", name=re.compile("Run all")).click()
    page.get_by_role("button", name="Cancel").wait_for()
    page.goto(DRILL)
    name_cause(page, right=True)
    go_live(page)
    field(page, SWEEP).check()
    go(page, "Hand in this repair")
    expect(page.get_by_text("Place 2 in the queue.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled before it was graded.")).to_be_visible()
    expect(page.get_by_role("button", name="Grade it")).to_be_visible()
    page.go_back()
    go_live(page)
    expect(field(page, SWEEP)).to_be_checked()
    page.goto(LONG_WORK)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled after")).to_be_visible()


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_its_pages_are_accessible_and_nothing_sticks_out(page, axe):
    def look() -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(LIST)
    look()
    page.goto(DRILL)
    page.locator(".found > summary").click()
    name_cause(page, right=False)
    go_live(page)
    look()
    name_cause(page, right=True)
    go_live(page)
    field(page, ATTEMPTS).fill("0")
    go(page, "Hand in this repair")
    go_live(page)
    look()
    field(page, ATTEMPTS).fill("3")
    hand_in(page, SWEEP, "3 of 4")
    page.locator(".report summary").first.click()
    look()
    page.goto(DRILL)
    page.get_by_text("Show me the solution").click()
    go(page, "I give up: show it")
    go_live(page)
    look()
