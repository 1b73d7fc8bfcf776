"""A host's commands change the page where it stands: the picture, what is being typed and the keyboard's place stay."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.copying import copied
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.test_a_class_is_taught import LIVE, Class, name_of

SAME = "document.documentElement.dataset.same = 'yes'"
"""A mark that a page loaded anew does not have."""


@pytest.fixture
def room(open_page):
    return Class(open_page)


def strikes(page):
    return page.locator("[data-strike]").first


def go_on_to(room, title):
    room.host.get_by_role("button", name=f"Next: {title}").click()


def same_page(page):
    return expect(page.locator("html")).to_have_attribute("data-same", "yes")


def test_the_next_step_comes_without_a_new_page(room):
    host = room.host
    host.evaluate(SAME)
    host.get_by_text("A question of your own").click()
    host.locator("#ask-prompt").fill("Half a thou")
    before = strikes(host).inner_text()
    host.get_by_role("button", name="Next: The natural thing").scroll_into_view_if_needed()
    go_on_to(room, "The natural thing")
    expect(host.get_by_role("heading", level=1)).to_have_text("The natural thing")
    expect(host.locator("#plan-title")).to_be_focused()
    expect(host.locator("body > p[role=status]")).to_have_text("Step 2 of 6: The natural thing.")
    expect(host.locator(".ask__prepared [aria-current]")).to_contain_text("The natural thing")
    expect(strikes(host)).not_to_have_text(before)
    host.wait_for_function("scrollY === 0")
    expect(host.locator("#ask-prompt")).to_have_value("Half a thou")
    expect(host.locator("#ask-prompt")).to_be_visible()
    same_page(host)


def test_the_controls_that_a_step_brings_speak_to_its_run(room):
    before = strikes(room.host).inner_text()
    go_on_to(room, "The natural thing")
    expect(room.host.locator("#plan-title")).to_have_text("2 · The natural thing")
    expect(strikes(room.host)).not_to_have_text(before)
    go_on_to(room, "Name the intent")
    expect(room.host.locator("#plan-title")).to_have_text("3 · Name the intent")
    expect(room.host.get_by_role("switch", name="Retries")).to_be_checked()  # as the run has it
    strikes(room.host).click()
    expect(room.host.locator(".strikes__now li")).not_to_have_count(0)
    learner = room.by_qr(DESKTOP)
    expect(learner.locator(LIVE)).to_be_visible()
    room.host.get_by_role("switch", name="Retries").uncheck()
    expect(room.host.locator('section[data-group="retry"]')).to_have_attribute("data-on", "false")


def test_who_has_been_handed_the_controls_gets_those_of_the_next_step_in_place(room):
    learner = room.by_qr()
    room.do_about(name_of(learner), "Hand over the controls")
    expect(learner.locator('[data-part="transport"]')).to_be_visible()
    expect(learner.locator(LIVE)).to_be_visible()
    learner.evaluate(SAME)
    before = strikes(learner).inner_text()
    go_on_to(room, "The natural thing")
    expect(strikes(learner)).not_to_have_text(before)
    same_page(learner)
    learner.get_by_role("switch", name="Retries").uncheck()
    expect(room.host.locator('section[data-group="retry"]')).to_have_attribute("data-on", "false")


def test_another_host_comes_along(room):
    phone = room.open_page(PHONE)
    room.host.get_by_role("button", name="More", exact=True).click()
    room.host.get_by_role("button", name="Show a private link").click()
    phone.goto(room.host.locator(".link__address a").get_attribute("href"))
    expect(phone.locator(LIVE)).to_be_visible()
    phone.evaluate(SAME)
    phone.get_by_role("button", name="Next: The natural thing").click()
    expect(phone.locator("#plan-title")).to_have_text("2 · The natural thing")
    room.host.keyboard.press("Escape")
    go_on_to(room, "Name the intent")
    expect(phone.locator("#plan-title")).to_have_text("3 · Name the intent")
    expect(phone.locator("body > p[role=status]")).to_have_text("Step 3 of 6: Name the intent.")
    same_page(phone)


def test_the_plan_is_left_and_the_run_stays(room):
    room.host.evaluate(SAME)
    expect(room.host.get_by_role("heading", level=1)).to_have_text("Silence")
    room.host.get_by_text("All steps").click()
    room.host.get_by_role("button", name="Leave the plan").click()
    expect(room.host.get_by_role("button", name=re.compile("^Begin with"))).to_be_visible()
    expect(room.host.get_by_role("heading", level=1)).to_have_text("The answer that never came")
    same_page(room.host)


def test_another_run_is_shown_in_place_or_refused_beside_its_field(room, expected_problems):
    expected_problems.append("422")
    host = room.host
    host.evaluate(SAME)
    host.get_by_role("button", name="More", exact=True).click()
    field, show = (
        host.get_by_label("A scenario, or the address"),
        host.get_by_role("button", name="Show it to the room"),
    )
    field.fill("no-such-thing")
    show.click()
    expect(host.locator("#show-problem")).to_be_visible()
    expect(field).to_have_value("no-such-thing")
    field.fill("double-charge")
    show.click()
    expect(field).to_be_hidden()
    expect(host.get_by_role("heading", level=1)).to_have_text("Retry without a key")
    same_page(host)


CUT_LABELS = """select => {
    const style = getComputedStyle(select);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const arrow = 20;
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
    return [...select.options].map(({ text }) => text).filter((text) => pen.measureText(text).width > room);
}"""


def test_a_phone_shows_every_name_in_the_lists_whole_and_the_question_before_it_is_asked(open_page):
    host = Class(open_page, PHONE).host
    places, questions = host.locator('select[name="place"]'), host.locator('select[name="source"]')
    host.get_by_text("From the lesson and its quiz").click()
    expect(host.locator(".ask .ask__preview")).not_to_be_empty()
    for each in (places, questions):
        assert each.evaluate(CUT_LABELS) == []
    questions.select_option("quiz/giving-up")
    expect(host.locator(".ask .ask__preview")).to_contain_text("What happens to the customers’ cards?")
    places.select_option("item/giving-up")
    expect(host.locator(".lead__place")).to_contain_text("What happens to the customers’ cards?")


def test_a_private_link_is_shown_in_place_on_demand_and_hidden_again(room, axe):
    wall, host = room.wall(), room.host
    host.context.grant_permissions(["clipboard-read", "clipboard-write"])
    host.evaluate(SAME)
    more, address = host.get_by_role("button", name="More", exact=True), host.locator(".link__address a")
    more.click()
    host.get_by_role("button", name="Show a private link").click()
    expect(address).to_be_attached()
    expect(address).to_be_hidden()
    assert copied(host.get_by_role("button", name="Copy it")) == address.get_attribute("href")
    host.get_by_text("Show it: nobody else sees this screen").click()
    expect(address).to_be_visible()
    axe(host)
    host.get_by_role("button", name="Hide it again").click()
    expect(address).to_have_count(0)
    expect(host.locator("#link-show")).to_be_focused()
    host.get_by_role("button", name="Show a private link").click()
    expect(address).to_be_attached()
    more.click()
    expect(address).to_have_count(0)
    same_page(host)
    assert "/host/" not in wall.content()


def test_without_javascript_the_private_link_is_a_page(open_page):
    host = open_page(DESKTOP, java_script_enabled=False)
    host.goto("/classroom/")
    host.get_by_role("button", name="Open a room with this plan").first.click()
    host.get_by_role("button", name="More", exact=True).click()
    host.get_by_role("button", name="Show a private link").click()
    host.get_by_text("Show it: nobody else sees this screen").click()
    expect(host.locator(".link__address a")).to_be_visible()
    host.get_by_role("link", name="Back to the room").click()
    host.wait_for_url("**/host/")


def test_while_a_run_decides_the_host_reads_what_happens_and_no_second_press_counts(room):
    host, held = room.host, []
    room.by_qr()
    room.ask("Silence")
    room.press("Close and show the tally")
    host.route("**/decide/", lambda route, _: held.append(route))
    host.route("**/deciding/", lambda route: route.fulfill(body="About 3 s to go."))
    with host.expect_request("**/decide/"):
        room.press("Decide by a run out of sight")
    expect(room.desk.locator("[data-doing]")).to_contain_text("Running the question’s own experiment out of sight")
    expect(room.desk.locator("[data-doing-yet]")).to_have_text("About 3 s to go.")
    room.desk.get_by_role("button", name="Decide by a run out of sight").click()  # “…” has been added to its name
    host.unroute("**/decide/")
    held[0].continue_()
    expect(room.desk.locator(".happened")).to_be_visible()
    expect(room.desk.locator("[data-doing]")).to_have_count(0)
    assert len(held) == 1


def test_without_javascript_the_next_step_is_a_page(open_page):
    host = open_page(DESKTOP, java_script_enabled=False)
    host.goto("/classroom/")
    host.get_by_role("button", name="Open a room with this plan").first.click()
    host.get_by_role("button", name="Next: The natural thing").click()
    expect(host.locator("#plan-title")).to_have_text("2 · The natural thing")
    expect(host.get_by_role("heading", level=1)).to_have_text("The natural thing")


def test_the_voice_ends_a_sentence_with_one_full_stop(page):
    page.goto("/playground/")
    said = page.evaluate(
        """async ([announcing, notes]) => {
            const { announcer } = await import(announcing);
            return notes.map((text) => {
                const place = document.createElement("p");
                announcer(place)(text === null ? [] : [{ text }], { number: "3", words: "charged" }, 0);
                return place.textContent;
            });
        }""",
        ["/static/playground/notes.js", ["It happened, and the caller cannot know.", "The pool is full", None]],
    )
    assert said == ["It happened, and the caller cannot know. 3 charged", "The pool is full. 3 charged", "3 charged"]
