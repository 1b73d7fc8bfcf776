"""Whatever a prepared class puts on the wall is on it whole: a wall is never scrolled."""

from playwright.sync_api import expect

from tests.browser.recorded import AT_REST
from tests.browser.screens import Screen
from tests.browser.test_a_class_is_taught import LIVE, Class, vote

WALLS = [Screen(1920, 1080), Screen(1280, 720, "dark")]
STEPS = ["Silence", "The natural thing", "Name the intent", "One slow dependency", "Ten seconds without payment"]
IN_SIGHT = (
    ".wall__head .title, .verdict, .wall .node, .wall__chart .chart__plot, .wall .room__time, .wall__join, "
    ".asked__prompt, .place__where, .said__option, .asked__count, .happened, .tally__row, .wall .legend li"
)
CUT = """wanted => [...document.querySelectorAll(wanted)]
    .map(each => [each.className, each.getBoundingClientRect()])
    .filter(([, { height }]) => height)
    .filter(([, box]) => box.top < 0 || box.left < 0 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1)
    .map(([name]) => name)"""

WAY = """() => {
    const box = name => document.querySelector(`[data-station="${name}"]`).getBoundingClientRect();
    const [from, to] = ['checkout', 'payment'].map(box);
    return (to.left - from.right) / innerWidth;
}"""
WAY_MIN = 1 / 8
"""Of the wall, from checkout to payment: what happens on it is what is asked about."""


def test_every_step_and_every_state_of_its_question_is_on_the_wall_whole(open_page):
    room = Class(open_page)
    walls, learner = [room.wall(screen) for screen in WALLS], room.by_qr()
    for number, title in enumerate(STEPS):
        if number:
            go_on_to(room, walls, learner, number, title)
        fits(walls)
        ask_twice_and_show(room, walls, learner, title)
        room.press("Done: put it away")
        for wall in walls:
            expect(wall.locator("[data-question]")).to_have_count(0)
    go_on_to(room, walls, learner, len(STEPS), "What would you build?")
    fits(walls)
    room.host.locator('select[name="place"]').select_option("item/giving-up")
    room.host.get_by_role("button", name="Move there").click()
    fits(walls, shows=".place__ask")
    room.host.locator('select[name="place"]').select_option("section/partial-failure")
    room.host.get_by_role("button", name="Move there").click()
    for wall in walls:
        expect(wall.locator(".place__where")).to_have_text("Partial failure and ambiguous truth")
    fits(walls, shows=".place__where")
    room.ask(STEPS[0])
    fits(walls, shows=".said")
    assert all(wall.evaluate(WAY) > WAY_MIN for wall in walls)


def test_a_window_with_bars_of_its_own_holds_all_of_it_too(open_page):
    room = Class(open_page)
    wall, learner = room.wall(), room.by_qr()
    ask_twice_and_show(room, [wall], learner, STEPS[0])
    for width, height in ((1920, 950), (1366, 650), (1280, 600)):
        wall.set_viewport_size({"width": width, "height": height})
        wall.wait_for_function(f"wanted => !({CUT})(wanted).length", arg=IN_SIGHT)
        wall.wait_for_function("document.documentElement.scrollHeight <= innerHeight")


def go_on_to(room, walls, learner, number, title):
    room.host.get_by_role("button", name=f"Next: {title}").click()
    expect(room.host.locator(".room__plan h2")).to_contain_text(f"{number + 1} · {title}")
    for page in (room.host, *walls, learner):
        expect(page.locator(LIVE)).to_be_visible()
    for wall in walls:
        expect(wall.locator('[data-room-part="run"] .eyebrow')).to_contain_text(f"{number + 1} of")


def ask_twice_and_show(room, walls, learner, title):
    room.ask(title)
    vote(learner, 1)
    fits(walls, shows=".said")
    room.press("Close the vote")
    room.press("Vote again")
    expect(learner.locator("[data-asked]")).to_contain_text("second vote")
    vote(learner, 2)
    room.press("Close and show the tally")
    fits(walls, shows=".tally--twice")
    room.press("Decide by a run out of sight")
    fits(walls, shows=".happened")


def fits(walls, shows=".wall"):
    for wall in walls:
        expect(wall.locator(shows)).to_be_visible()
        expect(wall.locator(".wall__chart canvas")).to_be_visible()
        wall.evaluate(AT_REST)
        assert wall.evaluate(CUT, IN_SIGHT) == []
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
