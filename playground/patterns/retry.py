"""Retry: ask again, a bounded number of times, after a pause, when asking again can help.

Whether it is *safe* to ask again is not decided here. That is the contract of the operation: read-only, or idempotent
under a key (see idempotency.py). A retry without that contract is how a customer pays twice.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from playground.patterns.backoff import Backoff
from playground.patterns.call import Call, CallFailed, Operation, ignore
from playground.patterns.retry_budget import Budget, Unlimited

DEFAULT_RETRY_ON = frozenset({"timeout", "error", "overload", "conflict", "reset"})


class Retry:
    """Tries up to `max_attempts` times, the first included; None: until it succeeds.

    `chance(call)` gives the uniform number in [0, 1) for the jitter before the attempt after `call`.
    """

    def __init__(
        self,
        max_attempts: int | None = 3,
        backoff: Backoff | None = None,
        *,
        retry_on: frozenset[str] = DEFAULT_RETRY_ON,
        honour_retry_after: bool = True,
        budget: Budget | None = None,
        chance: Callable[[Call], float] = lambda call: 0.5,
        on_retry: Any = ignore,
        on_denied: Any = ignore,
    ) -> None:
        self.max_attempts = max_attempts
        self.backoff = backoff or Backoff()
        self.retry_on = retry_on
        self.honour_retry_after = honour_retry_after
        self.budget: Budget = budget or Unlimited()
        self.chance = chance
        self.on_retry = on_retry
        self.on_denied = on_denied

    async def run(self, operation: Operation, call: Call) -> Any:
        waited, cured = 0.0, None
        self.budget.first_attempt()
        while True:
            try:
                answer = await operation(call)
            except CallFailed as error:
                self.budget.failed(error)
                if not self._may_retry(call, error):
                    raise
                waited, cured = self._wait_before_next(call, waited, error), error.kind
            else:
                self.budget.succeeded(cured)
                return answer
            self.on_retry(call, waited)
            await asyncio.sleep(waited)
            call = call.as_attempt(call.attempt + 1)

    def _may_retry(self, call: Call, error: CallFailed) -> bool:
        spent = self.max_attempts is not None and call.attempt >= self.max_attempts
        if spent or error.kind not in self.retry_on:
            return False
        if self.budget.allows(error):
            return True
        self.on_denied(call)
        return False

    def _wait_before_next(self, call: Call, waited: float, error: CallFailed) -> float:
        delay = self.backoff.delay(call.attempt, waited, self.chance(call))
        if self.honour_retry_after and error.retry_after is not None:
            return max(delay, error.retry_after)
        return delay
