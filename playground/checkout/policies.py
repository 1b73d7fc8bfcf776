"""How the patterns wrap a call: one list, one place.

A `Client` is one caller's view of one dependency: its retry, its breaker, its pool. `patterns.order` is the list, from
the outermost to the innermost; moving a name in it is all that another order takes. What is switched off is not there.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from playground.checkout import events as e
from playground.checkout.network import Edge
from playground.checkout.world import World
from playground.knobs import Settings
from playground.patterns.backoff import Backoff
from playground.patterns.bulkhead import Bulkhead
from playground.patterns.call import Call, Operation
from playground.patterns.circuit_breaker import CircuitBreaker
from playground.patterns.fallback import Fallback
from playground.patterns.hedging import Hedging
from playground.patterns.load_shedding import AdaptiveThrottle
from playground.patterns.retry import Retry
from playground.patterns.retry_budget import Budget, RatioBudget, Throttle, TokenBucket
from playground.patterns.timeout import AttemptTimeout, Deadline
from playground.virtual_time.chance import Stream, combine


class Pattern(Protocol):
    """What can stand in the list."""

    async def run(self, operation: Operation, call: Call) -> Any: ...


class Client:
    """One caller's patterns towards one dependency. `call(request)` goes through all of them, then over the edge."""

    def __init__(self, world: World, edge: Edge, *, layer: str, optional: bool = False, instance: int = 0) -> None:
        self.world = world
        self.edge = edge
        self.layer = layer
        self.optional = optional
        self.source, self.target = edge.source, edge.target
        self.breaker: CircuitBreaker | None = None
        self.bulkhead: Bulkhead | None = None
        self.hedging = Hedging(0.0)
        self.retry: Retry | None = None
        self.budget: Budget | None = None
        self._budget_kind = ""
        self.throttle: AdaptiveThrottle | None = None
        self.call: Operation = edge.attempt
        name = f"{self.source}>{self.target}#{instance}"
        self._jitter = Stream(world.seed, f"{name}/backoff")
        self._throttling = Stream(world.seed, f"{name}/throttle")

    def configure(self, settings: Settings) -> None:
        """Put the settings in force. What goes on keeps its state: an open breaker stays open, a bucket stays empty."""
        layers = {
            "shedding": self._shedding(settings),
            "deadline": self._deadline(settings),
            "retry": self._retry(settings),
            "hedging": self._hedging(settings),
            "breaker": self._breaker(settings),
            "bulkhead": self._bulkhead(settings),
            "timeout": self._timeout(settings),
        }
        operation: Operation = self.edge.attempt
        if self.target == "inventory" and settings["inventory.writes"] == "optimistic":
            operation = self.edge.read_then_write
        for name in reversed(settings["patterns.order"]):
            operation = _wrap(layers[name], operation)
        if self.optional and settings["fallback.enabled"]:
            operation = _wrap(Fallback(on_fallback=self._said(e.FallbackServed)), operation)
        self.call = operation

    # -- one method a pattern ----------------------------------------------------------------------------------

    def _shedding(self, settings: Settings) -> Pattern | None:
        if self.layer != "checkout" or not settings["shedding.enabled"] or settings["shedding.kind"] != "adaptive":
            self.throttle = None
            return None
        if self.throttle is None:
            self.throttle = AdaptiveThrottle(
                chance=lambda call: self._throttling.uniform(_luck(call)), on_shed=self._said(e.CallThrottled)
            )
        self.throttle.k = settings["shedding.k"]
        return self.throttle

    def _deadline(self, settings: Settings) -> Pattern | None:
        if self.layer != "checkout" or not settings["timeout.enabled"]:
            return None
        return Deadline(on_exceeded=self._on_deadline)

    def _retry(self, settings: Settings) -> Pattern | None:
        if not settings["retry.enabled"] or self.layer not in settings["retry.layers"]:
            self.retry = None
            return None
        if self.retry is None:
            self.retry = Retry(
                chance=lambda call: self._jitter.uniform(_luck(call)),
                on_retry=self._on_retry,
                on_denied=lambda call: self._say(e.RetryDenied, call, self.source, self.target),
            )
        retry = self.retry
        retry.max_attempts = settings["retry.max_attempts"]
        retry.retry_on = frozenset(settings["retry.on"])
        retry.honour_retry_after = settings["retry.honour_retry_after"]
        retry.backoff = backoff(settings)
        self.budget = self._budget(settings)
        retry.budget = self.budget or Retry().budget
        return retry

    def _budget(self, settings: Settings) -> Budget | None:
        if not settings["retry_budget.enabled"]:
            return None
        kind = settings["retry_budget.kind"]
        if self.budget is None or kind != self._budget_kind:
            self._budget_kind = kind
            return new_budget(settings)
        return retune(self.budget, settings)

    def _hedging(self, settings: Settings) -> Pattern | None:
        if self.layer != "checkout" or not settings["hedging.enabled"]:
            return None
        hedging = self.hedging  # kept while switched off too: it holds the copies that run on unheard
        hedging.delay = settings["hedging.delay_s"]
        hedging.max_hedges = settings["hedging.max"]
        hedging.cancel_loser = settings["hedging.cancel_loser"]
        return hedging

    def _breaker(self, settings: Settings) -> Pattern | None:
        if self.layer != "checkout" or not settings["breaker.enabled"]:
            self.breaker = None
            return None
        if self.breaker is None:
            self.breaker = CircuitBreaker(on_change=self._on_breaker, on_refused=self._said(e.BreakerRefused))
        breaker = self.breaker
        breaker.failure_rate = settings["breaker.failure_rate"]
        breaker.window = settings["breaker.window_s"]
        breaker.minimum_calls = settings["breaker.minimum_calls"]
        breaker.open_time = settings["breaker.open_s"]
        breaker.half_open_calls = settings["breaker.half_open_calls"]
        breaker.slow_call = settings["breaker.slow_call_s"]
        return breaker

    def _bulkhead(self, settings: Settings) -> Pattern | None:
        if self.layer != "checkout" or not settings["bulkhead.enabled"]:
            self.bulkhead = None
            return None
        if self.bulkhead is None:
            self.bulkhead = Bulkhead(1, on_full=self._said(e.BulkheadRefused))
        self.bulkhead.resize(settings[f"bulkhead.{self.target}"])
        self.bulkhead.max_wait = settings["bulkhead.max_wait_s"]
        return self.bulkhead

    def _timeout(self, settings: Settings) -> Pattern | None:
        seconds = settings["timeout.attempt_s"] if settings["timeout.enabled"] else None
        if self.layer == "gateway":
            seconds = settings["gateway.attempt_s"]
        self.edge.attempt_timeout = seconds
        self.edge.propagates_deadline = settings["timeout.enabled"] and settings["timeout.propagate"]
        return None if seconds is None else AttemptTimeout(seconds, on_timeout=self._on_timeout)

    # -- what the patterns report ------------------------------------------------------------------------------

    def _say(self, event: Any, call: Call, *fields: Any) -> None:
        self.world.log.append(event(self.world.loop.now, call.order, *fields))  # type: ignore[attr-defined]

    def _said(self, event: Any) -> Callable[[Call], None]:
        return lambda call: self._say(event, call, self.target)

    def _on_deadline(self, call: Call) -> None:
        self._say(e.DeadlineExceeded, call, self.source, self.target)

    def _on_timeout(self, call: Call) -> None:
        self._say(e.AttemptTimedOut, call, self.source, self.target, call.attempt)

    def _on_retry(self, call: Call, delay: float) -> None:
        self._say(e.RetryScheduled, call, self.source, self.target, call.attempt + 1, delay)

    def _on_breaker(self, state: str) -> None:
        self.world.log.append(e.BreakerChanged(self.world.loop.now, self.source, self.target, state))


def _wrap(pattern: Pattern | None, operation: Operation) -> Operation:
    return operation if pattern is None else partial(pattern.run, operation)


def _luck(call: Call) -> int:
    return combine(call.identity, call.attempt)


def backoff(settings: Settings) -> Backoff:
    return Backoff(
        growth=settings["retry.backoff"],
        first_delay=settings["retry.first_delay_s"],
        multiplier=settings["retry.multiplier"],
        longest_delay=settings["retry.longest_delay_s"],
        jitter=settings["retry.jitter"],
    )


def new_budget(settings: Settings) -> Budget:
    kind = settings["retry_budget.kind"]
    if kind == "ratio":
        return retune(RatioBudget(), settings)
    if kind == "throttle":
        return Throttle(settings["retry_budget.capacity"], settings["retry_budget.ratio"])
    return retune(TokenBucket(settings["retry_budget.capacity"]), settings)


def retune(budget: Budget, settings: Settings) -> Budget:
    """New parameters, same tokens (never more than the new capacity holds)."""
    if isinstance(budget, RatioBudget):
        budget.ratio = settings["retry_budget.ratio"]
        budget.minimum = settings["retry_budget.minimum"]
    elif isinstance(budget, Throttle):
        budget.ratio = settings["retry_budget.ratio"]
        _refit(budget, settings)
    elif isinstance(budget, TokenBucket):
        budget.cost = settings["retry_budget.cost"]
        budget.timeout_cost = settings["retry_budget.timeout_cost"]
        budget.deposit = settings["retry_budget.deposit"]
        budget.deposit_on = settings["retry_budget.deposit_on"]
        _refit(budget, settings)
    return budget


def _refit(budget: TokenBucket | Throttle, settings: Settings) -> None:
    budget.capacity = settings["retry_budget.capacity"]
    budget.tokens = min(budget.tokens, budget.capacity)
