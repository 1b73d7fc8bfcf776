"""Compensation undoes what was done. With keys it also calls off what may still be under way; without, it cannot."""

import pytest

from playground.checkout import events as e
from tests.playground.lab import ONE, PAYMENT, QUIET, change, told

UNDOES = {"timeout.enabled": True, "timeout.attempt_s": 0.3, "compensation.enabled": True}
KEYS = {"idempotency.enabled": True}
SLOW_ORDERS = "orders.slow_tail:start=0.1,duration=0.05,factor=100"
EFFECTS = (e.StockReserved, e.StockReleased, e.CardCharged, e.CardRefunded, e.OrderWritten, e.OrderCancelled)


def test_steps_that_succeeded_are_undone_in_reverse():
    story = told({**ONE, **UNDOES}, "orders.error:status=500")
    assert story.names(*EFFECTS) == ["StockReserved", "CardCharged", "CardRefunded", "StockReleased"]
    assert story.cell() == ("failed", "nothing")
    assert story.one(e.CompensationFinished).left == ""


def test_the_customer_does_not_wait_for_the_undoing():
    story = told({**ONE, **UNDOES}, "orders.error:status=500")
    assert story.one(e.CustomerTold).t < story.one(e.CardRefunded).t


def test_off_it_undoes_nothing():
    story = told({**ONE, **UNDOES, "compensation.enabled": False}, "orders.error:status=500")
    assert story.names(*EFFECTS) == ["StockReserved", "CardCharged"]
    assert story.cell() == ("failed", "charged_no_order")


@pytest.mark.parametrize(
    ("struck", "calls"),
    [
        ("payment.slow_tail:factor=20,duration=0.1", ["payment"]),
        ("inventory.slow_tail:factor=100,duration=0.05", ["inventory", "payment", "orders"]),
        (SLOW_ORDERS, ["inventory", "payment", "orders"]),
    ],
    ids=["a charge", "a reservation", "an order"],
)
def test_under_a_key_what_is_still_under_way_is_called_off(struck, calls):
    story = told({**ONE, **UNDOES, **KEYS, "checkout.calls": calls}, struck)
    assert story.of(e.AttemptTimedOut)
    assert story.cell() == ("failed", "nothing")


def test_under_a_key_a_fan_out_still_under_way_is_called_off():
    story = told({**ONE, **UNDOES, **KEYS, "inventory.fan_out": 5}, "inventory.slow_tail:factor=100,duration=0.05")
    assert story.cell() == ("failed", "nothing")
    assert not story.of(e.StockReserved)


def test_without_a_key_a_late_charge_cannot_be_called_off():
    story = told({**PAYMENT, **UNDOES}, "payment.slow_tail:factor=20,duration=0.1")
    assert story.one(e.CardCharged).t > story.one(e.CompensationFinished).t
    assert story.cell() == ("failed", "charged_no_order")


def test_a_step_that_surely_failed_is_not_undone():
    story = told({**PAYMENT, **UNDOES, **KEYS}, "payment.error:status=500")
    assert not story.of(e.RequestSent, operation="refund")


def test_the_undoing_has_luck_of_its_own():
    """Else a request whose answer is lost would always lose the answer to its refund too."""
    knobs = {**QUIET, **UNDOES, **KEYS, "traffic.rate": 50, "checkout.calls": ["payment"]}
    story = told(knobs, "payment.response_lost:probability=0.3", seconds=60)
    undone = story.of(e.CompensationFinished)
    left = [each for each in undone if each.left == "payment"]
    assert len(undone) > 500
    assert len(left) / len(undone) == pytest.approx(0.3, abs=0.06)


def test_what_could_not_be_undone_is_named():
    story = told({**ONE, **UNDOES}, "orders.error:status=500", "inventory.partition:start=0.1")
    assert story.one(e.CompensationFinished).left == "inventory"
    assert story.cell() == ("failed", "reserved_only")


def test_a_refund_that_is_repeated_refunds_once():
    knobs = {**PAYMENT, **UNDOES, **KEYS, "retry.enabled": True, "checkout.calls": ["payment", "orders"]}
    story = told(knobs, "orders.error:status=500", "payment.response_lost:start=0.4,duration=0.3")
    assert len(story.of(e.RequestSent, operation="refund")) == 2
    assert len(story.of(e.CardRefunded)) == 1
    assert story.entries[1].paid == 0


def test_paying_again_after_a_compensation_is_a_new_intent_under_a_new_key():
    knobs = {**PAYMENT, **UNDOES, **KEYS, "retry.enabled": True, "retry.layers": ["customer"]}
    story = told(knobs, "payment.request_lost:duration=0.1")
    assert story.cell() == ("confirmed", "charged_and_ordered")
    assert [event.nth for event in story.of(e.CardCharged)] == [1]


def test_a_late_refund_under_an_old_key_leaves_the_new_charge_alone():
    knobs = {**PAYMENT, **UNDOES, **KEYS, "retry.enabled": True, "retry.layers": ["customer"]}
    story = told(knobs, "payment.request_lost:duration=0.1", "payment.latency:start=0.3,duration=0.03,ms=2000")
    refund = story.one(e.RequestSent, operation="refund")
    charge = story.one(e.CardCharged)
    assert refund.t + refund.travel > charge.t
    assert story.cell() == ("confirmed", "charged_and_ordered")


def test_two_submissions_of_one_order_call_off_what_each_of_them_did():
    """The second is refused with 409 and undoes its part; that must not make the first undo under a wrong key."""
    knobs = {
        **PAYMENT,
        **UNDOES,
        **KEYS,
        "traffic.patience_s": 0.2,
        "traffic.resubmits": True,
        "checkout.calls": ["inventory", "payment", "orders"],
    }
    story = told(knobs, "payment.slow_tail:factor=20,duration=0.1")
    assert story.one(e.KeyRefused, status=409)
    assert not story.of(e.CardCharged)
    assert story.entries[1].truth == "nothing"


def test_a_crash_of_checkout_ends_its_compensations():
    story = told(
        {**ONE, **UNDOES, "timeout.attempt_s": 5},
        "orders.error:status=500,duration=0.5",
        "payment.pause:start=0.125,duration=3",
        "checkout.crash:point=before_effect,start=0.2,count=1",
        changes=[change(0.3, traffic__burst=2)],
    )
    assert story.of(e.RequestSent, operation="refund", order=1)
    assert story.of(e.ServiceCrashed, service="checkout")
    assert not story.of(e.CompensationFinished, order=1)
