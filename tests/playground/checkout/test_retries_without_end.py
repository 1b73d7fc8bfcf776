"""Unlimited attempts without a pause, at something that refuses at once, would go on for ever at one instant. Such a
run ends with an error; it does not freeze whoever plays it."""

import pytest

from playground.runs import Run
from playground.virtual_time import loop
from playground.virtual_time.loop import TimeStandsStillError
from tests.playground.lab import PAYMENT, recipe

UNLIMITED = {**PAYMENT, "retry.enabled": True, "retry.max_attempts": "unlimited", "retry.backoff": "none"}
ENDLESS = {
    "at a full pool": (
        {"traffic.burst": 2, "bulkhead.enabled": True, "bulkhead.payment": 1, "retry.on": ["bulkhead"]},
        "payment.latency",
    ),
    "at an open breaker": (
        {"traffic.burst": 5, "breaker.enabled": True, "breaker.minimum_calls": 2, "retry.on": ["breaker", "error"]},
        "payment.error",
    ),
    "without a network": ({"network.delay_ms": 0}, "payment.error:status=503"),
    "by the customers": ({"network.delay_ms": 0, "retry.layers": ["customer"]}, "checkout.error:status=503"),
}


@pytest.mark.parametrize(("knobs", "struck"), ENDLESS.values(), ids=ENDLESS.keys())
def test_retries_that_take_no_time_end_in_an_error(knobs, struck, monkeypatch):
    monkeypatch.setattr(loop, "CALLBACKS_MAX", 20_000)
    with Run(recipe({**UNLIMITED, **knobs}, struck)) as run, pytest.raises(TimeStandsStillError):
        run.skip(1)
