"""What is said is done once, or refused in words; the run goes on either way."""

import pytest

from playground import links
from playground.knobs import KNOBS


def test_opening_says_everything_that_is_in_force(table):
    opened = table.open(seed=9)
    assert set(opened["knobs"]) == set(KNOBS)
    assert opened["seed"] == 9
    assert opened["speed"] == 1.0
    assert opened["faults"] == [
        {
            "service": "payment",
            "kind": "response_lost",
            "start": 0.0,
            "end": None,
            "label": "lost answers at payment, 10%",
        }
    ]
    assert links.read(opened["recipe"]).seed == 9


def test_a_setting_is_in_force_at_once_and_seen_at_once(table):
    table.open()
    reply = table.say("set", knobs={"retry.enabled": True, "checkout.workers": 5})
    assert reply["knobs"] == {"retry.enabled": True, "checkout.workers": 5}
    assert table.last("frame")["picture"]["stations"]["checkout"]["workers"] == 5


def test_a_setting_that_is_so_already_is_no_change(table):
    table.open()
    assert table.say("set", knobs={"retry.enabled": False})["knobs"] == {}
    assert table.live().lane.run.recipe.changes == ()


def test_a_fault_strikes_now_unless_it_is_told_when(table):
    table.open()
    table.say("speed", value=5)
    table.say("play")
    table.wait(1)
    t = table.say("pause")["t"]
    table.say("strike", fault={"service": "orders", "kind": "error", "duration": 3})
    reply = table.say("strike", fault={"service": "inventory", "kind": "error", "start": 50})
    now, later = reply["faults"][-2:]
    assert (now["start"], now["end"]) == (t, t + 3)
    assert (later["start"], later["end"]) == (50, None)


def test_a_fault_that_is_healed_becomes_a_band_with_an_end(table):
    table.open()
    table.say("speed", value=5)
    table.say("play")
    table.wait(1)
    t = table.say("pause")["t"]
    assert table.say("heal", fault="payment.response_lost")["faults"][0]["end"] == t


def test_the_same_fault_struck_again_replaces_the_first(table):
    table.open()
    table.say("speed", value=5)
    table.say("play")
    table.wait(1)
    t = table.say("pause")["t"]
    faults = table.say("strike", fault={"service": "payment", "kind": "response_lost", "probability": 0.5})["faults"]
    assert [(fault["start"], fault["end"]) for fault in faults] == [(0, t), (t, None)]


WRONG = [
    ("set", {"knobs": {"retry.wobble": 1}}, "knob", "retry.wobble"),
    ("set", {"knobs": {"retry.max_attempts": 0}}, "knob", "retry.max_attempts"),
    ("set", {"knobs": {"retry.enabled": "yes"}}, "knob", "retry.enabled"),
    ("set", {"knobs": {"traffic.rate": [1]}}, "knob", "traffic.rate"),
    ("set", {"knobs": {"retry.backoff": "wild"}}, "knob", "retry.backoff"),
    ("strike", {"fault": {"service": "payment", "kind": "earthquake"}}, "fault", None),
    ("strike", {"fault": {"service": "moon", "kind": "error"}}, "fault", None),
    ("strike", {"fault": {"service": "payment", "kind": "error", "probability": 2}}, "fault", None),
    ("strike", {"fault": {"service": "payment", "kind": "error", "colour": 2}}, "fault", None),
    ("heal", {"fault": "orders.crash"}, "fault", None),
    ("order", {"order": 10_000}, "unknown_order", None),
    ("order", {"order": 0}, "unknown_order", None),
    ("open", {"scenario": "double-charge"}, "already_open", None),
    ("fork", {"t": 99}, "beyond_end", None),
]


@pytest.mark.parametrize(("kind", "fields", "code", "knob"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_not_legal_is_refused_in_words_and_the_run_goes_on(table, kind, fields, code, knob):
    table.open()
    refusal = table.say(kind, **fields)
    assert (refusal["type"], refusal["code"], refusal["knob"]) == ("error", code, knob)
    assert refusal["message"].endswith(".")
    assert table.live().lane.run.recipe.changes == ()
    table.say("play")
    table.wait(0.5)
    assert table.last("frame")["t"] > 0


def test_settings_and_faults_that_exclude_each_other_are_refused(table):
    table.open()
    table.say("set", knobs={"payment.workers": "unlimited"})
    refusal = table.say("strike", fault={"service": "payment", "kind": "capacity", "factor": 0.5})
    assert refusal["code"] == "conflict"
    assert "Payment: workers" in refusal["message"]


def test_a_setting_with_one_wrong_value_changes_nothing_at_all(table):
    table.open()
    table.say("set", knobs={"traffic.rate": 5, "retry.max_attempts": 0})
    assert table.live().lane.run.settings["traffic.rate"] == 40


def test_the_same_id_again_gets_the_same_reply_and_changes_nothing(table):
    table.open()
    once = table.say("set", name="x", knobs={"traffic.rate": 5})
    again = table.say("set", name="x", knobs={"traffic.rate": 9})
    assert again["recipe"] == once["recipe"]
    assert table.live().lane.run.settings["traffic.rate"] == 5
    assert len(table.live().lane.run.recipe.changes) == 1


def test_an_id_counts_for_the_run_not_for_the_socket(table):
    run = table.open()["run"]
    table.say("set", name="x", knobs={"traffic.rate": 5})
    table.simulation.leave(1)
    table.open(viewer=2, run=run)
    reply = table.say("set", viewer=2, name="x", knobs={"traffic.rate": 5})
    assert reply["type"] == "changed"
    assert len(table.live().lane.run.recipe.changes) == 1


def test_an_error_is_repeated_too(table):
    table.open()
    first = table.say("set", name="x", knobs={"retry.max_attempts": 0})
    assert table.say("set", name="x", knobs={"retry.max_attempts": 0})["message"] == first["message"]


def test_only_so_many_replies_are_remembered(make_table):
    table = make_table(replies=3)
    table.open()
    for rate in (5, 6, 7, 8):
        table.say("set", name=f"x{rate}", knobs={"traffic.rate": rate})
    table.say("set", name="x5", knobs={"traffic.rate": 50})
    assert table.live().lane.run.settings["traffic.rate"] == 50


def test_the_list_of_changes_is_limited(make_table):
    table = make_table(changes=3)
    table.open()
    for rate in (5, 6, 7):
        table.say("set", knobs={"traffic.rate": rate})
    assert table.say("set", knobs={"traffic.rate": 8})["code"] == "too_many_changes"


def test_a_command_before_open_is_refused(table):
    assert table.say("play")["code"] == "not_open"


def test_the_story_of_a_checkout_that_is_still_here(table):
    table.open(seed=5)
    table.say("speed", value=20)
    table.say("play")
    table.wait(0.5)
    order = table.last("frame")["recent"][-1]["order"]
    story = table.say("order", order=order)
    assert story["order"] == order
    assert story["lines"][0]["text"].startswith("A customer comes to pay")
    assert story["events"][0]["event"] == "CustomerArrived"


def test_the_story_of_a_checkout_long_gone_is_run_again(table):
    table.open(seed=5)
    table.say("speed", value=20)
    table.say("play")
    table.wait(0.2)
    order = table.last("frame")["recent"][-1]["order"]
    early = table.say("order", order=order)
    table.wait(1.5)
    assert table.live().lane.fold.checkouts.events_of(order) is None
    late = table.say("order", order=order)
    assert (late["text"], late["lines"]) == (early["text"], early["lines"])


def test_the_story_of_a_visit_can_be_told_too(table):
    table.open("sandbox", seed=5)
    table.say("speed", value=20)
    table.say("play")
    table.wait(0.2)
    assert table.say("order", order=-1)["lines"][0]["text"] == "A customer comes to browse."
