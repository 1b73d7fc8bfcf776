"""A change can strike a fault now or order one for later, and can call one off before it strikes."""

import pytest

from playground.checkout import events as e
from playground.runs import Run
from tests.playground.lab import change, recipe, told

CALM = {"traffic.rate": 20}
NEWS = (e.FaultStruck, e.FaultHealed)


def news(events):
    return [(event.t, type(event).__name__) for event in events if isinstance(event, NEWS)]


def test_a_fault_struck_by_hand_begins_now_and_lasts_as_long_as_it_says():
    with Run(recipe(CALM)) as run:
        run.advance(3)
        run.change(change(0, "payment.latency:duration=5"))
        assert news(run.advance(20)) == [(3.0, "FaultStruck"), (8.0, "FaultHealed")]


def test_a_fault_in_a_recipe_lasts_from_its_change_on():
    story = told(CALM, changes=[change(3, "payment.latency:duration=5")])
    assert news(story.events) == [(3.0, "FaultStruck"), (8.0, "FaultHealed")]


def test_a_fault_can_be_ordered_for_later():
    with Run(recipe(CALM)) as run:
        run.advance(3)
        run.change(change(0, "payment.latency:start=10,duration=5"))
        assert news(run.advance(20)) == [(10.0, "FaultStruck"), (15.0, "FaultHealed")]


def test_a_fault_healed_before_it_strikes_never_strikes():
    story = told(CALM, "payment.error:start=10,duration=5", changes=[change(5, heal=("payment.error",))])
    assert news(story.events) == []
    assert story.counters["told_failed"] == 0


def test_healing_what_never_was_changes_nothing():
    story = told(CALM, changes=[change(5, heal=("payment.error",))])
    assert story.fingerprint == told(CALM).fingerprint


@pytest.mark.parametrize("kind", ["latency", "pause", "capacity:factor=0", "error", "partition", "blackhole"])
def test_the_shortest_fault_strikes_and_heals(kind):
    name, _, fields = kind.partition(":")
    story = told(CALM, f"payment.{name}:start=2,duration=0.001" + ("," + fields if fields else ""), seconds=5)
    assert news(story.events) == [(2.0, "FaultStruck"), (2.001, "FaultHealed")]
    assert story.counters["told_confirmed"] >= story.counters["offered"] - 1


def test_a_new_fault_of_a_kind_replaces_the_one_in_force():
    with Run(recipe(CALM, "payment.latency:ms=100,duration=10")) as run:
        run.advance(3)
        run.change(change(0, "payment.latency:ms=900,duration=2"))
        assert news(run.advance(20)) == [(3.0, "FaultHealed"), (3.0, "FaultStruck"), (5.0, "FaultHealed")]


def test_faults_of_two_kinds_at_one_instant_strike_in_the_order_in_which_they_were_ordered():
    struck = [event.kind for event in told(CALM, "orders.error:start=1", "orders.latency:start=1").of(e.FaultStruck)]
    assert struck == ["error", "latency"]
