"""Real sockets: one run, one instant, whoever comes, goes or lies."""

import json

import pytest

from tests.lesson.classroom.people import Person
from tests.playground.live.page import Page

FRAME = ("frame", "snapshot")


def frame_of(socket, seq):
    return socket.until(lambda message: message["type"] in FRAME and message["seq"] >= seq)


def test_everybody_sees_the_same_instant(room):
    host = room.hosting()
    others = [room.socket(room.learner()) for _ in range(3)] + [room.socket(room.host, "projector")]
    host.say("play")
    frame = host.until(lambda message: message["type"] == "frame" and message["t"] >= 1)
    for other in others:
        same = frame_of(other, frame["seq"])
        assert (same["seq"], same["t"], same["counters"]) == (frame["seq"], frame["t"], frame["counters"])


def test_whoever_comes_late_gets_everything_at_the_instant_of_the_others(room):
    host = room.hosting()
    host.play_until(2)
    late = room.socket(room.learner())
    snapshot = late.snapshot
    assert snapshot["t"] >= 2
    assert [row[0] for row in snapshot["series"]] == list(range(int(snapshot["t"])))
    following = late.hear_a("frame")
    assert following["seq"] == snapshot["seq"] + 1


def test_what_the_host_does_everybody_sees_and_can_share(room):
    host, learner = room.hosting(), room.socket(room.learner())
    host.say("set", knobs={"retry.enabled": True})
    changed = learner.hear_a("changed")
    assert changed["knobs"] == {"retry.enabled": True}
    assert changed["recipe"] != learner.opened["recipe"]
    host.say("speed", value=20)
    host.play_until(20)
    assert learner.until(lambda message: message["type"] == "frame" and message["t"] >= 20)["playing"]


def test_the_run_goes_on_without_the_host(room):
    learner = room.socket(room.learner())
    with room.host.socket(room.code, "host") as host:
        host.watch()
        host.say("play")
    t = learner.hear_a("frame")["t"]
    assert learner.until(lambda message: message["type"] == "frame" and message["t"] > t + 1)["playing"]
    assert room.hosting().snapshot["t"] > t


COMMANDS = [
    ("play", {}),
    ("pause", {}),
    ("speed", {"value": 20}),
    ("step", {}),
    ("reset", {}),
    ("set", {"knobs": {"retry.enabled": True}}),
    ("strike", {"fault": {"service": "payment", "kind": "crash"}}),
    ("heal", {"fault": "payment.response_lost"}),
    ("seek", {"t": 0}),
    ("fork", {"t": 0}),
    ("compare", {"on": True}),
    ("order", {"order": 1}),
]


@pytest.mark.parametrize(("command", "fields"), COMMANDS, ids=[command for command, _ in COMMANDS])
@pytest.mark.parametrize("role", ["learner", "projector"])
def test_a_forged_command_is_refused_in_words_and_the_room_goes_on(room, role, command, fields):
    host = room.hosting()
    forger = room.socket(room.learner() if role == "learner" else room.host, role)
    refused = forger.say(command, **fields)
    assert (refused["type"], refused["code"]) == ("error", "not_yours")
    assert len(refused["message"]) > 30
    assert host.say("set", knobs={"traffic.rate": 41})["type"] == "changed"
    state = room.socket(room.learner()).snapshot
    assert (state["t"], state["playing"]) == (0, False)
    assert "refused" in room.site.log.read_text()


def test_controls_are_handed_to_one_learner_and_taken_back(room):
    host, first, second = room.hosting(), room.learner(), room.learner()
    one, other = room.socket(first), room.socket(second)
    give = f"/classroom/{room.code}/host/seats/{{}}/controls/"
    room.host.post(give.format(first.seat_in(room.code)), give="true")
    assert one.say("set", knobs={"retry.enabled": True})["type"] == "changed"
    assert host.hear_a("deed")["words"] == "set retry.enabled to on"
    assert other.say("play")["code"] == "not_yours"

    room.host.post(give.format(second.seat_in(room.code)), give="true")
    assert one.say("play")["code"] == "not_yours"
    assert other.say("play")["type"] == "done"

    room.host.post(give.format(second.seat_in(room.code)), give="false")
    assert other.say("pause")["code"] == "not_yours"


def test_two_hosts_are_equal_and_each_is_told_of_the_other(room):
    colleague = Person(room.site)
    link = private_link(room)
    assert colleague.get(link).url.endswith(f"/classroom/{room.code}/host/")
    one, other = room.hosting(), room.hosting(colleague)
    one.say("speed", value=5)
    assert other.hear_a("deed") == {"type": "deed", "by": "Another host", "words": "set the speed to 5×"}
    assert other.say("speed", value=0.25)["type"] == "done"
    assert one.until(lambda message: message["type"] == "frame" and message["speed"] != 5)["speed"] == 0.25


def test_a_revoked_host_is_host_no_more_on_an_open_socket(room):
    colleague = Person(room.site)
    colleague.get(private_link(room))
    other = room.hosting(colleague)
    assert other.say("play")["type"] == "done"
    room.host.post(f"/classroom/{room.code}/host/link/", revoke="true")
    assert other.closed() == 4403
    assert room.hosting().say("pause")["type"] == "done"
    assert colleague.get(f"/classroom/{room.code}/host/").status == 403


def test_a_refused_command_is_no_deed(room):
    colleague = Person(room.site)
    colleague.get(private_link(room))
    one, other = room.hosting(), room.hosting(colleague)
    assert one.say("seek", t=3000)["type"] == "error"
    one.say("speed", value=5)
    assert other.hear_a("deed")["words"] == "set the speed to 5×"


def test_a_socket_opens_the_rooms_run_once(room):
    host = room.hosting()
    assert host.say("open", scenario="sandbox")["code"] == "already_open"
    assert host.say("play")["type"] == "done"


def private_link(room):
    page = room.host.post(f"/classroom/{room.code}/host/link/").text
    start = page.index(f"/classroom/{room.code}/host/", page.index("link__address"))
    return page[start : page.index('"', start)]


def test_forking_takes_the_whole_room_along(room):
    host, learner = room.hosting(), room.socket(room.learner())
    host.say("speed", value=20)
    host.play_until(10)
    host.say("pause")
    host.say("set", knobs={"retry.enabled": True})
    host.say("fork", t=4)
    forked = learner.until(lambda message: message["type"] == "opened")
    assert forked["how"] == "forked"
    snapshot = learner.hear_a("snapshot")
    assert (snapshot["t"], snapshot["end"]) == (4, 4)


def test_another_step_brings_its_run_to_everybody(room):
    learner = room.socket(room.learner())
    room.host.post(f"/classroom/{room.code}/host/step/", step="slow")
    opened = learner.until(lambda message: message["type"] == "opened")
    assert opened["scenario"] == "shared-pool"
    assert learner.hear_a("snapshot")["t"] == 0
    assert "slow" in learner.hear_notice("run")["html"]


def test_a_page_with_a_socket_is_here_for_as_long_as_it_has_one(room):
    def roster():
        return room.host.get(f"/classroom/{room.code}/parts/roster/").text

    hosts, learner = room.hosting(), room.learner()
    assert "not live" in roster()
    with learner.socket(room.code) as socket:
        socket.watch()
        assert 'data-here="true"' in roster()
        assert "not live" not in roster()
    while 'data-here="false"' not in roster():
        hosts.until(lambda message: message["type"] == "notice" and message["topic"] == "roster")


def test_nobody_takes_up_a_rooms_run_by_its_name(room):
    assert room.hosting().opened["run"] == "room"
    for name in ("room", "room:1", "room:2"):
        with Page(room.site) as page:
            opened, _ = page.open("double-charge", run=name)
            assert opened["how"] == "fresh"


@pytest.mark.parametrize("role", ["host", "learner", "projector"])
def test_a_stranger_is_turned_away_for_good_and_does_not_learn_that_there_is_a_room(room, role):
    with Person(room.site).socket(room.code, role) as socket:
        assert socket.hear_a("error")["code"] == "no_room"
        assert socket.closed() == 4404


def test_a_learner_who_is_removed_watches_no_longer(room):
    learner, host = room.learner(), room.hosting()
    watching, other = room.socket(learner), room.socket(room.learner())
    room.host.post(f"/classroom/{room.code}/host/seats/{learner.seat_in(room.code)}/remove/")
    assert watching.closed() == 4403
    host.say("play")
    assert other.hear_a("frame")


def test_a_room_that_does_not_exist_says_so(room):
    with room.host.socket("000000", "host") as socket:
        assert socket.hear_a("error")["code"] == "no_room"
        assert socket.closed() == 4404


BAD = [("not JSON", "{", "malformed"), ("unknown", '{"type": "vote", "id": "x"}', "unknown_command")]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_is_not_understood_is_answered_in_words_and_the_room_goes_on(room, text, code):
    host, learner = room.hosting(), room.socket(room.learner())
    learner.send(text)
    assert learner.hear_a("error")["code"] == code
    host.say("play")
    assert learner.hear_a("frame")["playing"]


def test_a_message_beyond_all_measure_costs_only_its_sender(room):
    host, learner = room.hosting(), room.socket(room.learner())
    learner.send("x" * 20_000)
    assert learner.closed() in (1006, 1009)
    assert host.say("play")["type"] == "done"


def test_a_command_that_is_said_again_is_done_once(room):
    host = room.hosting()
    first = host.say("strike", name="same", fault={"service": "payment", "kind": "crash", "duration": 5})
    again = host.say("strike", name="same", fault={"service": "payment", "kind": "crash", "duration": 5})
    assert again == first
    assert len([fault for fault in again["faults"] if fault["kind"] == "crash"]) == 1


def test_the_end_closes_every_socket_for_good_and_the_report_stays(room):
    host, learner = room.hosting(), room.socket(room.learner())
    room.host.post(f"/classroom/{room.code}/host/end/")
    assert [learner.closed(), host.closed()] == [4410, 4410]
    assert Person(room.site).join(room.code).status == 410
    assert "This class is over" in room.host.get(f"/classroom/{room.code}/host/").text


def test_a_deleted_room_is_gone_with_its_sockets(room):
    learner = room.learner()
    socket = room.socket(learner)
    room.host.post(f"/classroom/{room.code}/host/delete/")
    assert socket.closed() == 4410
    assert learner.get(f"/classroom/{room.code}/").status == 404


def test_a_restarted_server_goes_on_where_the_room_was(start_site, open_room):
    site = start_site()
    room = open_room(site)
    learner = room.learner()
    with room.host.socket(room.code, "host") as host:
        host.watch()
        host.say("speed", value=20)
        host.say("set", knobs={"retry.enabled": True})
        host.play_until(30)
        host.say("pause")
        before = room.socket(learner).snapshot
    site.restart()
    again = room.socket(learner)
    assert (again.snapshot["t"], again.snapshot["fingerprint"]) == (before["t"], before["fingerprint"])
    assert again.opened["knobs"]["retry.enabled"] is True


def test_a_room_that_everybody_left_is_kept_to_the_last_instant(start_site, open_room):
    site = start_site()
    room = open_room(site)
    with room.host.socket(room.code, "host") as host:
        host.watch()
        host.say("speed", value=20)
        host.play_until(10)
        host.say("pause")
        t = host.say("seek", t=7.5)["t"]
    site.restart()
    assert room.hosting().snapshot["t"] == t


def test_screens_are_paused_for_learners_only(room):
    learner = room.socket(room.learner())
    room.host.post(f"/classroom/{room.code}/host/flags/screens_paused/", on="true")
    assert "Eyes up" in learner.hear_notice("screens")["html"]
    learner.heard.clear()
    room.host.post(f"/classroom/{room.code}/host/flags/screens_paused/", on="false")
    assert "Eyes up" not in learner.hear_notice("screens")["html"]


def test_a_page_that_was_away_learns_which_parts_it_missed(room):
    person = room.learner()
    room.host.post(f"/classroom/{room.code}/host/flags/screens_paused/", on="true")
    socket = room.socket(person)
    versions = next(message for message in socket.heard if message["type"] == "room")["versions"]
    shown = json.loads(
        person.get(f"/classroom/{room.code}/").text.split('data-versions="')[1].split('"')[0].replace("&quot;", '"')
    )
    assert versions["screens"] == shown["screens"]
