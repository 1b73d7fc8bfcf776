"""Play, pause, step, speed, seek, seed and the keys that do the same."""

import pytest
from playwright.sync_api import expect

from tests.browser.recorded import Recording, row


@pytest.mark.parametrize(("playing", "label", "command"), [(False, "Play", "play"), (True, "Pause", "pause")])
def test_one_button_plays_and_pauses(page, playing, label, command):
    recording = Recording(page)
    recording.playing = playing
    recording.open()
    page.get_by_role("button", name=label, exact=True).click()
    recording.wait_for(command)


@pytest.mark.parametrize(
    ("name", "value"), [("1/50× real time", 0.02), ("1/4× real time", 0.25), ("20× real time", 20)]
)
def test_speeds_are_buttons(page, name, value):
    recording = Recording(page).open()
    page.get_by_role("button", name=name, exact=True).click()
    assert recording.wait_for("speed")["value"] == value


def test_the_speed_in_force_is_pressed(page):
    recording = Recording(page).open()
    recording.push(speed=5.0)
    expect(page.get_by_role("button", name="5× real time", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="1× real time", exact=True)).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("key", "command", "fields"),
    [
        (" ", "play", {}),
        ("ArrowRight", "step", {}),
        ("1", "speed", {"value": 0.02}),
        ("2", "speed", {"value": 1}),
        ("3", "speed", {"value": 20}),
    ],
)
def test_keys_do_what_buttons_do(page, key, command, fields):
    recording = Recording(page).open()
    page.keyboard.press(key)
    assert fields.items() <= recording.wait_for(command).items()


def test_keys_that_a_control_needs_are_left_to_it(page):
    recording = Recording(page, **{"retry.enabled": True}).open()
    page.get_by_role("textbox", name="Max attempts (including the first)").focus()
    for key in (" ", "ArrowRight", "1", "2", "3"):
        page.keyboard.press(key)
    page.get_by_role("switch", name="Retries").focus()
    page.keyboard.press(" ")
    recording.wait_for("set")
    assert not recording.commands("play") + recording.commands("step") + recording.commands("speed")


def test_a_question_mark_opens_the_help_and_escape_closes_it(page):
    Recording(page).open()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="How to use this page")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_letting_go_of_the_scrubber_seeks(page):
    recording = Recording(page).open(t=20.0, series=[row(second) for second in range(20)])
    scrubber = page.get_by_role("slider", name="Go to an instant of the run")
    expect(scrubber).to_have_value("20")
    scrubber.fill("12.5")
    assert recording.wait_for("seek")["t"] == 12.5


def test_what_has_not_happened_cannot_be_visited(page):
    recording = Recording(page).open(t=20.0)
    page.get_by_role("slider", name="Go to an instant of the run").fill("29")
    assert recording.wait_for("seek")["t"] == 20


def test_after_a_leap_back_the_future_can_still_be_visited(page):
    recording = Recording(page).open(t=20.0)
    recording.send(recording.frame("snapshot", t=5.0, end=20.0))
    expect(page.get_by_label("Time in the shop")).to_have_text("00:05.0")
    page.get_by_role("slider", name="Go to an instant of the run").fill("18")
    assert recording.wait_for("seek")["t"] == 18


def test_reset_keeps_the_seed_and_a_new_seed_starts_over(page):
    recording = Recording(page).open()
    page.get_by_role("button", name="reset").click()
    assert "seed" not in recording.wait_for("reset")
    page.get_by_role("button", name="seed 7").click()
    page.get_by_role("spinbutton", name="Seed").fill("42")
    page.get_by_role("button", name="Start over with this seed").click()
    assert recording.wait_for("reset", 2)["seed"] == 42


def test_a_step_says_what_happened(page):
    recording = Recording(page).open()
    recording.replies["step"] = lambda command: {
        "type": "done", "id": command["id"], "t": 1.0, "playing": False, "text": "Payment charged order 1093.",
    }  # fmt: skip
    page.get_by_role("button", name="Step to the next event").click()
    expect(page.get_by_role("group", name="Time")).to_contain_text("Payment charged order 1093.")


def test_a_server_that_cannot_keep_up_is_shown_to_be_slow(page):
    recording = Recording(page)
    recording.playing = True
    recording.open()
    recording.push(t=1.0, pace=0.6)
    expect(page.get_by_text("running at 0.6× to keep up")).to_be_visible()
    recording.push(t=2.0, pace=1.0)
    expect(page.get_by_text("to keep up")).to_be_hidden()
