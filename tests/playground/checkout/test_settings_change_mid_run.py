"""Settings may change at any instant of a run. What goes on keeps its state; what waits feels the new one at once."""

import gc

import pytest

from playground.checkout import events as e
from playground.runs import Run
from tests.playground.lab import PAYMENT, QUIET, change, recipe, told

CROWD = {**QUIET, "traffic.rate": 50, "checkout.calls": ["payment"], "checkout.workers": "unlimited"}


def test_more_workers_take_up_what_waits_at_once():
    story = told({**PAYMENT, "traffic.burst": 4, "payment.workers": 1}, changes=[change(0.03, payment__workers=4)])
    assert story.times(e.WorkStarted, target="payment") == pytest.approx([0.02, 0.03, 0.03, 0.03])


def test_fewer_workers_let_what_they_do_finish():
    story = told({**PAYMENT, "traffic.burst": 6, "payment.workers": 4}, changes=[change(0.03, payment__workers=1)])
    assert story.times(e.CardCharged) == pytest.approx([0.06] * 4 + [0.1, 0.14])


def test_more_places_in_a_pool_are_taken_at_once():
    knobs = {**PAYMENT, "traffic.burst": 4, "bulkhead.enabled": True, "bulkhead.payment": 1, "bulkhead.max_wait_s": 5}
    story = told(knobs, changes=[change(0.03, bulkhead__payment=4)])
    assert story.times(e.RequestSent, target="payment") == pytest.approx([0.01, 0.03, 0.03, 0.03])


def test_a_pool_that_is_switched_off_and_on_loses_no_place():
    knobs = {**CROWD, "bulkhead.enabled": True, "bulkhead.payment": 5}
    changes = [change(at, bulkhead__enabled=at % 2 == 0) for at in range(1, 11)]
    with Run(recipe(knobs, changes=changes, ends_at=12)) as run:
        run.skip(12)
        run.settle()
        assert run.picture().edges["payment"].pool_busy == 0


def test_an_open_breaker_stays_open_when_something_else_changes():
    knobs = {**CROWD, "breaker.enabled": True, "breaker.minimum_calls": 5, "breaker.open_s": 60}
    story = told(knobs, "payment.error", changes=[change(5, traffic__rate=60)], seconds=10)
    assert [event.state for event in story.of(e.BreakerChanged)] == ["open"]


def test_a_spent_bucket_stays_spent_when_something_else_changes():
    knobs = {**CROWD, "retry.enabled": True, "retry_budget.enabled": True, "retry_budget.kind": "bucket"}
    knobs |= {"retry_budget.capacity": 50, "retry.backoff": "none"}
    story = told(knobs, "payment.error", changes=[change(5, traffic__rate=60)], seconds=10)
    assert len(story.of(e.RetryScheduled)) == 10


def test_a_smaller_bucket_holds_fewer_tokens():
    knobs = {**CROWD, "retry.enabled": True, "retry_budget.enabled": True, "retry_budget.kind": "bucket"}
    with Run(recipe(knobs)) as run:
        run.skip(1)
        run.change(change(retry_budget__capacity=100))
        assert run.picture().edges["payment"].retry_tokens == 100


def test_switching_retries_on_does_not_touch_calls_under_way():
    story = told(PAYMENT, "payment.error", changes=[change(0.03, retry__enabled=True)])
    assert not story.of(e.RetryScheduled)


def test_switching_timeouts_on_does_not_touch_calls_under_way():
    changes = [change(0.5, timeout__enabled=True, timeout__attempt_s=0.1)]
    story = told({**PAYMENT, "traffic.patience_s": 5}, "payment.blackhole:duration=0.3", changes=changes)
    assert not story.of(e.AttemptTimedOut)


def test_a_new_patience_holds_from_the_next_customer_on():
    changes = [change(1, traffic__patience_s=2, traffic__burst=2)]
    story = told({**PAYMENT, "traffic.patience_s": 9}, "payment.blackhole", changes=changes)
    assert story.times(e.CustomerGaveUp) == [3.0, 3.0, 9.0]


def test_a_rate_of_nothing_and_back_keeps_everybody_in_line():
    """Customers keep their numbers and their luck; only their instants move."""
    pause = [change(5, traffic__rate=0), change(8, traffic__rate=50)]
    steady, paused = told(CROWD, seconds=20), told(CROWD, changes=pause, seconds=23)
    assert not [t for t in paused.times(e.CustomerArrived) if 5 < t < 8]
    early, late = steady.of(e.CustomerArrived), paused.of(e.CustomerArrived)
    assert [each.amount for each in early] == [each.amount for each in late]
    shifts = [after.t - before.t for before, after in zip(early, late, strict=True)]
    assert {round(shift, 9) for shift in shifts} == {0, 3}


def test_hedged_copies_that_run_on_unheard_survive_a_change():
    knobs = {**CROWD, "hedging.enabled": True, "hedging.delay_s": 0.01, "hedging.cancel_loser": False}
    with Run(recipe(knobs, "payment.request_lost:probability=0.5")) as run:
        run.skip(2)
        run.change(change(hedging__delay_s=0.02))
        run.change(change(hedging__enabled=False))
        run.skip(4)
        gc.collect()  # a task that is destroyed while it waits is an error, and errors fail this test


def test_a_new_period_of_the_sweeper_holds_from_now_on():
    knobs = {**QUIET, "reconciliation.enabled": True, "reconciliation.period_s": 1000}
    story = told(knobs, changes=[change(10, reconciliation__period_s=2)], seconds=15)
    assert story.times(e.SweepFinished)[:2] == [12.0, 14.0]


def test_idempotency_switched_off_and_on_forgets_nothing_that_matters():
    changes = [change(at, idempotency__enabled=at % 2 == 0) for at in range(1, 11)]
    knobs = {**CROWD, "idempotency.enabled": True, "retry.enabled": True, "timeout.enabled": True}
    story = told(knobs, "payment.response_lost:probability=0.2", changes=changes, seconds=11)
    assert story.counters["told_confirmed"] > 400


def test_fewer_instances_finish_what_the_others_began():
    changes = [change(2, checkout__instances=1), change(3, checkout__instances=9)]
    knobs = {**CROWD, "checkout.instances": 10, "bulkhead.enabled": True, "bulkhead.max_wait_s": 5}
    story = told(knobs, changes=changes, seconds=5)
    assert story.counters["told_confirmed"] == story.counters["offered"]


def test_changing_the_order_of_patterns_changes_their_meaning_from_then_on():
    inside = ["shedding", "deadline", "retry", "hedging", "breaker", "bulkhead", "timeout"]
    outside = ["timeout", "shedding", "deadline", "retry", "hedging", "breaker", "bulkhead"]
    knobs = {
        **PAYMENT,
        "timeout.enabled": True,
        "timeout.attempt_s": 0.5,
        "retry.enabled": True,
        "retry.backoff": "none",
    }
    each, around = (told({**knobs, "patterns.order": order}, "payment.blackhole") for order in (inside, outside))
    assert len(each.of(e.RequestSent, target="payment")) == 3
    assert len(around.of(e.RequestSent, target="payment")) == 1
