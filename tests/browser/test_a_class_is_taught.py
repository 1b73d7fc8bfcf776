"""A whole class in a real browser: a host, a wall and five learners go through the prepared plan together."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.recorded import until
from tests.browser.screens import ALL_SCREENS, DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK, Screen

LIVE = '[data-part="link"][data-state="live"]'
WALL = Screen(1920, 1080)
CUT = ["ERR_INTERNET_DISCONNECTED", "WebSocket connection", "htmx:ws:error", "Failed to fetch"]
"""What Chromium and htmx log where the line is cut, whatever was under way."""


class Class:
    def __init__(self, open_page, screen=DESKTOP):
        self.open_page = open_page
        self.host = open_page(screen)
        self.host.goto("/classroom/")
        self.host.get_by_role("button", name="Open a room with this plan").first.click()
        self.host.wait_for_url("**/host/")
        self.code = re.search(r"/classroom/(\w{6})/", self.host.url)[1]
        expect(self.host.locator(LIVE)).to_be_visible()
        self.desk = self.host.locator("[data-desk]")
        self.roster = self.host.locator('[data-room-part="roster"]')

    def by_code(self, screen=PHONE) -> Page:
        """As somebody does who reads it off the wall."""
        page = self.open_page(screen)
        page.goto("/classroom/join/")
        page.get_by_label("The code on the screen").fill(f"{self.code[:3]}-{self.code[3:]}".lower())
        return self._come_in(page)

    def by_qr(self, screen=PHONE) -> Page:
        page = self.open_page(screen)
        page.goto(f"/classroom/{self.code}/")
        return self._come_in(page)

    def _come_in(self, page: Page) -> Page:
        page.get_by_role("button", name="Come in").click()
        expect(page.locator(LIVE)).to_be_visible()
        return page

    def wall(self, screen=WALL) -> Page:
        """On another computer, by the projector's own link."""
        page = self.open_page(screen)
        page.goto(self.host.get_by_label("The projector, on another computer").input_value())
        expect(page.locator(LIVE)).to_be_visible()
        return page

    def ask(self, title):
        self.desk.get_by_role("button", name=f"Ask: {title}").click()
        expect(self.desk.get_by_role("button", name="Close the vote")).to_be_visible()

    def press(self, name):
        press(self.desk.locator(".desk__card").get_by_role("button", name=name, exact=True))

    def do_about(self, name, what):
        if not self.roster.is_visible():
            self.host.locator(".room__fold > summary").click()
        seat = self.roster.locator(".roster__seat", has_text=name)
        seat.locator("summary").click()
        seat.get_by_role("button", name=what).click()


@pytest.fixture
def room(open_page):
    return Class(open_page)


def press(button):
    """In one go: the desk is made anew by what the room says, also between a mouse button's going down and up."""
    expect(button).to_be_visible()
    button.dispatch_event("click")


def name_of(page):
    return page.locator(".you__name b").inner_text()


def vote(page, place):
    option = page.locator(f'.vote__option[value="{place}"]')
    option.click()
    expect(option).to_have_attribute("aria-pressed", "true")


def instant(page):
    return page.locator('[data-field="time"]').inner_text()


def past(page, seconds):
    """The page's own clock shows that instant, or a later one."""
    page.wait_for_function(
        """seconds => {
            const [minutes, rest] = document.querySelector('[data-field="time"]').textContent.split(":");
            return 60 * Number(minutes) + Number(rest) >= seconds;
        }""",
        arg=seconds,
    )


def test_a_class_goes_through_a_plan(room, expected_problems):
    expected_problems += CUT
    wall = room.wall()
    learners = [room.by_code(), room.by_code(PHONE_DARK), room.by_qr(), room.by_qr(DESKTOP), room.by_qr(DESKTOP_DARK)]
    everybody_is_there(room, wall, learners)
    they_vote_through_a_reload_and_a_cut_line(room, wall, learners)
    they_talk_and_vote_again(room, wall, learners)
    the_run_decides_in_front_of_everybody(room, wall, learners)
    one_of_them_steers_for_a_while(room, wall, learners)
    the_next_step_brings_its_run_to_everybody(room, wall, learners)
    eyes_up_and_down_again(room, wall, learners)
    names = [name_of(page) for page in learners]
    the_report_knows_everybody_and_the_end_reaches_everybody(room, [wall, *learners], names)


COLOURED = """(() => {
  const canvas = document.querySelector(".wall__chart canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let points = 0;
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 3);
    points += data[at + 3] > 100 && Math.max(...colour) - Math.min(...colour) > 60;
  }
  return points;
})()"""
"""How many points of the wall's chart belong to a curve: axes and words are grey."""


def everybody_is_there(room, wall, learners):
    expect(room.host.locator(".room__people")).to_contain_text("5 here")
    expect(wall.locator(".wall__people")).to_contain_text("5 here")
    assert len({name_of(page) for page in learners}) == 5


def they_vote_through_a_reload_and_a_cut_line(room, wall, learners):
    room.ask("Silence")
    for page, place in zip(learners[:3], (2, 1, 1), strict=True):
        vote(page, place)
    learners[1].reload()
    expect(learners[1].locator('.vote__option[value="1"]')).to_have_attribute("aria-pressed", "true")
    learners[2].context.set_offline(True)
    vote(learners[3], 2)
    vote(learners[4], 0)
    expect(wall.locator(".asked__count")).to_contain_text("5 of 5 have voted")
    room.press("Close the vote")
    expect(room.desk.locator(".desk__advice")).to_contain_text("40% are right")
    learners[2].context.set_offline(False)
    expect(learners[2].locator("[data-asked]")).to_contain_text("The vote is over.")
    expect(learners[2].locator('[data-option="1"] .own:visible')).to_have_text("✓ your vote")


def they_talk_and_vote_again(room, wall, learners):
    room.press("Vote again")
    for page in learners:
        expect(page.locator("[data-asked]")).to_contain_text("second vote")
        vote(page, 2)
    room.press("Close and show the tally")
    for page in (wall, *learners):
        expect(page.locator(".tally--twice")).to_be_visible()


def the_run_decides_in_front_of_everybody(room, wall, learners):
    room.host.get_by_role("button", name="20× real time").click()
    room.host.get_by_role("button", name="Play", exact=True).click()
    for page in (room.host, wall, *learners):
        past(page, 30)
    room.host.get_by_role("button", name="Pause", exact=True).click()
    expect(wall.locator('[data-field="pace"]')).to_have_text("paused")
    room.press("Let the room’s run decide")
    for page in (wall, *learners):
        expect(page.locator(".happened")).to_be_visible()
    wall.wait_for_function(f"{COLOURED} > 100")
    until(wall, lambda: len({instant(page) for page in (wall, *learners)}) == 1)


def one_of_them_steers_for_a_while(room, wall, learners):
    steering = learners[0]
    name = name_of(steering)
    room.do_about(name, "Hand over the controls")
    expect(steering.get_by_text("The controls are yours")).to_be_visible()
    expect(steering.locator(LIVE)).to_be_visible()
    for page in (room.host, wall):
        expect(page.get_by_text(f"{name} has the controls").filter(visible=True).first).to_be_visible()
    steering.locator('[data-do="reset"]').click()
    expect(room.host.locator('[data-part="deed"]')).to_have_text(f"{name} started the run over.")
    for page in (wall, learners[3]):
        expect(page.locator('[data-field="time"]')).to_have_text("00:00.0")
    wall.wait_for_function(f"{COLOURED} === 0")  # the curve of the run before is gone
    room.host.get_by_role("button", name="Take them back").click()
    expect(steering.locator('[data-part="transport"]')).to_have_count(0)
    for page in (room.host, wall):
        expect(page.get_by_text(f"{name} has the controls")).to_have_count(0)


def the_next_step_brings_its_run_to_everybody(room, wall, learners):
    room.host.get_by_role("button", name="Next: The natural thing").click()
    for page in (wall, *learners):
        expect(page.get_by_role("heading", level=1)).to_have_text("The natural thing")
    expect(room.host.locator(".room__plan h2")).to_contain_text("2 · The natural thing")


def eyes_up_and_down_again(room, wall, learners):
    screens = room.host.get_by_role("button", name="Pause screens")
    screens.click()
    for page in learners:
        expect(page.get_by_text("Eyes up")).to_be_visible()
    expect(wall.get_by_text("Eyes up")).to_have_count(0)
    expect(screens).to_have_attribute("aria-pressed", "true")
    screens.click()
    for page in learners:
        expect(page.get_by_text("Eyes up")).to_have_count(0)


def the_report_knows_everybody_and_the_end_reaches_everybody(room, pages, names):
    with room.host.expect_popup() as opened:  # the host's page stays
        room.host.get_by_role("link", name="Report of this room so far").click()
    for name in names:
        expect(opened.value.get_by_text(name).first).to_be_visible()
    opened.value.close()
    room.host.get_by_role("button", name="More", exact=True).click()
    expect(room.host.get_by_role("button", name="End it now")).to_be_hidden()
    room.host.get_by_text("End the class", exact=True).click()
    room.host.get_by_role("button", name="End it now").click()
    expect(room.host.get_by_role("heading", level=1)).to_have_text("This class is over")
    wall, *learners = pages
    expect(wall.get_by_role("heading", level=1)).to_have_text("This class is over")
    expect(wall.get_by_role("navigation", name="Main")).to_be_hidden()
    for page in learners:
        expect(page.locator('[data-when="4410"]').get_by_role("link", name="the drills")).to_be_visible()
        expect(page.locator(".stage")).to_be_hidden()


def test_a_phone_says_that_its_line_is_gone_though_the_run_stands_still(room, expected_problems):
    expected_problems += CUT
    learner = room.by_qr()
    link = learner.locator('[data-part="link"]')
    expect(link).to_have_attribute("data-state", "live")
    learner.context.set_offline(True)
    expect(link).to_have_text("reconnecting")
    learner.context.set_offline(False)
    expect(link).to_have_text("live")


def test_a_phone_that_slept_is_back_at_the_instant_of_the_others(room, expected_problems):
    expected_problems += CUT
    learner = room.by_qr()
    room.host.get_by_role("button", name="5× real time").click()
    room.host.get_by_role("button", name="Play", exact=True).click()
    past(learner, 5)
    learner.context.set_offline(True)
    expect(learner.locator('[data-part="link"]')).to_have_text("reconnecting")
    past(room.host, 30)
    learner.context.set_offline(False)
    past(learner, 30)
    expect(learner.locator('[data-part="notice"]')).to_be_hidden()


def test_anyone_takes_the_instant_into_a_sandbox_of_their_own(room):
    learner = room.by_qr(DESKTOP)
    room.host.get_by_role("switch", name="Retries").check()
    room.host.get_by_role("button", name="20× real time").click()
    room.host.get_by_role("button", name="Play", exact=True).click()
    past(learner, 10)
    room.host.get_by_role("button", name="Pause", exact=True).click()
    expect(learner.locator('[data-field="pace"]')).to_have_text("paused")
    with learner.context.expect_page() as opened:
        learner.get_by_role("link", name="Take this instant into a sandbox").click()
    sandbox = opened.value
    expect(sandbox.locator(LIVE)).to_be_visible()
    past(sandbox, 10)
    expect(learner.locator('[data-field="time"]')).to_have_text(sandbox.locator('[data-field="time"]').inner_text())
    expect(sandbox.get_by_role("switch", name="Retries")).to_be_checked()
    sandbox.get_by_role("switch", name="Retries").uncheck()
    expect(room.host.get_by_role("switch", name="Retries")).to_be_checked()


def test_a_room_is_opened_with_the_run_on_the_screen(page):
    page.goto("/playground/double-charge/?seed=7")
    expect(page.locator(LIVE)).to_be_visible()
    page.get_by_role("switch", name="Retries").check()
    expect(page.locator('section[data-group="retry"]')).to_have_attribute("data-on", "true")
    page.get_by_role("button", name="Open a room with this run").click()
    page.wait_for_url("**/host/")
    expect(page.locator(LIVE)).to_be_visible()
    expect(page.get_by_role("switch", name="Retries")).to_be_checked()


def test_the_host_goes_over_to_the_phone(room):
    room.host.get_by_role("button", name="More", exact=True).click()
    room.host.get_by_role("button", name="Show a private link").click()
    expect(room.host.locator(".link__address")).to_be_hidden()  # it may be on the wall
    phone = room.open_page(PHONE)
    phone.goto(room.host.locator(".link__address a").get_attribute("href"))
    assert phone.url.endswith(f"/classroom/{room.code}/host/")
    expect(phone.locator(LIVE)).to_be_visible()
    phone.get_by_role("button", name="Play", exact=True).click()
    expect(room.host.locator('[data-part="deed"]')).to_have_text("Another host pressed play.")
    expect(room.host.get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_the_host_forks_with_the_room(room):
    learner = room.by_qr()
    room.host.get_by_role("button", name="20× real time").click()
    room.host.get_by_role("button", name="Play", exact=True).click()
    past(learner, 10)
    room.host.get_by_role("button", name="Pause", exact=True).click()
    room.host.get_by_role("switch", name="Retries").check()
    room.host.get_by_label("Go to an instant of the run").fill("4")
    for page in (learner, room.host):
        expect(page.locator('[data-field="time"]')).to_have_text("00:04.0")
    room.host.get_by_role("button", name="Fork here").click()
    expect(room.host.get_by_role("switch", name="Retries")).not_to_be_checked()
    expect(room.host.get_by_text("A new future from 00:04.0, for everybody")).to_be_visible()


def test_a_step_asks_its_question_from_its_own_card(room):
    learner = room.by_qr()
    room.host.get_by_role("button", name="Put it to the room").click()
    expect(learner.locator(".vote__option")).to_have_count(3)
    expect(room.host.get_by_role("button", name="Put it to the room")).to_be_hidden()


def test_what_a_host_has_opened_stays_open_while_people_come_in(room):
    room.by_qr()
    room.host.locator(".room__fold > summary").click()
    seats = room.roster.locator(".roster__seat")
    seats.first.locator("summary").click()
    room.by_qr(DESKTOP)
    expect(seats).to_have_count(2)
    expect(seats.first.get_by_role("button", name="Hand over the controls")).to_be_visible()


def test_a_name_that_somebody_gave_can_be_hidden(room):
    learner = room.by_qr()
    learner.get_by_text("Name and seat").click()
    learner.get_by_label("Another name").fill("<i>Rude</i>")
    learner.get_by_role("button", name="Use this name").click()
    expect(learner.locator(".you__name b")).to_have_text("<i>Rude</i>")
    room.do_about("Rude", "Hide this name")
    expect(learner.locator(".you__name")).to_contain_text("the host has hidden")
    expect(room.roster.locator(".roster__name")).not_to_contain_text("Rude")


def test_a_learner_who_tries_the_hosts_page_is_told_so(room, expected_problems):
    expected_problems.append("403 (Forbidden)")
    learner = room.by_qr()
    learner.goto(f"/classroom/{room.code}/host/")
    expect(learner.get_by_role("heading", level=1)).to_have_text("Not from here")


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
def test_every_view_of_a_room_breaks_no_rule_of_wcag_22_aa(open_page, axe, screen):
    room = Class(open_page, screen)
    learner = room.by_qr(screen)
    axe(room.host)
    axe(learner)
    axe(room.wall(screen))
    room.ask("Silence")
    expect(learner.locator(".vote__option").first).to_be_visible()
    axe(learner)
    room.host.get_by_role("button", name="Pause screens").click()
    expect(learner.get_by_text("Eyes up")).to_be_visible()
    axe(learner)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE_DARK], ids=str)
def test_the_door_breaks_no_rule_either(page, axe, expected_problems):
    expected_problems.append("422")
    page.goto("/classroom/join/?code=AAAAAA")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no room with this code")
    axe(page)
    fits(page)


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def test_the_door_fits_a_phone_also_when_it_is_locked_and_without_javascript(room, open_page, expected_problems):
    expected_problems.append("Failed to load resource")
    room.host.get_by_role("button", name="Lock the room").click()
    expect(room.host.get_by_role("button", name="Lock the room")).to_have_attribute("aria-pressed", "true")
    plain = open_page(PHONE, java_script_enabled=False)
    plain.goto("/classroom/join/")
    fits(plain)
    plain.goto(f"/classroom/{room.code}/")
    plain.get_by_role("button", name="Come in").click()
    expect(plain.get_by_role("alert")).to_be_visible()
    fits(plain)


def test_the_network_is_back_and_so_is_the_page_without_waiting_for_its_next_attempt(room, expected_problems):
    expected_problems += CUT
    learner = room.by_qr()
    room.host.get_by_role("button", name="Play", exact=True).click()
    past(learner, 1)
    learner.evaluate(
        "Object.assign(htmx.config.ws, { reconnectDelay: 1e9, reconnectMaxDelay: 1e9, reconnectJitter: 0 })"
    )
    learner.context.set_offline(True)
    expect(learner.locator('[data-part="link"]')).to_have_text("reconnecting")
    learner.context.set_offline(False)
    expect(learner.locator(LIVE)).to_be_visible()


def test_a_phone_that_was_put_away_comes_back_to_the_present_instant(room):
    learner = room.by_qr()
    room.host.get_by_role("button", name="Play", exact=True).click()
    past(learner, 1)
    out_of_sight(learner, hidden=True)
    expect(learner.locator('[data-part="link"]')).to_have_text("reconnecting")
    past(room.host, 5)
    out_of_sight(learner, hidden=False)
    expect(learner.locator(LIVE)).to_be_visible()
    past(learner, 5)


def out_of_sight(page, *, hidden):
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
