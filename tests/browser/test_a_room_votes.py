"""A class votes: hidden, talked over, voted again, revealed, marked by the run; reloads and cut lines cost nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.recorded import until
from tests.browser.screens import ALL_SCREENS, DESKTOP, PHONE, PHONE_DARK, Screen
from tests.browser.test_a_class_is_taught import CUT, press

OPTIONS = ("None: failed means failed", "About half", "All of them")
REFUSED = "Failed to load resource"
"""What Chromium logs about an answer that refuses something in words."""


class Class:
    """A room in the browsers of its people."""

    def __init__(self, open_page):
        self.open_page = open_page
        self.host = open_page(DESKTOP)
        self.host.goto("/classroom/")
        self.host.get_by_role("button", name="Open a room with this plan").first.click()
        self.host.wait_for_url("**/host/")
        self.code = re.search(r"/classroom/(\w{6})/", self.host.url)[1]
        expect(self.desk.get_by_role("heading", name="Ask the room")).to_be_visible()

    @property
    def desk(self):
        return self.host.locator("[data-desk]")

    def ask(self, source="plan/silence"):
        self.desk.locator(f'button[value="{source}"]').click()
        expect(self.desk.get_by_role("button", name="Close the vote")).to_be_visible()

    def press(self, name):
        press(self.desk.locator(".desk__card").get_by_role("button", name=name, exact=True))

    def join(self, screen=PHONE, **options):
        page = self.open_page(screen, **options)
        page.goto(f"/classroom/join/?code={self.code}")
        page.get_by_role("button", name="Come in").click()
        page.wait_for_url(f"**/classroom/{self.code}/")
        return page

    def wall(self):
        page = self.open_page(DESKTOP)
        page.goto(self.host.get_by_label("The projector, on another computer").input_value())
        return page


@pytest.fixture
def room(open_page):
    return Class(open_page)


def option(page, place):
    return page.locator(f'[data-asked] .vote__option[value="{place}"]')


def vote(page, place):
    option(page, place).click()
    expect(option(page, place)).to_have_attribute("aria-pressed", "true")


def shares(page, round_=1):
    """What the tally shows, option by option."""
    return page.locator(f'.tally__bar[data-round="{round_}"] b').all_inner_texts()


def test_vote_talk_vote_again_reveal_and_the_run_decides(room):
    learners = [room.join(), room.join(PHONE_DARK), room.join(DESKTOP)]
    wall = room.wall()
    room.ask()
    for page, place in zip(learners, (1, 1, 2), strict=True):
        vote(page, place)
    for page in (room.host, wall, *learners):
        expect(page.locator(".asked__count")).to_contain_text("3 of 3 have voted")
        assert page.locator(".tally").count() == 0
    room.press("Close the vote")
    expect(room.desk.locator(".desk__advice")).to_contain_text("33% are right")
    expect(wall.locator("[data-asked]")).to_contain_text("the tally is still hidden")
    assert wall.locator(".tally").count() == 0
    room.press("Vote again")
    for page in learners:
        expect(page.locator("[data-asked]")).to_contain_text("second vote")
        vote(page, 2)
    expect(option(learners[0], 1)).to_contain_text("your first vote")
    room.press("Close the vote")
    room.press("Show the tally")
    for page in (wall, *learners):
        expect(page.locator(".tally--twice")).to_be_visible()
        assert (shares(page, 1), shares(page, 2)) == (["0%", "67%", "33%"], ["0%", "0%", "100%"])
        expect(page.locator(".tag--good")).to_have_count(0)
    room.press("Decide by a run out of sight")
    for page in (wall, *learners):
        expect(page.locator(".happened")).to_contain_text("100%")
    expect(learners[0].locator(".yours:visible")).to_have_text(re.compile(r"You said C\.\s+✓ Right\."))
    expect(learners[0].locator('[data-option="1"] .own:visible')).to_have_text("✓ your first vote")


def test_a_double_tap_and_a_change_of_mind_are_one_vote(room):
    learner = room.join()
    room.ask()
    option(learner, 0).dblclick()
    expect(option(learner, 0)).to_have_attribute("aria-pressed", "true")
    vote(learner, 2)
    expect(option(learner, 0)).to_have_attribute("aria-pressed", "false")
    expect(room.desk.locator(".asked__count")).to_contain_text("1 of 1 have voted")
    room.press("Close and show the tally")
    expect(learner.locator(".tally")).to_be_visible()
    assert shares(learner) == ["0%", "0%", "100%"]


def test_a_reload_in_mid_vote_keeps_the_vote(room):
    learner = room.join()
    room.ask()
    vote(learner, 1)
    learner.reload()
    expect(option(learner, 1)).to_have_attribute("aria-pressed", "true")
    expect(learner.locator("[data-asked]")).to_contain_text("Counted.")


def test_after_a_cut_line_the_page_shows_how_it_stands_now(room, expected_problems):
    expected_problems += CUT
    learner = room.join()
    room.ask()
    vote(learner, 1)
    learner.context.set_offline(True)
    room.press("Close the vote")
    expect(room.desk.locator(".desk__advice")).to_be_visible()
    learner.context.set_offline(False)
    expect(learner.locator("[data-asked]")).to_contain_text("The vote is over.")
    expect(learner.locator('[data-option="1"] .own:visible')).to_have_text("✓ your vote")


def test_a_latecomer_votes_in_what_is_open(room):
    room.join()
    room.ask()
    late = room.join()
    vote(late, 2)
    expect(room.desk.locator(".asked__count")).to_contain_text("1 of 2 have voted")


def test_without_javascript_everybody_votes_all_the_same(room):
    learner = room.join(java_script_enabled=False)
    room.ask()
    learner.get_by_role("link", name="See how it stands now").click()
    option(learner, 2).click()
    expect(option(learner, 2)).to_have_attribute("aria-pressed", "true")
    expect(learner.locator("[data-asked]")).to_contain_text("Counted.")


def test_the_seconds_of_a_timed_vote_count_down(room):
    """On a clock of the page's own, which is stopped a minute on and then goes by five seconds."""
    learner = room.join()
    learner.clock.install(time=0)
    room.desk.get_by_text("A question of your own").click()
    fill_in(room, "Which first?", ["A shorter queue", "A breaker"])
    room.desk.locator("#seconds-typed").select_option("300")
    room.desk.locator("details[open]").get_by_role("button", name="Ask this").click()
    left = learner.locator("[data-left]")
    expect(left).to_be_visible()
    learner.clock.pause_at(learner.evaluate("Date.now()") / 1000 + 60)
    learner.clock.run_for(1000)
    before = int(left.inner_text())
    learner.clock.run_for(5000)
    assert int(left.inner_text()) == before - 5
    learner.clock.resume()
    room.press("30 s more")
    until(learner, lambda: int(left.inner_text()) > before)


def fill_in(room, prompt, options):
    form = room.desk.locator("form:has(#ask-prompt)")
    form.locator("#ask-prompt").fill(prompt)
    for field, text in zip(form.locator('input[name="option"]').all(), options, strict=False):
        field.fill(text)


def test_what_cannot_be_asked_is_said_beside_the_field_and_stays_typed(room, expected_problems):
    expected_problems.append(REFUSED)
    room.desk.get_by_text("A question of your own").click()
    fill_in(room, "Which first?", ["Only one"])
    room.desk.locator("form:has(#ask-prompt)").get_by_role("button", name="Ask this").click()
    expect(room.desk.locator("#ask-options-error")).to_contain_text("Give 2 to 6 answers")
    expect(room.desk.locator("#ask-prompt")).to_have_value("Which first?")


def test_what_a_host_types_stays_while_the_question_above_changes(room):
    learner = room.join()
    room.ask()
    room.desk.get_by_text("A question of your own").click()
    room.desk.locator("#ask-prompt").fill("Half a thou")
    vote(learner, 1)
    room.press("Close the vote")
    expect(room.desk.locator(".desk__advice")).to_be_visible()
    expect(room.desk.locator("#ask-prompt")).to_have_value("Half a thou")
    expect(room.desk.locator("#ask-prompt")).to_be_visible()


def test_markup_that_is_typed_is_shown_as_text(room):
    learner = room.join()
    room.desk.get_by_text("A question of your own").click()
    fill_in(room, "<img src=x onerror=alert(1)>?", ["<b>yes</b>", "no"])
    room.desk.locator("form:has(#ask-prompt)").get_by_role("button", name="Ask this").click()
    expect(learner.locator("#asked-prompt")).to_have_text("<img src=x onerror=alert(1)>?")
    expect(option(learner, 0)).to_contain_text("<b>yes</b>")


def test_the_room_decides_a_control_of_the_shared_run(room):
    learners = [room.join(), room.join()]
    room.desk.get_by_text("Let the room decide a control").click()
    retries = room.desk.locator(".ask__control").filter(has_text="Retries")
    expect(retries).to_contain_text("now off")
    room.host.get_by_role("switch", name="Retries").check()
    expect(retries).to_contain_text("now on")
    form = room.desk.locator('form:has(input[value="timeout.attempt_s"])')
    form.locator('input[name="values"]').fill("1, 3")
    form.get_by_role("button", name="Ask").click()
    for page in learners:
        vote(page, 1)
    room.press("Close and show the tally")
    room.desk.get_by_role("button", name="Apply B: 3 s").click()
    expect(room.desk.get_by_role("button", name="Apply B: 3 s")).to_have_count(0)
    expect(room.host.locator(".bench__controls")).to_contain_text(re.compile(r"3\s*s"))


def test_the_page_follows_where_the_room_is_led(room):
    learner = room.join(DESKTOP)
    room.host.locator('select[name="place"]').select_option("section/safe-recovery")
    room.host.get_by_role("button", name="Move there").click()
    expect(learner.frame_locator("iframe").get_by_role("heading", name="Safe recovery", level=1)).to_be_visible()
    expect(learner.frame_locator("iframe").get_by_role("navigation", name="Main")).to_be_hidden()
    room.host.get_by_role("button", name="Set everybody free").click()
    expect(learner.locator("iframe")).to_have_count(0)


def test_what_a_host_has_chosen_stays_chosen_while_the_part_is_brought_up_to_date(room):
    """After a move it comes twice: as the answer, and because everybody is told."""
    place = room.host.locator('select[name="place"]')
    place.select_option("section/safe-recovery")
    room.host.evaluate("""() => new Promise(done => {
      document.addEventListener('htmx:after:swap', () => done(), { once: true });
      document.body.dispatchEvent(new CustomEvent('room:pace'));
    })""")
    expect(place).to_have_value("section/safe-recovery")


def test_a_change_is_said_in_a_sentence_and_counts_are_not(room):
    learner = room.join()
    said = learner.locator("body > p[role=status]")
    room.ask()
    expect(said).to_have_text("A question: vote now.")
    vote(learner, 1)
    room.press("Close and show the tally")
    expect(said).to_have_text(re.compile(r"^The tally: A 0%, B 100%, C 0%\.$"))


def test_by_keyboard_alone(room):
    learner = room.join(DESKTOP)
    room.ask()
    option(learner, 0).focus()
    learner.keyboard.press("Tab")
    learner.keyboard.press("Enter")
    expect(option(learner, 1)).to_have_attribute("aria-pressed", "true")
    expect(option(learner, 1)).to_be_focused()


def test_with_reduced_motion_no_bar_grows(room):
    learner = room.join(Screen(360, 740, motion="reduce"))
    room.ask()
    vote(learner, 1)
    room.press("Close and show the tally")
    fill = learner.locator(".tally__fill").first
    expect(fill).to_be_attached()
    assert fill.evaluate("element => getComputedStyle(element).animationName") == "none"


@pytest.mark.parametrize("shown_on", ALL_SCREENS, ids=str)
def test_every_state_is_accessible_and_fits_its_screen(room, axe, shown_on):
    learner = room.join(shown_on)
    room.ask("plan/storm")
    vote(learner, 1)
    targets = learner.locator(".vote__option").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(targets) >= 56
    check(axe, learner)
    room.press("Close and show the tally")
    expect(learner.locator(".tally")).to_be_visible()
    check(axe, learner)


def check(axe, page):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_hosts_side_the_wall_and_the_report_are_accessible(room, axe):
    learner, wall = room.join(), room.wall()
    room.ask()
    vote(learner, 2)
    for summary in room.desk.locator(".ask > details > summary").all():
        summary.click()
    room.host.set_viewport_size({"width": 360, "height": 740})
    check(axe, room.host)
    check(axe, wall)
    room.press("Close and show the tally")
    expect(room.desk.locator(".tally")).to_be_visible()
    check(axe, room.host)
    with room.host.expect_popup() as report:
        room.desk.get_by_role("link", name="Report of this room so far").click()
    expect(report.value.get_by_role("heading", name="What the room said")).to_be_visible()
    check(axe, report.value)


def test_a_vote_without_a_connection_says_so_and_is_sent_when_there_is_one(room, expected_problems):
    expected_problems += CUT
    learner = room.join()
    room.ask()
    vote(learner, 0)
    learner.context.set_offline(True)
    option(learner, 2).click()
    expect(learner.locator("[data-unsent]")).to_have_text(re.compile("Not sent yet: All of them"))
    expect(learner.locator('[data-option="0"] .own:visible')).to_have_text("✓ your vote")
    learner.context.set_offline(False)
    expect(option(learner, 2)).to_have_attribute("aria-pressed", "true")
    expect(learner.locator("[data-unsent]")).to_be_hidden()
    room.press("Close and show the tally")
    expect(learner.locator(".tally")).to_be_visible()
    assert shares(learner) == ["0%", "0%", "100%"]


def test_of_quick_taps_the_last_is_shown_and_counted_however_slow_the_answers(room):
    learner = room.join()
    room.ask()
    held = []
    learner.route("**/vote/", lambda route: held.append(route) if not held else route.continue_())
    with learner.expect_request("**/vote/"):
        option(learner, 2).click()
    for place in (0, 1):
        option(learner, place).click()
    until(learner, lambda: held)
    held[0].continue_()
    expect(option(learner, 1)).to_have_attribute("aria-pressed", "true")
    room.press("Close and show the tally")
    expect(learner.locator(".tally")).to_be_visible()
    assert shares(learner) == ["0%", "100%", "0%"]


def test_two_tabs_of_one_seat_show_the_same_vote(room):
    one = room.join()
    two = one.context.new_page()
    two.goto(one.url)
    room.ask()
    vote(one, 0)
    expect(option(two, 0)).to_have_attribute("aria-pressed", "true")
    vote(two, 2)
    expect(option(one, 2)).to_have_attribute("aria-pressed", "true")
    expect(option(one, 0)).to_have_attribute("aria-pressed", "false")
