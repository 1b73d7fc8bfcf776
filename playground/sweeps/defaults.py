"""What each scenario's sweep page proposes: the question that the scenario raises, as values to try.

A scenario that is not here gets the first control that it puts forward, with the values proposed from its declaration.
"""

import msgspec

from playground.scenarios.catalogue import Scenario

SEEDS = 20
MEASURE_OF_HEADLINE = {
    "ghosts": "ghosts",
    "doubles": "doubles",
    "paid-without-order": "no-order",
    "misordered": "failed",
    "goodput": "goodput",
    "browse": "browse",
    "contention": "inventory",
    "failures": "failing",
    "tail": "slow",
    "orders": "confirmed",
}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """`x` and `y` are knobs, `xs` and `ys` their values as typed; an empty text means: as proposed by the knob."""

    x: str
    xs: str = ""
    y: str = ""
    ys: str = ""
    measure: str = ""
    seeds: int = SEEDS
    duration_s: float | None = None


_PROPOSALS = {
    "lost-response": Proposal(x="timeout.attempt_s", xs="0.25, 0.5, 1, 2, 4"),
    "double-charge": Proposal(x="retry.max_attempts", xs="1..5", y="idempotency.enabled", duration_s=40),
    "crash-mid-checkout": Proposal(x="recovery.restart_s", xs="0, 1, 2, 5, 10", y="reconciliation.enabled", seeds=10),
    "backoff-and-jitter": Proposal(
        x="retry.jitter", y="traffic.burst", ys="25, 50, 100", measure="longest", duration_s=10
    ),
    "shared-pool": Proposal(x="bulkhead.recommendations", xs="1, 5, 10, 15, 20, 30", seeds=10),
    "circuit-breaker": Proposal(x="timeout.attempt_s", xs="0.25, 0.5, 1, 2", y="breaker.enabled", seeds=10),
    "retry-storm": Proposal(
        x="payment.queue_limit", xs="100, 200, 280, 290, 300, 400", measure="goodput-at-the-end", seeds=8, duration_s=36
    ),
    "misordered-timeouts": Proposal(x="gateway.attempt_s", xs="2, 3, 5, 7, 8, 10", seeds=10),
    "tail-at-scale": Proposal(x="inventory.fan_out", xs="1, 10, 30, 100", y="hedging.enabled", seeds=10, duration_s=20),
    "overload": Proposal(
        x="traffic.rate", xs="50, 80, 100, 120, 150, 200", y="shedding.enabled", seeds=6, duration_s=30
    ),
}


def proposal(scenario: Scenario) -> Proposal:
    found = _PROPOSALS.get(scenario.slug) or Proposal(x=scenario.controls[0])
    measure = found.measure or MEASURE_OF_HEADLINE[scenario.headline]
    return msgspec.structs.replace(found, measure=measure)
