"""Real checkouts of real runs, told in plain words: what became of them, and why."""

from collections import Counter

import pytest

from playground.checkout import events as e
from playground.checkout import faults
from playground.runs import Recipe, Run
from playground.tales.tale import tell

RETRIES = {"retry.enabled": True}
KEYED = {**RETRIES, "idempotency.enabled": True}
LOST_ANSWERS = "payment.response_lost:probability=0.3"

NO_KEY = "the retry carried no key, so the bank took it for a new payment."
CASES = [
    ("healthy", "", {}, "ok", "confirmed, charged once."),
    ("answer lost, no key", LOST_ANSWERS, RETRIES, "double",
     f"charged twice, told “confirmed”. The first answer was lost; {NO_KEY}"),
    ("answer lost twice, no key", LOST_ANSWERS, RETRIES, "double",
     f"charged three times, told “confirmed”. The first answer was lost; {NO_KEY}"),
    ("answer lost, key", LOST_ANSWERS, KEYED, "ok",
     "confirmed, charged once. Payment was asked twice and knew the key."),
    ("answer lost, no retry", LOST_ANSWERS, {}, "ghost",
     "told “failed”, yet charged. The charge went through; its answer was lost."),
    ("every answer lost, key", LOST_ANSWERS, KEYED, "ghost",
     "told “failed” after three attempts, yet charged. The charge went through; its answer was lost."),
    ("request lost", "payment.request_lost:probability=0.3", {}, "stranded",
     "told “failed”; nothing charged, but its stock is still reserved. Payment did not answer in time."),
    ("request lost, retried", "payment.request_lost:probability=0.3", RETRIES, "ok",
     "confirmed, charged once. Payment took two attempts."),
    ("inventory fails", "inventory.error:probability=0.5", {}, "failed",
     "told “failed”, and nothing was charged. Inventory answered with an error (500)."),
    ("too slow", "payment.latency:ms=2000", {}, "ghost",
     "told “failed”, yet charged. The charge went through; its answer came when nobody was waiting any more."),
    ("delivered twice", "payment.duplicate:probability=0.3", {}, "double",
     ("charged twice, told “confirmed”. The network delivered the request twice. "
     "Without a key the bank took the copy for a new payment.")),
    ("orders fail", "orders.error:probability=0.5", {"compensation.enabled": True}, "failed",
     "told “failed”, refunded. Orders answered with an error (500)."),
    ("shed", "", {"shedding.enabled": True, "shedding.max_in_flight": 1}, "failed",
     "told “failed”, and nothing was charged. Checkout turned it away at the door."),
    ("pool full", "payment.latency:ms=400", {"bulkhead.enabled": True, "bulkhead.payment": 1}, "stranded",
     "told “failed”; nothing charged, but its stock is still reserved. The pool for payment was full."),
    ("breaker open", "payment.error", {"breaker.enabled": True}, "stranded",
     "told “failed”; nothing charged, but its stock is still reserved. The breaker for payment was open."),
    ("pays again", "payment.latency:ms=3000",
     {"timeout.enabled": False, "traffic.patience_s": 1, "traffic.resubmits": True},
     "double", ("charged twice, left without an answer. The customer heard nothing and pressed Pay again; "
     "the new request carried no key, so the bank took it for a new payment.")),
    ("hedged", "payment.slow_tail:probability=0.3,factor=10", {"hedging.enabled": True, "hedging.cancel_loser": False},
     "double", ("charged twice, told “confirmed”. The first answer was slow, so checkout sent a second copy; "
     "the copy carried no key, so the bank took it for a new payment.")),
    ("without extras", "recommendations.error", {"fallback.enabled": True,
     "checkout.calls": ("inventory", "payment", "orders", "recommendations")}, "ok",
     "confirmed, charged once. Without recommendations."),
    ("record lost in a crash", "checkout.crash:point=before_record,probability=0.05",
     {"recovery.restart_s": 1}, "ghost", "told “failed”, yet charged. The connection to checkout broke."),
    ("put right afterwards", LOST_ANSWERS, {"reconciliation.enabled": True, "reconciliation.period_s": 2}, "failed",
     "told “failed”, refunded. Payment did not answer in time."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "knobs", "verdict", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_it_is_told_what_became_of_an_order_and_why(orders_of, fault, knobs, verdict, words):
    tales = Counter((tale.verdict, tale.text) for tale in map(tell, orders_of(fault, knobs).values()))
    assert (verdict, words) in tales, "\n".join(f"{count} {tale}" for tale, count in tales.most_common())


def test_verdicts_agree_with_the_measures(orders_of):
    """Two ways to count the same run: one order at a time in words, all of them in numbers."""
    orders = orders_of(LOST_ANSWERS, RETRIES)
    verdicts = Counter(tell(events).verdict for events in orders.values())
    recipe = Recipe(
        scenario="sandbox",
        seed=3,
        knobs={"traffic.rate": 15, "timeout.enabled": True, "timeout.attempt_s": 0.5, **RETRIES},
        faults=(faults.parse(LOST_ANSWERS),),
    )
    with Run(recipe) as run:
        run.skip(40)
        measures = run.measures
    told = sum(row["charged_twice_or_more"] for row in measures.matrix.values())
    assert verdicts["double"] == told
    assert verdicts["waiting"] == measures.offered - sum(measures.told.values())


def test_an_order_under_way_is_waiting():
    assert tell([e.CustomerArrived(1.0, 7, 4200)]).verdict == "waiting"


def test_an_order_that_is_charged_and_still_waits_says_both():
    events = [e.CustomerArrived(1.0, 7, 4200), e.CardCharged(1.1, 3, 7, 4200, 1)]
    assert tell(events).text == "is still waiting. It has been charged already."


def test_a_customer_who_was_written_to_afterwards_is_confirmed():
    events = [
        e.CustomerArrived(1.0, 7, 4200),
        e.CardCharged(1.1, 3, 7, 4200, 1),
        e.OrderWritten(1.2, 4, 7, 1),
        e.CustomerGaveUp(2.0, 7, 1.0),
        e.CustomerNotified(9.0, 7),
    ]
    tale = tell(events)
    assert tale.verdict == "ok"
    assert "was written to" in tale.text


def test_an_order_recorded_and_not_paid_is_told_as_one():
    events = [
        e.CustomerArrived(1.0, 7, 4200),
        e.RequestSent(1.0, 3, 7, "checkout", "payment", "charge", 1, 0, 0, False, 0.005),
        e.OrderWritten(1.2, 4, 7, 1),
        e.CustomerTold(1.3, 7, "confirmed", 0.3, 200),
    ]
    assert tell(events).verdict == "order_without_payment"
