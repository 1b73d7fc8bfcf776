"""Timeouts, the total deadline, and what changes when it is propagated: queued work whose caller is gone is dropped."""

import pytest

from playground.checkout import events as e
from tests.playground.lab import ONE, PAYMENT, QUIET, told

TIMEOUT = {"timeout.enabled": True, "timeout.attempt_s": 0.3}
BACKLOG = {**PAYMENT, **TIMEOUT, "traffic.burst": 20, "payment.workers": 1, "checkout.workers": "unlimited"}


def test_an_attempt_times_out_after_its_time():
    story = told({**PAYMENT, **TIMEOUT}, "payment.blackhole")
    assert story.one(e.AttemptTimedOut).t == pytest.approx(0.31)
    assert story.one(e.CustomerTold).status == 504


def test_the_deadline_bounds_all_attempts_and_pauses_together():
    knobs = {**PAYMENT, **TIMEOUT, "timeout.deadline_s": 1, "retry.enabled": True, "retry.max_attempts": 10}
    story = told(knobs, "payment.blackhole")
    assert story.one(e.DeadlineExceeded).t == pytest.approx(1.01)
    assert story.one(e.CustomerTold).t == pytest.approx(1.02)


def test_the_deadline_counts_from_the_arrival_at_checkout():
    knobs = {**PAYMENT, **TIMEOUT, "timeout.attempt_s": 5, "timeout.deadline_s": 0.2, "traffic.burst": 2}
    story = told({**knobs, "checkout.workers": 1, "payment.service_ms": 150})
    first, second = story.of(e.CustomerTold)
    assert (first.told, second.told) == ("confirmed", "failed")
    assert story.one(e.DeadlineExceeded).t == pytest.approx(0.21)


def test_after_the_deadline_nothing_more_is_sent():
    knobs = {**ONE, **TIMEOUT, "timeout.attempt_s": 5, "timeout.deadline_s": 0.05}
    story = told(knobs, "inventory.slow_tail:factor=3.9")
    assert {sent.target for sent in story.of(e.RequestSent)} == {"checkout", "inventory"}


def test_without_propagation_services_work_for_callers_who_left():
    story = told(BACKLOG)
    assert len(story.of(e.CardCharged)) == 20
    assert story.counters["told_failed"] > 10
    assert not story.of(e.WorkDropped)


def test_with_propagation_queued_work_of_callers_who_left_is_dropped():
    story = told({**BACKLOG, "timeout.propagate": True})
    dropped = story.of(e.WorkDropped, target="payment")
    assert len(story.of(e.CardCharged)) + len(dropped) == 20
    assert len(dropped) > 10
    assert all(drop.cause in ("deadline", "called_off") for drop in dropped)
    assert all(charge.t < 0.4 for charge in story.of(e.CardCharged))


def test_propagation_does_not_stop_what_has_begun():
    story = told({**PAYMENT, **TIMEOUT, "timeout.propagate": True}, "payment.slow_tail:factor=20")
    assert story.one(e.CardCharged).t > story.one(e.AttemptTimedOut).t


def test_customers_send_their_patience_along():
    knobs = {**QUIET, "traffic.burst": 30, "traffic.patience_s": 0.2, "checkout.workers": 1, **TIMEOUT}
    story = told({**knobs, "timeout.propagate": True})
    assert story.of(e.WorkDropped, target="checkout")
    assert all(start.t <= 0.2 for start in story.of(e.WorkStarted, target="checkout"))


def test_an_answer_at_the_very_instant_of_the_timeout_is_heard_or_late_and_never_both():
    """The way there takes 10 ms, the work 40, the way back 10: 60 ms exactly is the timeout."""
    knobs = {**PAYMENT, "timeout.enabled": True, "timeout.attempt_s": 0.06, "traffic.burst": 50}
    story = told({**knobs, "payment.workers": 100, "checkout.workers": "unlimited"})
    heard, late = story.of(e.ResponseArrived, source="payment"), story.of(e.ResponseArrivedLate, source="payment")
    timed_out = story.of(e.AttemptTimedOut)
    assert len(heard) + len(late) == 50
    assert len(timed_out) == len(late)
    assert story.counters["told_confirmed"] == len(heard)


def test_the_deadline_and_the_attempt_may_end_at_the_same_instant():
    knobs = {**PAYMENT, "timeout.enabled": True, "timeout.attempt_s": 0.5, "timeout.deadline_s": 0.5}
    story = told({**knobs, "retry.enabled": True}, "payment.blackhole")
    assert len(story.of(e.CustomerTold)) == 1
    assert len(story.of(e.RequestSent, target="payment")) == 1
