"""Six runs as unlike each other as can be, and a program that prints what becomes of them.

`python -m tests.playground.runs.varied` needs nothing but the engine and msgspec, so that any interpreter can be asked.
"""

import json
import sys
from typing import Any

from playground.runs import Recipe, Run
from tests.playground.lab import change, recipe

EVERYTHING: dict[str, Any] = {
    "traffic.rate": 12,
    "traffic.browse_rate": 10,
    "traffic.resubmits": True,
    "traffic.patience_s": 1,
    "checkout.calls": ["inventory", "payment", "orders", "recommendations"],
    "inventory.fan_out": 5,
    "timeout.enabled": True,
    "timeout.attempt_s": 0.2,
    "timeout.propagate": True,
    "retry.enabled": True,
    "retry.jitter": "decorrelated",
    "retry.layers": ["customer", "gateway", "checkout"],
    "retry_budget.enabled": True,
    "idempotency.enabled": True,
    "hedging.enabled": True,
    "hedging.delay_s": 0.05,
    "breaker.enabled": True,
    "bulkhead.enabled": True,
    "bulkhead.max_wait_s": 0.1,
    "shedding.enabled": True,
    "shedding.kind": "criticality",
    "fallback.enabled": True,
    "compensation.enabled": True,
    "reconciliation.enabled": True,
    "gateway.hops": 2,
}
"""Every pattern at once."""
COINCIDENCE = {
    "traffic.arrivals": "even",
    "network.jitter_ms": 0,
    **{f"{name}.service_time": "constant" for name in ("inventory", "payment", "orders", "recommendations")},
    "traffic.burst": 10,
}
"""Nothing is left to chance, so that as much as possible falls on the same instant."""
TROUBLE = (
    "payment.response_lost:probability=0.1",
    "payment.latency:probability=0.2,ms=300,jitter_ms=50,start=3,duration=5",
    "orders.crash:probability=0.02,start=5",
    "inventory.duplicate:probability=0.1",
    "inventory.request_lost:probability=0.02",
    "recommendations.blackhole:start=2,duration=5",
    "payment.pause:start=10,duration=1",
    "orders.capacity:start=12,duration=2",
    "payment.reset:probability=0.05,point=after_effect",
    "checkout.crash:probability=0.005,start=8",
    "traffic.spike:factor=3,start=6,duration=3",
)

RECIPES: dict[str, Recipe] = {
    "calm": recipe({}, seed=11),
    "every pattern and much trouble": recipe(EVERYTHING, *TROUBLE, seed=5),
    "everything at the same instant": recipe({**EVERYTHING, **COINCIDENCE}, *TROUBLE, seed=6),
    "a fan-out that fails together": recipe(
        {
            "traffic.rate": 4,
            "inventory.fan_out": 20,
            "timeout.enabled": True,
            "timeout.attempt_s": 0.03,
            "retry.enabled": True,
        },
        seed=7,
    ),
    "contention and adaptive throttling": recipe(
        {
            "traffic.rate": 60,
            "inventory.writes": "optimistic",
            "retry.enabled": True,
            "retry.jitter": "full",
            "retry.max_attempts": "unlimited",
            "shedding.enabled": True,
            "shedding.kind": "adaptive",
            "payment.queue": "codel",
            "payment.workers": 2,
            "orders.queue": "lifo",
            "inventory.service_time": "bimodal",
            "orders.service_time": "normal",
        },
        seed=2**53 - 1,
    ),
    "turned and struck by hand": recipe(
        {"traffic.rate": 40},
        seed=0,
        changes=[
            change(2, timeout__enabled=True, retry__enabled=True),
            change(2, "payment.error:probability=0.5,duration=3"),
            change(4.25, gateway__hops=2, checkout__instances=3),
            change(6, heal=("payment.error",), traffic__rate=0),
            change(8, traffic__rate=80, payment__workers=2, bulkhead__enabled=True),
            change(9, gateway__hops=0, hedging__enabled=True, hedging__cancel_loser=False),
        ],
    ),
}
SECONDS = 15.0


def fingerprints() -> dict[str, str]:
    return {name: fingerprint(each) for name, each in RECIPES.items()}


def fingerprint(played: Recipe, steps: int = 1) -> str:
    with Run(played) as run:
        for step in range(1, steps + 1):
            run.skip(SECONDS * step / steps)
        return run.fingerprint


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fingerprints()))
