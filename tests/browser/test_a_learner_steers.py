"""Whoever has the controls sees so, and the bar with them never lies over a question; an order is the room's own."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import PHONE, PHONE_DARK
from tests.browser.test_a_class_is_taught import LIVE, Class, name_of, past, vote

WHEREVER_THE_PAGE_IS_SCROLLED = """() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const lies = [];
    for (let y = 0; y < document.documentElement.scrollHeight; y += 120) {
        scrollTo(0, y);
        const [bar, question, notice] = [".transport", ".room__question", ".room__yours"].map(box);
        if (bar.top < question.bottom) lies.push(`the bar over the question at ${y}`);
        if (notice.bottom > innerHeight || notice.bottom < 24) lies.push(`the notice out of sight at ${y}`);
        if (box(".room--learner .verdict").top < notice.bottom) lies.push(`the notice over the headline at ${y}`);
    }
    return lies;
}"""


@pytest.fixture
def room(open_page):
    return Class(open_page)


@pytest.mark.parametrize("screen", [PHONE, PHONE_DARK], ids=str)
def test_the_bar_never_lies_over_a_question_and_the_notice_stays_in_sight(room, axe, screen):
    learner = room.by_qr(screen)
    room.ask("Silence")
    vote(learner, 1)
    room.do_about(name_of(learner), "Hand over the controls")
    expect(learner.locator(".transport")).to_be_visible()
    expect(learner.locator(LIVE)).to_be_visible()
    assert learner.evaluate(WHEREVER_THE_PAGE_IS_SCROLLED) == []
    room.press("Close and show the tally")
    expect(learner.locator(".tally")).to_be_visible()
    assert learner.evaluate(WHEREVER_THE_PAGE_IS_SCROLLED) == []
    learner.locator(".tally__fill").first.evaluate("each => Promise.all(each.getAnimations().map(one => one.finished))")
    axe(learner)
    learner.evaluate("scrollTo(0, 0)")
    learner.get_by_role("link", name="Go to them").click()
    expect(learner.locator('[data-do="play"]')).to_be_in_viewport()


def test_an_order_that_the_host_opens_is_drawn_from_the_rooms_run(room):
    host = room.host
    host.get_by_role("button", name="20× real time").click()
    host.get_by_role("button", name="Play", exact=True).click()
    past(host, 20)
    host.get_by_role("button", name="Pause", exact=True).click()
    charged = host.locator('[data-part="recent"] li', has_text="yet charged").first
    order = charged.locator("b").inner_text()
    charged.get_by_role("button").click()
    with host.context.expect_page() as opened:
        host.get_by_role("link", name="Draw it, belief beside truth").click()
    drawn = opened.value
    expect(drawn.get_by_role("heading", level=1)).to_have_text(f"{order}, message by message")
    expect(drawn.locator(".lede")).to_contain_text("told “failed”, yet charged")
