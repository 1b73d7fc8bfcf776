"""Which lines each control governs: the parameter that it sets, and the code that the parameter decides in.

Symbols, never line numbers; a test asks that each of them exists and that no control of a pattern is missing.
"""

from collections.abc import Iterator

import msgspec

from playground.knobs import SERVICES, Settings
from playground.takeaway.sources import source


class Place(msgspec.Struct, frozen=True):
    """A symbol in a file."""

    file: str
    symbol: str

    @property
    def line(self) -> int:
        return source(self.file).symbols[self.symbol][0]

    @property
    def last_line(self) -> int:
        return source(self.file).symbols[self.symbol][1]


class Governed(msgspec.Struct, frozen=True):
    """`sets` is where the value goes in, None where it is a switch for the whole; `decides` is where it matters."""

    sets: Place | None
    decides: Place


def _table() -> dict[str, tuple[str, str, str]]:
    """knob: (file, parameter, function); a parameter of "" is none. A name with a colon is in another file."""
    breaker, backoff, budget = "circuit_breaker", "backoff", "retry_budget"
    pools = {f"bulkhead.{name}": ("bulkhead", "Bulkhead.limit", "Bulkhead.run") for name in SERVICES}
    return {
        "timeout.enabled": ("timeout", "", "AttemptTimeout.run"),
        "timeout.attempt_s": ("timeout", "AttemptTimeout.seconds", "AttemptTimeout.run"),
        "timeout.deadline_s": ("timeout", "call:Call.deadline", "Deadline.run"),
        "timeout.propagate": ("policies", "", "Client._timeout"),
        "retry.enabled": ("retry", "", "Retry.run"),
        "retry.max_attempts": ("retry", "Retry.max_attempts", "Retry._may_retry"),
        "retry.backoff": (backoff, "Backoff.growth", "GROWTHS"),
        "retry.first_delay_s": (backoff, "Backoff.first_delay", "GROWTHS"),
        "retry.multiplier": (backoff, "Backoff.multiplier", "GROWTHS"),
        "retry.longest_delay_s": (backoff, "Backoff.longest_delay", "Backoff.delay"),
        "retry.jitter": (backoff, "Backoff.jitter", "JITTERS"),
        "retry.on": ("retry", "Retry.retry_on", "Retry._may_retry"),
        "retry.honour_retry_after": ("retry", "Retry.honour_retry_after", "Retry._wait_before_next"),
        "retry.layers": ("policies", "", "Client._retry"),
        "retry_budget.enabled": (budget, "", "Budget"),
        "retry_budget.kind": ("policies", "", "new_budget"),
        "retry_budget.ratio": (budget, "RatioBudget.ratio", "RatioBudget.allows"),
        "retry_budget.minimum": (budget, "RatioBudget.minimum", "RatioBudget.allows"),
        "retry_budget.capacity": (budget, "TokenBucket.capacity", "TokenBucket._earn"),
        "retry_budget.cost": (budget, "TokenBucket.cost", "TokenBucket._price"),
        "retry_budget.timeout_cost": (budget, "TokenBucket.timeout_cost", "TokenBucket._price"),
        "retry_budget.deposit": (budget, "TokenBucket.deposit", "TokenBucket.succeeded"),
        "retry_budget.deposit_on": (budget, "TokenBucket.deposit_on", "TokenBucket.first_attempt"),
        "idempotency.enabled": ("idempotency", "", "IdempotencyStore.begin"),
        "idempotency.retention_s": ("idempotency", "IdempotencyStore.retention", "IdempotencyStore._expire"),
        "idempotency.replay_errors": ("idempotency", "IdempotencyStore.keep_errors", "IdempotencyStore.finish"),
        "idempotency.durable": ("idempotency", "", "IdempotencyStore.lose"),
        "hedging.enabled": ("hedging", "", "Hedging.run"),
        "hedging.delay_s": ("hedging", "Hedging.delay", "Hedging.run"),
        "hedging.max": ("hedging", "Hedging.max_hedges", "Hedging.run"),
        "hedging.cancel_loser": ("hedging", "Hedging.cancel_loser", "Hedging._dismiss"),
        "breaker.enabled": (breaker, "", "CircuitBreaker.run"),
        "breaker.failure_rate": (breaker, "CircuitBreaker.failure_rate", "Closed._too_many"),
        "breaker.window_s": (breaker, "CircuitBreaker.window", "Closed.settled"),
        "breaker.minimum_calls": (breaker, "CircuitBreaker.minimum_calls", "Closed._too_many"),
        "breaker.open_s": (breaker, "CircuitBreaker.open_time", "Open.admits"),
        "breaker.half_open_calls": (breaker, "CircuitBreaker.half_open_calls", "HalfOpen.settled"),
        "breaker.slow_call_s": (breaker, "CircuitBreaker.slow_call", "CircuitBreaker.run"),
        "bulkhead.enabled": ("bulkhead", "", "Bulkhead.run"),
        **pools,
        "bulkhead.max_wait_s": ("bulkhead", "Bulkhead.max_wait", "Bulkhead._wait_for_place"),
        "shedding.enabled": ("load_shedding", "", "ConcurrencyLimit.admits"),
        "shedding.kind": ("policies", "", "Client._shedding"),
        "shedding.max_in_flight": ("load_shedding", "ConcurrencyLimit.limit", "ConcurrencyLimit.admits"),
        "shedding.browse_share": ("load_shedding", "ConcurrencyLimit.optional_share", "ConcurrencyLimit.admits"),
        "shedding.k": ("load_shedding", "AdaptiveThrottle.k", "AdaptiveThrottle.refusal_probability"),
        "fallback.enabled": ("fallback", "", "Fallback.run"),
        "compensation.enabled": ("compensation", "", "Saga.compensate"),
        "reconciliation.enabled": ("reconciliation", "", "repairs"),
        "reconciliation.period_s": ("reconciliation", "Sweeper.period", "Sweeper.run"),
        "reconciliation.quiet_s": ("reconciliation", "Sweeper.quiet", "Sweeper.sweep"),
        "patterns.order": ("policies", "", "Client.configure"),
    }


def _place(file: str, symbol: str) -> Place:
    other, colon, inside = symbol.partition(":")
    return Place(other, inside) if colon else Place(file, symbol)


GOVERNED: dict[str, Governed] = {
    knob: Governed(_place(file, parameter) if parameter else None, _place(file, function))
    for knob, (file, parameter, function) in _table().items()
}
THROTTLE = {
    "retry_budget.ratio": Governed(
        Place("retry_budget", "Throttle.ratio"), Place("retry_budget", "Throttle.succeeded")
    ),
    "retry_budget.capacity": Governed(
        Place("retry_budget", "Throttle.capacity"), Place("retry_budget", "Throttle.allows")
    ),
}
"""gRPC's throttle has a class of its own."""


def governed(knob: str, settings: Settings) -> Governed | None:
    """What a control governs with these settings."""
    if knob in THROTTLE and settings["retry_budget.kind"] == "throttle":
        return THROTTLE[knob]
    return GOVERNED.get(knob)


def in_file(name: str, settings: Settings) -> Iterator[tuple[str, Governed]]:
    """The controls that set something in this file, or decide in it."""
    for knob in GOVERNED:
        found = governed(knob, settings)
        if found is not None and name in {place.file for place in (found.sets, found.decides) if place}:
            yield knob, found
