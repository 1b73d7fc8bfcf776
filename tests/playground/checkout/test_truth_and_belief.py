"""The model never cuts short what the lesson is about: what a caller believes stops nothing on the other side."""

from itertools import pairwise

import pytest

from playground.checkout import events as e
from tests.playground.lab import ONE, PAYMENT, QUIET, told

TIMEOUT = {"timeout.enabled": True, "timeout.attempt_s": 0.3}


def test_a_timeout_does_not_stop_the_work():
    story = told({**PAYMENT, **TIMEOUT}, "payment.slow_tail:factor=20")
    assert story.one(e.AttemptTimedOut).t == pytest.approx(0.31)
    assert story.one(e.CardCharged).t == pytest.approx(0.82)
    assert story.cell() == ("failed", "charged_no_order")


def test_an_effect_that_comes_after_the_customer_left_shows_in_the_matrix():
    story = told({**PAYMENT, **TIMEOUT}, "payment.slow_tail:factor=200")
    assert story.one(e.CardCharged).t > story.one(e.CustomerTold).t
    assert story.measures.matrix["failed"] == {
        **dict.fromkeys(story.measures.matrix["failed"], 0),
        "charged_no_order": 1,
    }


def test_an_impatient_customer_stops_nothing():
    story = told({**ONE, "traffic.patience_s": 0.1})
    assert story.one(e.CustomerGaveUp).t == 0.1
    assert story.cell() == ("nothing", "charged_and_ordered")
    assert story.one(e.ResponseArrivedLate, source="checkout").status == 200


def test_paying_again_sends_the_same_intent_a_second_time():
    story = told({**ONE, "traffic.patience_s": 0.1, "traffic.resubmits": True})
    assert [sent.attempt for sent in story.of(e.RequestSent, target="checkout")] == [1, 2]
    assert {event.order for event in story.of(e.CardCharged)} == {1}
    assert story.entries[1].truth == "charged_twice_or_more"


def test_paying_again_under_a_key_pays_once():
    story = told({**ONE, "traffic.patience_s": 0.12, "traffic.resubmits": True, "idempotency.enabled": True})
    assert story.entries[1].truth == "charged_and_ordered"
    assert story.of(e.DuplicateRecognised, target="payment")


def test_at_most_so_many_presses_of_pay():
    knobs = {**ONE, "traffic.patience_s": 1, "traffic.resubmits": True, "traffic.max_submits": 4}
    story = told(knobs, "checkout.blackhole")
    assert [again.submission for again in story.of(e.CustomerPaidAgain)] == [2, 3, 4]
    assert story.one(e.CustomerGaveUp).t == 4.0


def test_a_changed_basket_under_the_same_key_is_refused_with_422():
    knobs = {**PAYMENT, "traffic.patience_s": 0.3, "traffic.resubmits": True, "traffic.edits_basket": True}
    story = told({**knobs, "idempotency.enabled": True}, "payment.response_lost:duration=0.1")
    assert story.one(e.KeyRefused).status == 422
    assert story.cell() == ("failed", "charged_no_order")


def test_customers_who_are_told_that_it_failed_may_try_again():
    knobs = {**PAYMENT, "retry.enabled": True, "retry.layers": ["customer"], "retry.first_delay_s": 1}
    story = told(knobs, "payment.error:duration=0.5")
    assert story.cell() == ("confirmed", "charged_and_ordered")
    assert story.one(e.CustomerPaidAgain).t == pytest.approx(1.08)


def test_customers_draw_their_decorrelated_pauses_from_the_last_one():
    """Brooker: between the base and three times the last pause. Without the last one they would never grow."""
    knobs = {**PAYMENT, "traffic.burst": 30, "checkout.workers": "unlimited", "payment.workers": 100}
    knobs |= {"retry.enabled": True, "retry.layers": ["customer"], "retry.max_attempts": 6, "retry.first_delay_s": 0.1}
    story = told({**knobs, "retry.jitter": "decorrelated"}, "payment.error")
    presses = {order: [0.0, *story.times(e.CustomerPaidAgain, order=order)] for order in story.entries}
    pauses = [again - before - 0.08 for each in presses.values() for before, again in pairwise(each)]
    assert min(pauses) >= 0.0999
    assert max(pauses) > 0.31


@pytest.mark.parametrize("told_so", ["confirmed", "failed"])
def test_every_customer_ends_in_exactly_one_cell(told_so):
    knobs = {**QUIET, "traffic.rate": 30, **TIMEOUT, "retry.enabled": told_so == "confirmed"}
    story = told(knobs, "payment.response_lost:probability=0.3", "orders.error:probability=0.2")
    cells = sum(sum(row.values()) for row in story.measures.matrix.values())
    assert cells == story.counters["offered"] == len(story.entries)
    assert story.counters[f"told_{told_so}"] > 0
