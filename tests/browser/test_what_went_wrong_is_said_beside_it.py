"""Every command that the server refuses is explained in words beside what was used, and the run goes on."""

import pytest
from playwright.sync_api import expect

from tests.browser.live import cell, open_at_20, open_live, pause, shop_seconds
from tests.browser.recorded import Recording, until

WORDS = "Words of the server that say what is wrong."


def press(name):
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def scrub(page):
    page.get_by_role("slider", name="Go to an instant of the run").fill("5")


def reseed(page):
    press("seed 7")(page)
    page.get_by_label("Seed").fill("8")
    press("Start over with this seed")(page)


def share(page):
    press("share")(page)
    page.keyboard.press("Escape")


REFUSED = [
    ("play", press("Play"), ".transport__error"),
    ("step", press("Step to the next event"), ".transport__error"),
    ("speed", press("20× real time"), ".transport__error"),
    ("seek", scrub, ".transport__error"),
    ("fork", press("fork"), ".transport__error"),
    ("compare", press("compare A|B"), ".transport__error"),
    ("reset", press("reset"), ".transport__error"),
    ("reset", reseed, ".transport__error"),
    ("seek", share, ".transport__error"),
    ("strike", lambda page: page.locator("[data-strike]").first.click(), '[data-part="faults"] > .field__error'),
]


@pytest.mark.parametrize(("command", "use", "place"), REFUSED)
def test_a_refusal_stands_beside_what_was_used_and_the_run_goes_on(page, command, use, place):
    recording = Recording(page).open(t=9.0)
    recording.replies[command] = lambda said: {
        "type": "error", "id": said["id"], "code": "ended", "message": WORDS, "knob": None,
    }  # fmt: skip
    use(page)
    expect(page.locator(place)).to_have_text(WORDS)
    recording.push(t=10.0, end=10.0)
    expect(page.locator(".transport__time")).to_have_text("00:10.0")


def test_the_next_command_that_is_taken_clears_it(page):
    recording = Recording(page).open()
    recording.replies["step"] = lambda said: {
        "type": "error", "id": said["id"], "code": "ended", "message": WORDS, "knob": None,
    }  # fmt: skip
    press("Step to the next event")(page)
    expect(page.locator(".transport__error")).to_have_text(WORDS)
    del recording.replies["step"]
    press("Step to the next event")(page)
    expect(page.locator(".transport__error")).to_have_text("")


def test_a_fault_that_cannot_be_scheduled_is_explained_in_its_form(page):
    recording = Recording(page).open()
    recording.replies["strike"] = lambda said: {
        "type": "error", "id": said["id"], "code": "fault", "message": WORDS, "knob": None,
    }  # fmt: skip
    page.get_by_text("Any other fault, now or later").click()
    press("Schedule it")(page)
    expect(page.locator(".schedule").get_by_role("alert")).to_have_text(WORDS)


def test_an_order_that_does_not_exist_is_explained_where_its_story_would_be(page):
    recording = Recording(page).open(
        recent=[{"order": 7, "t": 1.0, "verdict": "ok", "text": "confirmed, charged once."}]
    )
    recording.replies["order"] = lambda said: {
        "type": "error", "id": said["id"], "code": "unknown_order", "message": WORDS, "knob": None,
    }  # fmt: skip
    press("See every message of order 7")(page)
    expect(page.get_by_role("dialog")).to_contain_text(WORDS)


def test_what_nobody_asked_for_is_said_at_the_top(page):
    recording = Recording(page).open()
    recording.send({"type": "error", "id": None, "code": "too_long", "message": WORDS, "knob": None})
    expect(page.locator('[data-part="notice"]')).to_contain_text(WORDS)


def test_a_run_that_ended_can_still_be_scrubbed(page):
    recording = Recording(page).open(t=9.0, end=9.0)
    recording.send({"type": "ended", "reason": "length", "message": WORDS})
    expect(page.locator('[data-part="notice"]')).to_contain_text(WORDS)
    scrub(page)
    assert recording.wait_for("seek")["t"] == 5


@pytest.mark.parametrize(
    ("address", "words", "status"),
    [
        ("/playground/quadruple-charge/", "there is no scenario", 404),
        ("/playground/double-charge/?recipe=1.cut.off", "link", 400),
        ("/playground/double-charge/?retry.max_attempts=0", "from 1 to", 400),
        ("/playground/double-charge/?t=-1", "from 0 to", 400),
        ("/playground/double-charge/order/999999/?seed=7&t=5", "no order 999,999", 404),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_a_page_in_words(page, expected_problems, address, words, status):
    expected_problems.append(str(status))
    response = page.goto(address)
    assert response.status == status
    expect(page.get_by_role("main")).to_contain_text(words)


def test_the_real_server_refuses_what_is_out_of_range_and_the_run_goes_on(page):
    open_live(page, "/playground/double-charge/?seed=7")
    page.get_by_text("All controls").click()
    page.locator('[data-group="network"] .control__rows > summary').click()
    delay = page.locator('[data-knob="network.delay_ms"]')
    delay.locator(".knob__input").fill("-5")
    delay.locator(".knob__input").press("Enter")
    expect(delay.locator(".field__error")).to_contain_text("Still in force: 5 ms.")
    before = shop_seconds(page)
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, lambda: shop_seconds(page) > before + 1)


def test_beyond_the_end_of_what_was_played_nothing_can_be_visited(page):
    open_at_20(page, "/playground/double-charge/?seed=7")
    until(page, lambda: shop_seconds(page) > 5)
    pause(page)
    end, charged = shop_seconds(page), cell(page, "charged_and_ordered", "confirmed")
    page.get_by_role("slider", name="Go to an instant of the run").fill("29")
    until(page, lambda: abs(shop_seconds(page) - end) < 0.2)
    assert abs(cell(page, "charged_and_ordered", "confirmed") - charged) <= 4
    expect(page.locator(".transport__error")).to_have_text("")
