"""The whole way: a real server process, a real socket, raw JSON."""

import json
import os
import signal

import pytest

from lesson.serve import MESSAGE_BYTES_MAX
from tests.playground.live.page import PATIENCE_S, Page


@pytest.fixture
def page(live_site):
    with Page(live_site) as page:
        yield page


def test_the_walk_through_the_headline_pattern(page):
    """Retries on: customers are charged twice. A key: it stops."""
    page.open(seed=7)
    page.say("speed", value=20)
    page.say("set", knobs={"retry.enabled": True})
    frame = page.play_until(20)
    assert frame["counters"]["charged_twice_or_more"] > 10
    assert frame["headline"]["words"] == "customers charged twice"
    changed = page.say("set", knobs={"idempotency.enabled": True})
    done = frame_from(page, changed["t"] + 5)  # with those that were in the middle of it when the key came
    later = frame_from(page, done["t"] + 20)
    assert later["counters"]["charged_twice_or_more"] == done["counters"]["charged_twice_or_more"]
    notes = [note["kind"] for message in page.heard for note in message.get("notes", ())]
    assert "first_duplicate_recognised" in notes


def frame_from(page, t):
    return page.until(lambda message: message["type"] == "frame" and message["t"] >= t)


def test_frames_hold_what_a_page_draws(page):
    page.open(seed=7)
    frame = page.play_until(1.5)
    assert frame["picture"]["stations"]["payment"]["workers"] == 10
    assert any(message.get("flights") for message in page.heard)
    assert any(message.get("marks") for message in page.heard)
    assert any(message.get("recent") for message in page.heard)
    assert any(row[0] == 0 for message in page.heard for row in message.get("series", ()))


def test_the_picture_of_a_long_run_comes_whole_however_large_it_is(page, live_site):
    opened, _ = page.open(seed=7)
    with Page(live_site) as later:
        _, snapshot = later.open(recipe=opened["recipe"], t=300)
    assert [row[0] for row in snapshot["series"]] == list(range(300))
    assert len(json.dumps(snapshot, separators=(",", ":"))) > MESSAGE_BYTES_MAX


BAD_INPUT = [
    ("not JSON", "{", "malformed"),
    ("no object", "[]", "malformed"),
    ("bytes", b"\x00\x01", "malformed"),
    ("an unknown type", '{"type": "explode", "id": "x"}', "unknown_command"),
    ("a field too many", '{"type": "play", "id": "x", "now": true}', "malformed"),
    ("a wrong type", '{"type": "speed", "id": "x", "value": "fast"}', "malformed"),
    ("out of range", '{"type": "speed", "id": "x", "value": 1000}', "malformed"),
    ("an unknown knob", '{"type": "set", "id": "x", "knobs": {"retry.wobble": 1}}', "knob"),
    ("a knob out of range", '{"type": "set", "id": "x", "knobs": {"retry.max_attempts": 0}}', "knob"),
    ("a knob of the wrong type", '{"type": "set", "id": "x", "knobs": {"retry.enabled": 1}}', "knob"),
    ("an unknown fault", '{"type": "strike", "id": "x", "fault": {"service": "payment", "kind": "flood"}}', "fault"),
    ("beyond the end", '{"type": "seek", "id": "x", "t": 3000}', "beyond_end"),
    ("an unknown order", '{"type": "order", "id": "x", "order": 99999}', "unknown_order"),
    ("a second open", '{"type": "open", "id": "x", "scenario": "sandbox"}', "already_open"),
    ("too long", json.dumps({"type": "heal", "id": "x", "fault": "y" * 14_000}), "too_long"),
]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in BAD_INPUT], ids=[case[0] for case in BAD_INPUT])
def test_bad_input_is_answered_in_words_and_the_run_goes_on(page, text, code):
    page.open(seed=7)
    page.say("play")
    page.send(text)
    error = page.hear_a("error")
    assert error["code"] == code
    assert len(error["message"]) > 15
    t = page.hear_a("frame")["t"]
    assert page.hear_a("frame")["t"] > t


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scenario": "quadruple-charge"}, "unknown_scenario"),
        ({"scenario": "double-charge", "recipe": "1.00000000.AAAA"}, "bad_recipe"),
    ],
)
def test_an_opening_that_fails_says_why(page, fields, code):
    assert page.say("open", **fields)["code"] == code
    page.open()


def test_a_command_before_open_says_so(page):
    assert page.say("play")["code"] == "not_open"


def test_a_command_for_a_run_that_ended_says_so(page):
    page.open(recipe='{"scenario":"double-charge","seed":3,"knobs":{"traffic.rate":20},"ends_at":1}')
    page.say("speed", value=20)
    page.say("play")
    assert page.hear_a("ended")["reason"] == "over"
    assert page.say("set", knobs={"traffic.rate": 1})["code"] == "ended"
    assert page.say("seek", t=0.5)["type"] == "done"


def test_a_message_beyond_all_measure_ends_the_connection_and_nothing_else(page, live_site):
    page.open()
    page.send("x" * 20_000)
    assert page.closed() in (1006, 1009)  # the server in front drops it without reading on
    with Page(live_site) as another:
        another.open()


def test_garbage_without_end_ends_the_connection_for_good(page):
    page.pour(["{"] * 40)
    assert page.closed() == 4400


def test_flooding_is_refused_in_words_and_ends_the_connection_for_good(page):
    page.open()
    page.pour(json.dumps({"type": "speed", "id": f"flood-{number}", "value": 1}) for number in range(200))
    assert page.closed() == 4429
    refused = [message for message in page.heard if message["type"] == "error"]
    assert refused[0]["code"] == "too_fast"


def test_the_same_command_twice_is_applied_once(page):
    page.open(seed=7)
    first = page.say("set", name="once", knobs={"traffic.rate": 5})
    again = page.say("set", name="once", knobs={"traffic.rate": 90})
    assert first == again


# -- the same instant, whatever happens ---------------------------------------------------------------------------


def test_a_reload_finds_the_same_instant(live_site):
    with Page(live_site) as page:
        opened, _ = page.open(seed=7)
        page.play_until(1)
        t = page.say("pause")["t"]
    with Page(live_site) as again:
        resumed, snapshot = again.open(run=opened["run"], recipe=opened["recipe"], t=t)
        assert (resumed["how"], resumed["t"], snapshot["t"]) == ("resumed", t, t)


def test_a_socket_that_drops_while_playing_loses_no_time(live_site):
    with Page(live_site) as page:
        opened, _ = page.open(seed=7)
        page.play_until(1)
        page.say("speed", value=0.25)  # what the server sends before it notices is at most the window: half a second
        t = page.hear_a("frame")["t"]
        os.close(page.socket.socket.detach())  # the network is gone; nobody says goodbye
    with Page(live_site) as again:
        resumed, _ = again.open(run=opened["run"])
        assert resumed["playing"]
        assert t <= resumed["t"] < t + 1
        assert again.hear_a("frame")["t"] > resumed["t"]


def test_what_was_unanswered_can_be_said_again_after_a_drop(live_site):
    with Page(live_site) as page:
        opened, _ = page.open(seed=7)
        page.send(json.dumps({"type": "set", "id": "mine-1", "knobs": {"traffic.rate": 5}}))
    with Page(live_site) as again:
        again.open(run=opened["run"])
        again.say("set", name="mine-1", knobs={"traffic.rate": 5})
        story = again.say("set", name="mine-2", knobs={"traffic.rate": 6})
        assert story["knobs"] == {"traffic.rate": 6}


def test_a_killed_process_rebuilds_the_run_to_the_byte(start_site):
    site = start_site()
    with Page(site) as page:
        opened, _ = page.open(seed=7)
        page.say("speed", value=10)
        page.play_until(3)
        recipe = page.say("set", knobs={"retry.enabled": True})["recipe"]
        page.play_until(8)
        t = page.say("pause")["t"]
        page.say("seek", t=t)
        fingerprint = [message for message in page.heard if message["type"] == "snapshot"][-1]["fingerprint"]
    site.process.send_signal(signal.SIGKILL)
    site.process.wait(PATIENCE_S)
    site.serve()
    with Page(site) as again:
        rebuilt, snapshot = again.open(run=opened["run"], recipe=recipe, t=t)
        assert (rebuilt["how"], rebuilt["t"]) == ("rebuilt", t)
        assert snapshot["fingerprint"] == fingerprint


def test_who_does_not_acknowledge_is_skipped_and_then_caught_up(live_site):
    with Page(live_site, acknowledges=False) as page:
        page.open(seed=7)
        page.say("play")
        last = page.until(lambda message: message.get("seq") == 20)
        page.say("pause")  # is answered, but its frame would be the 21st
        assert page.heard[-1]["type"] == "done"
        assert max(message.get("seq", 0) for message in page.heard) == 20
        page.send(json.dumps({"type": "ack", "seq": 20}))
        snapshot = page.hear_a("snapshot")
        assert snapshot["skipped"] >= 1
        assert snapshot["t"] < last["t"] + 0.5  # nobody kept up, so time stood still


def test_who_acknowledges_too_little_gets_no_more(live_site):
    with Page(live_site, acknowledges=False) as page:
        page.open(seed=7)
        page.say("play")
        page.until(lambda message: message.get("seq") == 20)
        page.say("pause")
        page.send(json.dumps({"type": "ack", "seq": 5}))
        page.say("speed", value=5)
        assert max(message.get("seq", 0) for message in page.heard) == 20


def test_a_full_process_says_so_and_closes_for_good(start_site):
    site = start_site(FAULTLINE_LIVE_RUNS="1")
    with Page(site) as first, Page(site) as second:
        first.open()
        refusal = second.say("open", scenario="sandbox")
        assert refusal["code"] == "full"
        assert "Wait a little" in refusal["message"]
        assert second.closed() == 4503
    with Page(site) as third:
        third.open()


def test_stopping_the_server_ends_cleanly(start_site):
    site = start_site()
    with Page(site) as page:
        page.open()
        page.play_until(0.5)
        site.stop()
    assert site.log.read_text().strip() == ""
