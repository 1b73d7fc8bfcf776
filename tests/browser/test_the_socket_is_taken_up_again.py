"""Acknowledgements, resuming, the last word of the server, and what people are told meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.browser.recorded import Recording


def test_every_frame_is_acknowledged(page):
    recording = Recording(page).open()
    frames = [recording.push(t=float(t)) for t in range(1, 6)]
    acknowledged = {message["seq"] for message in recording.commands("ack")}
    assert {frame["seq"] for frame in frames} <= acknowledged
    assert all(message.keys() == {"type", "seq"} for message in recording.commands("ack"))


def test_a_fresh_page_opens_a_fresh_run(page):
    recording = Recording(page).open()
    first = recording.commands("open")[0]
    assert (first["scenario"], first["run"], first["recipe"], first["t"]) == ("double-charge", None, None, None)


def test_a_dropped_connection_takes_up_the_same_run_at_the_same_instant(page):
    recording = Recording(page).open()
    recording.push(t=12.25)
    recording.sockets[-1].close(code=1011, reason="gone")
    again = recording.wait_for("open", 2)
    assert (again["run"], again["recipe"], again["t"]) == ("run-1", "recipe-1", 12.25)
    expect(page.locator('[data-part="link"]')).to_have_text("live")


def test_a_reload_takes_up_the_same_run_at_the_same_instant(page):
    recording = Recording(page).open()
    recording.push(t=12.25)
    page.reload()
    again = recording.wait_for("open", 2)
    assert (again["run"], again["recipe"], again["t"]) == ("run-1", "recipe-1", 12.25)


def test_a_command_under_way_when_the_link_broke_is_said_again_under_its_id(page):
    recording = Recording(page).open()
    recording.replies["set"] = lambda _: None
    page.get_by_role("switch", name="Retries").check()
    first = recording.wait_for("set")
    recording.sockets[-1].close(code=1011, reason="gone")
    second = recording.wait_for("set", 2)
    assert second == first


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4503, "Every place is taken"),
        (4429, "Commands came faster"),
        (4408, "Nothing happened here"),
        (4400, "too often"),
    ],
)
def test_codes_of_the_server_are_its_last_word(page, code, words):
    recording = Recording(page).open()
    recording.sockets[-1].close(code=code, reason="")
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(page.locator('[data-part="link"]')).to_have_text("stopped")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert len(recording.commands("open")) == 1
    page.get_by_role("button", name="Try again now").click()
    recording.wait_for("open", 2)
    expect(page.locator('[data-part="link"]')).to_have_text("live")
    expect(page.get_by_text(words)).to_be_hidden()


def test_an_unknown_message_is_an_error(page, expected_problems):
    expected_problems.append("unknown type: surprise")
    recording = Recording(page).open()
    with page.expect_event("pageerror") as caught:
        recording.send({"type": "surprise"})
    assert "unknown type: surprise" in str(caught.value)


def test_an_error_that_belongs_to_no_control_is_said_at_the_top(page):
    recording = Recording(page).open()
    recording.send({"type": "error", "id": None, "code": "malformed", "message": "That was not JSON.", "knob": None})
    expect(page.get_by_role("alert").filter(has_text="That was not JSON.")).to_be_visible()


def test_the_page_is_useful_before_the_socket_is(page):
    page.route_web_socket("**/ws/playground/", lambda _socket: None)
    page.goto("/playground/double-charge/")
    expect(page.get_by_role("heading", name="Payment")).to_be_visible()
    expect(page.get_by_role("switch", name="Retries")).to_be_visible()
    expect(page.locator('[data-part="link"]')).to_have_text("connecting")
