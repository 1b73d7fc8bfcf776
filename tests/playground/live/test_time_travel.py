"""Any instant that was played can be visited, and is the same instant; only a change begins another future."""

from itertools import pairwise
from random import Random

import pytest

from playground import links
from playground.live import protocol
from playground.runs import Run


def played(table, seconds=20):
    """A run that was played for a while, with a change, a strike and a heal on the way."""
    table.open(seed=5)
    table.say("speed", value=20)
    for command in (
        {"kind": "set", "knobs": {"retry.enabled": True}},
        {"kind": "strike", "fault": {"service": "orders", "kind": "crash", "probability": 1, "count": 1}},
        {"kind": "heal", "fault": "payment.response_lost"},
    ):
        table.say("play")
        table.wait(seconds / 80)
        table.say("pause")
        table.say(command.pop("kind"), **command)
    table.say("play")
    table.wait(seconds / 80)
    return table.say("pause")["t"]


def state(table):
    """What a page that has just opened sees, without what says where it came from."""
    table.live().show_everything(1)
    table.settle()
    snapshot = dict(table.last("snapshot"))
    return {
        name: value for name, value in snapshot.items() if name not in ("seq", "end", "flights", "marks", "_delivery")
    }


def test_going_back_and_forth_ends_at_the_same_state(table):
    t = played(table)
    before = state(table)
    assert table.say("seek", t=3)["t"] == 3
    assert table.say("seek", t=t)["t"] == t
    assert state(table) == before


def test_a_visited_instant_is_what_it_was_when_it_was_played(table):
    table.open(seed=5)
    table.say("set", knobs={"retry.enabled": True})
    table.say("speed", value=20)
    table.say("play")
    table.wait(0.5)
    t = table.say("pause")["t"]
    then = state(table)
    table.say("play")
    table.wait(1)
    table.say("pause")
    table.say("seek", t=t)
    assert state(table) == then


def test_a_seek_answers_with_a_snapshot_for_everybody(table):
    played(table)
    table.say("seek", t=2)
    snapshot = table.last("snapshot")
    assert snapshot["t"] == 2
    assert snapshot["_delivery"].viewer is None
    assert [row[0] for row in snapshot["series"]] == [0, 1]
    assert all(note["t"] <= 2 for note in snapshot["notes"])


def test_a_seek_shows_what_is_in_the_air_at_that_instant(table):
    table.open("shared-pool", seed=5)  # busy, and with messages that take eight seconds
    table.say("speed", value=20)
    table.say("play")
    table.wait(1.5)
    table.say("pause")
    table.say("seek", t=20)
    flights = table.last("snapshot")["flights"]
    assert all(departs <= 20 for _, _, _, _, departs, _, _, _ in flights)
    assert any(arrives > 20 for _, _, _, _, _, arrives, _, _ in flights)


def test_what_was_done_later_is_done_again_when_time_gets_there(table):
    t = played(table)
    fingerprint = table.live().lane.run.fingerprint
    table.say("seek", t=1)
    assert not table.live().lane.run.settings["retry.enabled"]
    table.say("play")
    table.wait(t / 20 - 0.2)
    table.say("pause")
    table.say("seek", t=t)
    assert table.live().lane.run.fingerprint == fingerprint


def test_beyond_what_was_played_there_is_nothing_to_visit(table):
    t = played(table)
    refusal = table.say("seek", t=t + 10)
    assert refusal["code"] == "beyond_end"
    assert f"{t:.1f} s" in refusal["message"]
    assert table.live().lane.now == t


def test_a_change_in_the_past_begins_another_future(table):
    played(table)
    table.say("seek", t=2)
    recipe = links.read(table.say("set", knobs={"traffic.rate": 5})["recipe"])
    assert [change.at for change in recipe.changes] == [2.0]
    assert table.last("frame")["end"] == 2
    assert table.say("seek", t=3)["code"] == "beyond_end"


def test_a_newer_seek_takes_the_place_of_an_older_one(table):
    t = played(table)
    table.simulation.perform(1, seek("first", 1.0))
    table.simulation.turn()
    table.simulation.perform(1, seek("second", t - 1))
    table.settle()
    replies = [message for message in table.all("done") if message["id"] in ("first", "second")]
    assert [message["id"] for message in replies] == ["first", "second"]
    assert table.live().lane.now == t - 1


def test_a_command_that_must_not_wait_is_refused_while_the_run_is_on_its_way(table):
    played(table)
    table.simulation.perform(1, seek("first", 1.0))
    table.simulation.turn()
    command = protocol.Set(id="later", knobs={"traffic.rate": 5})
    table.simulation.perform(1, command, patient=False)
    table.settle()
    assert table.last("error")["code"] == "busy"
    assert table.live().lane.run.settings["traffic.rate"] == 40


def seek(name, t):
    return protocol.Seek(id=name, t=t)


def test_a_seek_that_was_overtaken_leaves_nothing_undrawn(table):
    t = played(table)
    table.say("seek", t=1)
    table.simulation.perform(1, seek("onwards", t))  # on the lane that is shown, time is skipped
    table.simulation.turn()
    table.say("seek", t=t)
    table.say("play")
    table.wait(0.3)
    assert table.last("frame")["flights"]


def test_commands_during_a_seek_are_carried_out_after_it(table):
    played(table)
    table.simulation.perform(1, seek("go", 2.0))
    table.simulation.turn()
    reply = table.say("set", knobs={"traffic.rate": 3})
    assert reply["type"] == "changed"
    assert reply["t"] == 2.0


@pytest.mark.parametrize("kind", ["seek", "reset"])
def test_a_leap_forgets_nothing_of_who_watches(table, kind):
    played(table)
    table.say(kind, **({"t": 1} if kind == "seek" else {}))
    table.say("play")
    table.wait(0.5)
    assert table.last("frame")["t"] > 0


def test_reset_goes_back_to_how_the_run_began(table):
    played(table)
    reply = table.say("reset")
    assert (reply["t"], reply["seed"], reply["knobs"]["retry.enabled"]) == (0, 5, False)
    assert [fault["kind"] for fault in reply["faults"]] == ["response_lost"]
    assert table.last("snapshot")["series"] == []


def test_reset_with_another_seed_brings_other_customers(table):
    table.open(seed=5)
    assert table.say("reset", seed=6)["seed"] == 6


def test_a_fork_shares_the_past_and_leaves_the_original_alone(table):
    t = played(table)
    original = table.live("run-1").lane.run.fingerprint
    opened = table.say("fork", t=4)
    assert (opened["how"], opened["run"], opened["forked_from"], opened["t"]) == ("forked", "run-2", "run-1", 4)
    with Run(table.live("run-1").lane.run.recipe) as again:
        again.skip(4)
        assert table.live("run-2").lane.run.fingerprint == again.fingerprint
    table.say("set", knobs={"traffic.rate": 1})
    assert table.live("run-1").lane.run.fingerprint == original
    assert table.open(viewer=2, run="run-1")["t"] == t


def test_a_fork_beyond_the_end_is_refused(table):
    played(table)
    assert table.say("fork", t=1000)["code"] == "beyond_end"


def test_a_step_goes_to_the_next_event_worth_seeing_and_says_what_it_was(table):
    table.open(seed=5)
    first = table.say("step")
    assert first["text"].startswith("Order 1: A customer comes to pay £")
    assert table.last("frame")["t"] == first["t"] > 0
    steps = [table.say("step") for _ in range(30)]
    assert all(later["t"] >= earlier["t"] for earlier, later in pairwise(steps))
    assert all(step["text"] for step in steps)


def test_stepping_ends_where_playing_would_have_been(table):
    table.open(seed=5)
    for _ in range(200):
        step = table.say("step")
    with Run(table.live().lane.run.recipe) as played:
        played.skip(step["t"])
        assert table.live().lane.run.fingerprint == played.fingerprint


def test_a_step_pauses(table):
    table.open(seed=5)
    table.say("play")
    table.say("step")
    assert not table.last("frame")["playing"]


def test_a_step_where_nothing_ever_happens_says_so(table):
    table.open(seed=5)
    table.say("set", knobs={"traffic.rate": 0})
    table.say("strike", fault={"service": "payment", "kind": "error"})
    for _ in range(10):
        words = table.say("step")["text"]
    assert words == "Nothing happened for 30 s."


ACTIONS = [
    ("set", {"knobs": {"reconciliation.enabled": True}}),
    ("set", {"knobs": {"reconciliation.enabled": False, "retry.enabled": True}}),
    ("set", {"knobs": {"checkout.workers": 2}}),
    ("strike", {"fault": {"service": "inventory", "kind": "capacity", "factor": 0}}),
    ("strike", {"fault": {"service": "orders", "kind": "pause", "duration": 1}}),
    ("strike", {"fault": {"service": "payment", "kind": "crash", "probability": 0.3, "duration": 2}}),
    ("heal", {"fault": "inventory.capacity"}),
    ("step", {}),
    ("step", {}),
]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_done_however_fast_it_is_the_same_run_again(table, seed):
    """Several things at one instant, steps in between: going back and forth must not change what they led to."""
    chance = Random(seed)
    table.open("sandbox", seed=seed)
    table.say("set", knobs={"traffic.rate": 60})
    for _ in range(40):
        kind, fields = chance.choice(ACTIONS)
        table.say(kind, **fields)
        if chance.random() < 0.4:
            table.say("play")
            table.wait(chance.random())
            table.say("pause")
    t, fingerprint = table.live().lane.now, table.live().lane.run.fingerprint
    table.say("seek", t=0)
    table.say("seek", t=t)
    assert table.live().lane.run.fingerprint == fingerprint
