"""Switching a pattern on must not reshuffle anybody's luck: both arms of a comparison see the same customers at the
same instants, and the same faults strike the same attempts."""

import pytest

from playground.checkout import events as e
from tests.playground.lab import told

BASE = {
    "traffic.rate": 40,
    "traffic.browse_rate": 10,
    "checkout.workers": "unlimited",
    "timeout.enabled": True,
    "timeout.attempt_s": 0.5,
    "checkout.calls": ["inventory", "payment", "orders", "recommendations"],
}
FAULTS = (
    "payment.response_lost:probability=0.1",
    "payment.request_lost:probability=0.1",
    "inventory.latency:probability=0.2,ms=100,jitter_ms=30",
    "orders.error:probability=0.1",
    "inventory.slow_tail:probability=0.1,factor=5",
)
PATTERNS = {
    "retries": {"retry.enabled": True, "retry.jitter": "full"},
    "a retry budget": {"retry.enabled": True, "retry_budget.enabled": True},
    "keys": {"idempotency.enabled": True},
    "a breaker": {"breaker.enabled": True, "breaker.failure_rate": 0.1},
    "bulkheads": {"bulkhead.enabled": True},
    "hedging": {"hedging.enabled": True, "hedging.delay_s": 0.05},
    "shedding": {"shedding.enabled": True, "shedding.max_in_flight": 5},
    "adaptive throttling": {"shedding.enabled": True, "shedding.kind": "adaptive"},
    "a fallback": {"fallback.enabled": True},
    "compensation": {"compensation.enabled": True},
    "reconciliation": {"reconciliation.enabled": True},
    "propagation": {"timeout.propagate": True},
    "a longer timeout": {"timeout.attempt_s": 2.0},
    "another order of patterns": {
        "retry.enabled": True,
        "patterns.order": ["timeout", "bulkhead", "breaker", "hedging", "retry", "deadline", "shedding"],
    },
    "few workers": {"checkout.workers": 5, "payment.workers": 1},
    "gateways": {"gateway.hops": 2},
}


@pytest.fixture(scope="module")
def plain():
    return told(BASE, *FAULTS, seconds=20)


def arrivals(story):
    return [(event.t, event.order, event.amount) for event in story.of(e.CustomerArrived)]


def fates(story):
    """For each attempt: how long it travels, whether it is lost on the way, how long the work takes and what comes of
    it. Work that was never begun, because a queue dropped it or a key answered for it, shows none of this."""
    names, found = {}, {}
    for event in story.events:
        if isinstance(event, e.RequestSent) and event.source == "checkout":
            name = (event.order, event.target, event.operation, event.attempt, event.hedge)
            names[event.call] = name
            found[name] = {"travel": event.travel, "lost": False}
        elif isinstance(event, e.RequestLost) and event.call in names:
            found[names[event.call]]["lost"] = True
        elif isinstance(event, e.ResponseLost) and event.call in names and event.status == 200:
            found[names[event.call]]["answer lost"] = True
        elif isinstance(event, e.ResponseSent) and event.call in names and event.worked > 0:
            found[names[event.call]]["work"] = round(event.worked, 9)
            found[names[event.call]]["status"] = event.status
    return found


@pytest.mark.parametrize("knobs", PATTERNS.values(), ids=PATTERNS.keys())
def test_the_same_customers_come_at_the_same_instants(plain, knobs):
    assert arrivals(told({**BASE, **knobs}, *FAULTS, seconds=20)) == arrivals(plain)


@pytest.mark.parametrize("knobs", PATTERNS.values(), ids=PATTERNS.keys())
def test_the_same_faults_strike_the_same_attempts(plain, knobs):
    ours, theirs = fates(plain), fates(told({**BASE, **knobs}, *FAULTS, seconds=20))
    shared = ours.keys() & theirs.keys()
    assert len(shared) > 100
    for name in shared:
        for what in ours[name].keys() & theirs[name].keys():
            assert ours[name][what] == pytest.approx(theirs[name][what]), (name, what)


def test_a_fault_of_another_service_changes_nothing_elsewhere(plain):
    more = told(BASE, *FAULTS, "recommendations.error:probability=0.5", seconds=20)
    ours, theirs = fates(plain), fates(more)
    payments = [name for name in ours.keys() & theirs.keys() if name[1] == "payment"]
    assert len(payments) > 300
    assert all(ours[name] == theirs[name] for name in payments)


def test_faults_of_a_lower_probability_strike_a_part_of_the_same_attempts():
    rare, frequent = (told(BASE, f"payment.request_lost:probability={p}", seconds=20) for p in (0.1, 0.3))
    struck = [{(event.order, event.target) for event in story.of(e.RequestLost)} for story in (rare, frequent)]
    assert struck[0] < struck[1]
