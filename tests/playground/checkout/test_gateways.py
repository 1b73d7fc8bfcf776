"""Gateways in front of checkout: they pass requests on, may try again, and multiply what the layers behind them do."""

import gc

import pytest

from playground.checkout import events as e
from playground.runs import Run
from tests.playground.lab import ONE, PAYMENT, change, recipe, told

HOPS = {**PAYMENT, "gateway.hops": 2}
RETRIES = {"retry.enabled": True, "retry.backoff": "none"}


def test_a_request_passes_every_gateway_once():
    sent = [(event.source, event.target) for event in told(HOPS).of(e.RequestSent)]
    assert sent == [
        ("customers", "gateway 1"),
        ("gateway 1", "gateway 2"),
        ("gateway 2", "checkout"),
        ("checkout", "payment"),
    ]


def test_each_hop_adds_its_way_there_and_back():
    latency = told(PAYMENT).one(e.CustomerTold).latency
    assert told(HOPS).one(e.CustomerTold).latency == pytest.approx(latency + 2 * 2 * 0.01)


@pytest.mark.parametrize(
    ("hops", "layers", "attempts", "calls"),
    [
        (0, ["checkout"], 3, 3),
        (1, ["customer", "gateway", "checkout"], 4, 64),
        (3, ["customer", "gateway", "checkout"], 3, 243),
    ],
)
def test_the_retries_of_layers_multiply(hops, layers, attempts, calls):
    knobs = {**PAYMENT, **RETRIES, "gateway.hops": hops, "retry.layers": layers, "retry.max_attempts": attempts}
    story = told(knobs, "payment.error:status=500")
    assert len(story.of(e.RequestSent, target="payment")) == calls
    assert story.one(e.CustomerTold).told == "failed"
    payment = story.summary["services"]["payment"]
    assert (payment["first_calls"], payment["amplification"]) == (1, calls)


def test_an_outer_timeout_that_is_shorter_than_the_inner_one_fails_what_never_failed():
    """Istio's Bookinfo: 7 s of delay; inside 10 s are allowed, outside 3 s × 2 attempts. An error at 6 s exactly."""
    knobs = {
        **PAYMENT,
        **RETRIES,
        "network.delay_ms": 0,
        "gateway.hops": 1,
        "gateway.attempt_s": 3,
        "retry.layers": ["gateway"],
        "retry.max_attempts": 2,
        "timeout.enabled": True,
        "timeout.attempt_s": 10,
        "timeout.deadline_s": "unlimited",
    }
    story = told(knobs, "payment.latency:ms=7000")
    assert story.one(e.CustomerTold).t == 6.0
    assert story.times(e.AttemptTimedOut, source="gateway 1") == [3.0, 6.0]
    assert not story.of(e.AttemptTimedOut, source="checkout")
    assert story.times(e.CardCharged) == pytest.approx([7.04, 10.04])


def test_a_gateway_has_no_patterns_of_checkout():
    knobs = {
        **HOPS,
        "breaker.enabled": True,
        "bulkhead.enabled": True,
        "hedging.enabled": True,
        "hedging.delay_s": 0.001,
        "shedding.enabled": True,
        "shedding.kind": "adaptive",
        "timeout.enabled": True,
        "timeout.attempt_s": 0.001,
    }
    story = told(knobs)
    assert not story.of(e.AttemptTimedOut, source="gateway 1")
    assert not story.of(e.RequestSent, source="gateway 1", hedge=1)


def test_a_gateway_gives_up_by_its_own_timeout_even_where_checkout_has_none():
    story = told({**HOPS, "gateway.attempt_s": 0.05, "traffic.patience_s": 5})
    assert story.of(e.AttemptTimedOut, source="gateway 2")
    assert story.cell() == ("failed", "charged_and_ordered")


def test_gateways_share_the_key_of_the_order():
    knobs = {**PAYMENT, **RETRIES, "gateway.hops": 1, "retry.layers": ["gateway"], "idempotency.enabled": True}
    story = told(knobs, "checkout.response_lost:duration=0.2", changes=[], seconds=5)
    again = told({**knobs, "gateway.attempt_s": 0.5}, "checkout.response_lost:duration=0.2")
    assert story.cell() == ("nothing", "charged_and_ordered")
    assert len(again.of(e.RequestSent, source="gateway 1")) == 2
    assert again.one(e.DuplicateRecognised).target == "payment"
    assert again.cell() == ("confirmed", "charged_and_ordered")


def test_taking_a_gateway_away_lets_what_it_is_doing_finish():
    story = told(HOPS, changes=[change(0.05, gateway__hops=0)])
    assert story.cell() == ("confirmed", "charged_and_ordered")


def test_a_gateway_taken_away_while_it_waits_for_ever_is_collected_with_the_run():
    with Run(recipe({**ONE, "gateway.hops": 1, "traffic.burst": 50}, "checkout.request_lost")) as run:
        run.advance(1)
        run.change(change(0, gateway__hops=0))
        run.advance(2)
        gc.collect()  # a task that is destroyed while it waits is an error (see loop.py), and errors fail this test
    gc.collect()
