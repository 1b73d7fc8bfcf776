"""The sweeper at work: it finds every crooked cell of the matrix and mends it, and leaves alone what still moves."""

import pytest

from playground.checkout import events as e
from playground.checkout.ledger import BELIEFS
from tests.playground.lab import ONE, PAYMENT, QUIET, change, told

SWEEP = {"reconciliation.enabled": True, "reconciliation.period_s": 1, "reconciliation.quiet_s": 2}
TIMEOUT = {"timeout.enabled": True, "timeout.attempt_s": 0.3}

CROOKED = {
    "told failed, charged without an order": ({**PAYMENT, **TIMEOUT}, ["payment.response_lost"]),
    "told failed, charged and ordered": (ONE, ["checkout.crash:point=after_effect,count=1"]),
    "told failed, only reserved": (ONE, ["payment.error"]),
    "told nothing, charged and ordered": ({**ONE, "traffic.patience_s": 0.1}, []),
    "told nothing, charged without an order": (
        {**PAYMENT, "traffic.patience_s": 1},
        ["payment.response_lost", "payment.crash:start=0.5"],
    ),
    "told nothing, only reserved": ({**ONE, "traffic.patience_s": 1}, ["payment.blackhole"]),
    "told confirmed, charged twice": (
        {**PAYMENT, **TIMEOUT, "retry.enabled": True},
        ["payment.response_lost:duration=0.1"],
    ),
    "told failed, charged three times": (
        {**PAYMENT, **TIMEOUT, "retry.enabled": True},
        ["payment.response_lost"],
    ),
    "told failed, ordered and never charged": (
        {**ONE, "checkout.calls": ["orders", "payment"]},
        ["payment.error"],
    ),
}


@pytest.mark.parametrize(("knobs", "struck"), CROOKED.values(), ids=CROOKED.keys())
def test_every_crooked_cell_is_mended(knobs, struck):
    before, after = told(knobs, *struck), told({**knobs, **SWEEP}, *struck)
    assert before.cell() not in STRAIGHT
    assert after.cell() in STRAIGHT


STRAIGHT = {("confirmed", "charged_and_ordered"), ("failed", "nothing"), ("nothing", "nothing")}


def test_every_belief_is_covered():
    assert {name.split()[1].strip(",") for name in CROOKED} == set(BELIEFS)


def test_off_it_mends_nothing():
    story = told({**PAYMENT, **TIMEOUT}, "payment.response_lost")
    assert not story.of((e.SweepFinished, e.CardRefunded))


def test_it_leaves_alone_what_changed_lately():
    story = told({**PAYMENT, **TIMEOUT, **SWEEP, "reconciliation.quiet_s": 4}, "payment.response_lost")
    assert story.one(e.CardRefunded).t == 5.0
    assert story.one(e.CardRefunded).cause == "reconciliation"


def test_a_late_effect_makes_it_look_again():
    """The order was in order when it looked; then a charge that nobody waited for came true."""
    story = told({**PAYMENT, **TIMEOUT, **SWEEP}, "payment.slow_tail:factor=300")
    charged = story.one(e.CardCharged).t
    assert charged > 10
    assert story.one(e.CardRefunded).t > charged
    assert story.cell() == ("failed", "nothing")


def test_switched_on_late_it_mends_the_past():
    crooked = {**QUIET, **TIMEOUT, "traffic.rate": 20, "checkout.calls": ["payment"]}
    lost = "payment.response_lost:probability=0.3,duration=20"
    changes = [change(25, **{name.replace(".", "__"): value for name, value in SWEEP.items()})]
    story = told(crooked, lost, changes=changes, seconds=30)
    assert story.counters["ghost_charges"] == 0
    assert len(story.of(e.CardRefunded)) > 50


def test_a_customer_who_left_without_an_answer_is_told_that_the_order_stands():
    story = told({**ONE, "traffic.patience_s": 0.1, **SWEEP})
    assert story.one(e.CustomerNotified).order == 1
    assert story.counters["told_nothing"] == 0
    assert story.counters["told_confirmed"] == 1


def test_compensation_and_reconciliation_do_not_refund_twice():
    knobs = {**QUIET, "traffic.rate": 20, **TIMEOUT, **SWEEP, "compensation.enabled": True, "retry.enabled": True}
    story = told(knobs, "orders.error:probability=0.3", "payment.response_lost:probability=0.3")
    assert all(entry.paid >= 0 for entry in story.entries.values())
    assert {entry.truth for entry in story.entries.values()} == {"nothing", "charged_and_ordered"}
