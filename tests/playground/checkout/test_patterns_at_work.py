"""Every pattern switched off and on in the shop, by its effect."""

import pytest

from playground.checkout import events as e
from tests.playground.lab import ONE, PAYMENT, QUIET, told

CROWD = {**QUIET, "traffic.rate": 50, "checkout.calls": ["payment"], "checkout.workers": "unlimited"}
CROWD |= {"payment.workers": 100}
TIMEOUT = {"timeout.enabled": True, "timeout.attempt_s": 0.3}
RETRY = {"retry.enabled": True, "retry.max_attempts": 3, "retry.first_delay_s": 0.1}
KEY = {"idempotency.enabled": True}
LOST = "payment.response_lost:probability=0.3"


def share(story, name):
    return story.counters[name] / story.counters["offered"]


def test_a_retry_cures_rare_errors():
    alone, retried = (told({**CROWD, **more}, "payment.error:probability=0.3") for more in ({}, RETRY))
    assert share(alone, "told_failed") == pytest.approx(0.3, abs=0.05)
    assert share(retried, "told_failed") == pytest.approx(0.027, abs=0.015)


def test_a_retry_without_a_key_charges_twice():
    story = told({**CROWD, **TIMEOUT, **RETRY}, LOST)
    assert share(story, "charged_twice_or_more") == pytest.approx(0.3, abs=0.05)


def test_a_key_makes_the_same_retries_safe():
    story = told({**CROWD, **TIMEOUT, **RETRY, **KEY}, LOST)
    assert story.counters["charged_twice_or_more"] == 0
    assert story.counters["charges"] == story.counters["offered"]
    assert share(story, "told_failed") == pytest.approx(0.027, abs=0.015)


def test_a_request_carries_a_key_only_when_keys_are_on():
    assert {sent.keyed for sent in told(ONE).of(e.RequestSent, source="checkout")} == {False}
    assert {sent.keyed for sent in told({**ONE, **KEY}).of(e.RequestSent, source="checkout")} == {True}


def test_a_retry_of_what_is_still_in_progress_gets_409_and_then_the_result():
    knobs = {**PAYMENT, **TIMEOUT, **RETRY, **KEY, "payment.service_ms": 600, "retry.backoff": "constant"}
    story = told({**knobs, "retry.max_attempts": 10})
    assert story.of(e.KeyRefused)[0].status == 409
    assert story.one(e.DuplicateRecognised).status == 200
    assert story.cell() == ("confirmed", "charged_and_ordered")


@pytest.mark.parametrize(("replay", "told_so"), [(False, "confirmed"), (True, "failed")])
def test_a_stored_error_is_replayed_or_tried_afresh(replay, told_so):
    knobs = {**PAYMENT, **RETRY, **KEY, "idempotency.replay_errors": replay}
    story = told(knobs, "payment.error:duration=0.1")
    assert story.cell()[0] == told_so
    assert [event.status for event in story.of(e.DuplicateRecognised)] == ([500, 500] if replay else [])


def test_after_its_retention_a_key_protects_no_more():
    knobs = {**PAYMENT, **TIMEOUT, **RETRY, **KEY}
    kept = told(knobs, "payment.response_lost:duration=0.1")
    forgotten = told({**knobs, "idempotency.retention_s": 0.05}, "payment.response_lost:duration=0.1")
    assert (kept.entries[1].charges, forgotten.entries[1].charges) == (1, 2)


@pytest.mark.parametrize(("durable", "charges"), [(True, 1), (False, 2)])
def test_keys_in_memory_do_not_survive_a_crash(durable, charges):
    knobs = {**PAYMENT, **RETRY, **KEY, "idempotency.durable": durable, "recovery.restart_s": 0.05}
    story = told(knobs, "payment.crash:point=after_effect,count=1")
    assert story.entries[1].charges == charges


def test_a_retry_waits_for_a_restart_and_is_served():
    knobs = {**PAYMENT, **RETRY, "retry.max_attempts": 6, "recovery.restart_s": 1}
    story = told(knobs, "payment.crash:point=before_effect,count=1")
    assert story.cell() == ("confirmed", "charged_and_ordered")


def test_a_budget_bounds_the_load_that_retries_add():
    rejected = "payment.error:status=503"
    without = told({**CROWD, **RETRY, "retry.backoff": "none"}, rejected).summary["services"]["payment"]
    within = told({**CROWD, **RETRY, "retry.backoff": "none", "retry_budget.enabled": True}, rejected)
    assert without["amplification"] == pytest.approx(3)
    assert within.summary["services"]["payment"]["amplification"] == pytest.approx(1.1, abs=0.02)
    assert within.of(e.RetryDenied)


def test_a_bulkhead_keeps_a_slow_extra_from_taking_every_worker():
    knobs = {**QUIET, "traffic.rate": 20, "traffic.browse_rate": 20, "traffic.patience_s": 2, "fallback.enabled": True}
    knobs |= {"checkout.calls": ["payment", "recommendations"], "bulkhead.payment": 50, "checkout.workers": 10}
    slow = "recommendations.latency:ms=8000"
    without, within = told(knobs, slow), told({**knobs, "bulkhead.enabled": True}, slow)
    assert without.summary["browse_success_share"] < 0.2
    assert within.summary["browse_success_share"] > 0.99
    assert within.of(e.BulkheadRefused, target="recommendations")
    assert not within.of(e.BulkheadRefused, target="payment")


def test_a_fallback_serves_without_the_extra_and_never_without_the_charge():
    knobs = {**ONE, "checkout.calls": ["payment", "recommendations"], "fallback.enabled": True}
    assert told(knobs, "recommendations.error").cell()[0] == "confirmed"
    assert told(knobs, "recommendations.error").one(e.FallbackServed).target == "recommendations"
    assert told({**knobs, "fallback.enabled": False}, "recommendations.error").cell()[0] == "failed"
    assert told(knobs, "payment.error").cell()[0] == "failed"


def test_a_breaker_stops_calling_what_is_dead_and_finds_out_that_it_lives():
    knobs = {**CROWD, **TIMEOUT, "timeout.attempt_s": 1}
    dead = "payment.blackhole:start=5,duration=20"
    without = told(knobs, dead)
    within = told({**knobs, "breaker.enabled": True}, dead)
    assert len(within.of(e.RequestSent, target="payment")) < 0.5 * len(without.of(e.RequestSent, target="payment"))
    states = [event.state for event in within.of(e.BreakerChanged)]
    assert states[:3] == ["open", "half_open", "open"]
    assert states[-2:] == ["half_open", "closed"]
    assert within.summary["services"]["payment"]["breaker_opened"] == states.count("open")
    assert without.summary["failed_latency_s"]["p50"] > 1
    assert within.summary["failed_latency_s"]["p50"] < 0.05


def test_a_limit_at_the_door_sheds_and_what_is_taken_on_is_served():
    knobs = {**QUIET, "traffic.rate": 200, "traffic.patience_s": 2, "checkout.calls": ["payment"]}
    knobs |= {"checkout.workers": 6, "payment.workers": "unlimited"}
    without = told(knobs, seconds=20)
    within = told({**knobs, "shedding.enabled": True, "shedding.max_in_flight": 12}, seconds=20)
    assert without.summary["goodput_per_s"] < 40
    assert within.summary["goodput_per_s"] > 90
    assert within.counters["shed"] == len(within.of(e.RequestRefused, cause="shed")) > 1000


def test_by_criticality_browsing_is_turned_away_first():
    knobs = {**QUIET, "traffic.rate": 50, "traffic.browse_rate": 200, "checkout.calls": ["payment"]}
    knobs |= {"checkout.workers": 4, "checkout.browse_ms": 30, "shedding.enabled": True, "shedding.max_in_flight": 10}
    equal, by_rank = (told({**knobs, "shedding.kind": kind}, seconds=20) for kind in ("static", "criticality"))
    assert share(by_rank, "told_confirmed") > share(equal, "told_confirmed") + 0.05
    assert by_rank.summary["browse_success_share"] < equal.summary["browse_success_share"]


def test_adaptive_throttling_holds_calls_back_at_the_client():
    knobs = {**CROWD, "traffic.rate": 200, "payment.workers": 2, "payment.queue_limit": 2}
    without = told(knobs, seconds=20)
    within = told({**knobs, "shedding.enabled": True, "shedding.kind": "adaptive"}, seconds=20)
    assert within.of(e.CallThrottled)
    calls = [len(story.of(e.RequestSent, target="payment")) for story in (without, within)]
    assert calls[1] < 0.65 * calls[0]
    assert within.counters["told_confirmed"] > 0.8 * without.counters["told_confirmed"]


def test_a_hedge_overtakes_a_slow_answer():
    knobs = {**CROWD, **KEY, "hedging.enabled": True, "hedging.delay_s": 0.1}
    slow = "payment.latency:ms=2000,probability=0.05"
    without, within = told({**knobs, "hedging.enabled": False}, slow), told(knobs, slow)
    assert without.summary["latency_s"]["p99"] > 2
    assert within.summary["latency_s"]["p99"] < 0.3
    assert share(within, "told_confirmed") == 1
    copies = len(within.of(e.RequestSent, target="payment", hedge=1))
    assert copies / within.counters["offered"] == pytest.approx(0.05, abs=0.02)


def test_a_hedge_without_a_key_charges_twice_and_a_key_prevents_it():
    knobs = {**PAYMENT, "hedging.enabled": True, "hedging.delay_s": 0.1, "hedging.cancel_loser": False}
    slow = "payment.latency:ms=300,duration=0.05"
    assert told(knobs, slow).entries[1].charges == 2
    assert told({**knobs, **KEY}, slow).entries[1].charges == 1


@pytest.mark.parametrize(("cancel", "charges"), [(True, 1), (False, 2)])
def test_a_loser_that_waits_in_the_queue_can_be_called_off(cancel, charges):
    """The first order's copy waits behind the second order, and so is still waiting when the first is answered."""
    knobs = {**PAYMENT, "traffic.burst": 2, "payment.workers": 1, "hedging.enabled": True, "hedging.delay_s": 0.02}
    story = told({**knobs, "hedging.cancel_loser": cancel})
    assert story.entries[1].charges == charges
    assert [drop.cause for drop in story.of(e.WorkDropped)] == (["called_off"] if cancel else [])


def test_a_timeout_calls_nothing_off_because_hedging_is_on():
    """The second order gives up while it waits behind the first; nobody was quicker than it."""
    knobs = {**PAYMENT, **TIMEOUT, "traffic.burst": 2, "payment.workers": 1, "payment.service_ms": 3000}
    story = told({**knobs, "hedging.enabled": True, "hedging.max": 1, "hedging.delay_s": 10})
    assert len(story.of(e.AttemptTimedOut)) == 2
    assert story.of(e.WorkDropped) == []
    assert [story.entries[order].charges for order in (1, 2)] == [1, 1]


def test_instances_have_breakers_of_their_own():
    knobs = {**CROWD, "checkout.instances": 2, "breaker.enabled": True, "breaker.minimum_calls": 5}
    story = told(knobs, "payment.bad_shard:shard=1,of=2,status=500", seconds=10)
    refused = {event.order % 2 for event in story.of(e.BreakerRefused)}
    assert refused == {1}


def test_optimistic_writers_conflict_and_come_again():
    knobs = {**QUIET, "traffic.burst": 10, "checkout.calls": ["inventory"], "inventory.writes": "optimistic"}
    knobs |= {"inventory.workers": "unlimited", "checkout.workers": "unlimited", "traffic.patience_s": 600}
    alone = told({**knobs, "traffic.burst": 1})
    contended = told({**knobs, **RETRY, "retry.max_attempts": "unlimited", "retry.backoff": "none"})
    assert [sent.operation for sent in alone.of(e.RequestSent, target="inventory")] == ["read", "reserve"]
    assert len(contended.of(e.StockReserved)) == contended.counters["told_confirmed"] == 10
    writes = contended.of(e.RequestSent, operation="reserve")
    assert len(writes) == 10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1  # one writer of a round wins


def test_a_fan_out_asks_every_shard_and_waits_for_the_slowest():
    knobs = {**ONE, "checkout.calls": ["inventory"], "inventory.fan_out": 5}
    story = told(knobs, "inventory.bad_shard:shard=4,of=5,ms=500,status=200")
    assert sorted(sent.shard for sent in story.of(e.RequestSent, target="inventory")) == [1, 2, 3, 4, 5]
    assert story.one(e.CustomerTold).t == pytest.approx(0.55)


def test_every_shard_counts_its_own_reservations():
    knobs = {**ONE, "checkout.calls": ["inventory"], "inventory.fan_out": 3, **TIMEOUT, **RETRY}
    story = told(knobs, "inventory.response_lost:duration=0.1")
    assert sorted((event.shard, event.nth) for event in story.of(e.StockReserved)) == [
        (shard, nth) for shard in (1, 2, 3) for nth in (1, 2)
    ]


def test_the_first_failure_of_a_fan_out_calls_off_the_rest():
    knobs = {**ONE, "checkout.calls": ["inventory"], "inventory.fan_out": 5, **TIMEOUT}
    story = told(knobs, "inventory.slow_tail:factor=100", "inventory.bad_shard:shard=2,of=5,status=503")
    assert story.one(e.CustomerTold).told == "failed"
    assert not story.of(e.ResponseArrived, source="inventory", status=200)
