"""Whatever a prepared class puts on the wall is on it whole: a wall is never scrolled."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import Screen
from tests.browser.test_a_class_is_taught import LIVE, Class, vote

WALLS = [Screen(1920, 1080), Screen(1280, 720, "dark")]
STEPS = ["Silence", "The natural thing", "Name the intent", "Slow is worse than dead", "Healed, and still down"]
IN_SIGHT = (
    ".wall__head .title, .verdict, .wall .node, .wall__chart .chart__plot, .wall .room__time, .wall__join, "
    ".asked__prompt, .place__where, .said__option, .asked__count, .happened, .tally__row, .wall .legend li"
)
CUT = """wanted => [...document.querySelectorAll(wanted)]
    .map(each => [each.className, each.getBoundingClientRect()])
    .filter(([, { height }]) => height)
    .filter(([, box]) => box.top < 0 || box.left < 0 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1)
    .map(([name]) => name)"""


@pytest.mark.parametrize("shown_on", WALLS, ids=str)
def test_every_step_and_every_state_of_its_question_is_on_the_wall_whole(open_page, shown_on):
    room = Class(open_page)
    wall, learner = room.wall(shown_on), room.by_qr()
    for number, title in enumerate(STEPS):
        if number:
            go_on_to(room, wall, learner, number, title)
        fits(wall)
        ask_twice_and_show(room, wall, learner, title)
        room.press("Done: put it away")
        expect(wall.locator("[data-question]")).to_have_count(0)
    go_on_to(room, wall, learner, len(STEPS), "What would you build?")
    fits(wall)
    room.host.locator('select[name="place"]').select_option("item/giving-up")
    room.host.get_by_role("button", name="Move there").click()
    expect(wall.locator(".place__where")).to_be_visible()
    fits(wall)


def go_on_to(room, wall, learner, number, title):
    """The host's page is made anew, by the form or by what the room says, whichever comes first."""
    room.host.evaluate("document.documentElement.dataset.before = ''")
    room.host.get_by_role("button", name=f"Next: {title}").click()
    expect(room.host.locator("html[data-before]")).to_have_count(0)
    expect(room.host.locator(".room__plan h2")).to_contain_text(f"{number + 1} · {title}")
    for page in (room.host, wall, learner):
        expect(page.locator(LIVE)).to_be_visible()
    expect(wall.locator('[data-room-part="run"] .eyebrow')).to_contain_text(f"{number + 1} of")


def ask_twice_and_show(room, wall, learner, title):
    room.ask(title)
    vote(learner, 1)
    expect(wall.locator(".said__option")).to_have_count(3)
    fits(wall)
    room.press("Close the vote")
    room.press("Vote again")
    expect(learner.locator("[data-asked]")).to_contain_text("second vote")
    vote(learner, 2)
    room.press("Close and show the tally")
    expect(wall.locator(".tally--twice")).to_be_visible()
    fits(wall)
    room.press("Decide by a run out of sight")
    expect(wall.locator(".happened")).to_be_visible()
    fits(wall)


def fits(wall):
    expect(wall.locator(".wall__chart canvas")).to_be_visible()
    assert wall.evaluate(CUT, IN_SIGHT) == []
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
