"""Arms of a comparison have the same customers at the same instants, and the same luck for each attempt."""

import pytest

from playground import experiments
from playground.checkout import events as e
from playground.checkout import faults
from playground.scenarios.catalogue import load
from tests.playground.command_line import results

FAULT = "payment.response_lost:probability=0.3"
ARMS = {
    "retries": {"retry.enabled": True},
    "keys": {"retry.enabled": True, "idempotency.enabled": True},
    "bulkheads": {"bulkhead.enabled": True},
    "a breaker": {"breaker.enabled": True},
    "hedging": {"hedging.enabled": True},
    "fewer workers": {"payment.workers": 2},
    "other names called": {"checkout.calls": ["payment", "inventory"]},
}


def events(knobs, seed=5):
    """Everything that happens in `double-charge` with these settings."""
    heard: list[e.Event] = []
    plan = experiments.plan(load("double-charge"), seed, 10.0, knobs=knobs, faults=[faults.parse(FAULT)])
    experiments.run_one(plan, lambda _, stretch: heard.extend(stretch))
    return heard


def arrivals(heard):
    return [event for event in heard if isinstance(event, e.CustomerArrived)]


def fate_of_first_charges(heard):
    """Whether the answer to each order's first charge was lost."""
    first = {
        event.call: event.order
        for event in heard
        if isinstance(event, e.RequestSent) and event.operation == "charge" and event.attempt == 1 and not event.hedge
    }
    lost = {event.call for event in heard if isinstance(event, e.ResponseLost)}
    answered = {event.call for event in heard if isinstance(event, e.ResponseSent)}
    return {order: call in lost for call, order in first.items() if call in lost | answered}


@pytest.fixture(scope="module")
def plain():
    return events({})


@pytest.mark.parametrize("knobs", ARMS.values(), ids=list(ARMS))
def test_the_same_customers_come_at_the_same_instants(plain, knobs):
    assert arrivals(events(knobs)) == arrivals(plain)


@pytest.mark.parametrize("knobs", ARMS.values(), ids=list(ARMS))
def test_the_same_faults_strike_the_same_attempts(plain, knobs):
    here, there = fate_of_first_charges(events(knobs)), fate_of_first_charges(plain)
    shared = here.keys() & there.keys()
    assert len(shared) > 100
    assert {order: here[order] for order in shared} == {order: there[order] for order in shared}


def test_another_seed_has_other_customers(plain):
    assert arrivals(events({}, seed=6)) != arrivals(plain)


def test_rows_of_a_sweep_have_the_same_customers():
    offered = [
        run["measures"]["series"]["offered"][:5]
        for run in results(
            "double-charge", "--duration", "5", "--vary", "retry.max_attempts=1,2,3", "--set", "retry.enabled=on"
        )
    ]
    assert offered[0] == offered[1] == offered[2]
