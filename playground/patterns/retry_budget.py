"""Retry budgets: a bound on the retries of a whole client, where max attempts bounds only one call.

When everything fails, three attempts each are a threefold load on something that is already failing. A budget lets
retries cure rare faults and makes them stop when faults are no longer rare. Three published ways to count:

* `RatioBudget`: retries stay below a share of first attempts (Finagle; Google SRE book, ch. 21).
* `TokenBucket`: a retry costs tokens, a success or a first try earns some (AWS SDKs; Brooker, 2022-02-28).
* `Throttle`: a failure costs a token, a success earns a fraction; above half full retries are allowed (gRPC A6).
"""

import asyncio
from collections import deque
from typing import Protocol

from playground.patterns.call import CallFailed


class Budget(Protocol):
    """What a retry asks, and what it reports."""

    def first_attempt(self) -> None: ...

    def allows(self, error: CallFailed) -> bool:
        """Whether one more retry is within the budget; if so it is paid for."""

    def failed(self, error: CallFailed) -> None: ...

    def succeeded(self, cured: str | None) -> None:
        """A call succeeded: at the first try (None), or by a retry after a failure of that kind."""

    def left(self) -> float | None:
        """Tokens left to spend; None where the budget does not count in tokens."""


class Unlimited:
    """No budget: max attempts is the only bound."""

    def first_attempt(self) -> None:
        pass

    def allows(self, error: CallFailed) -> bool:
        return True

    def failed(self, error: CallFailed) -> None:
        pass

    def succeeded(self, cured: str | None) -> None:
        pass

    def left(self) -> float | None:
        return None


class RatioBudget(Unlimited):
    """At most `ratio` retries for each first attempt of the last `window` seconds, and never fewer than `minimum`."""

    def __init__(self, ratio: float = 0.1, minimum: int = 3, window: float = 10.0) -> None:
        self.ratio = ratio
        self.minimum = minimum
        self.window = window
        self._firsts: deque[float] = deque()
        self._retries: deque[float] = deque()

    def first_attempt(self) -> None:
        now = asyncio.get_running_loop().time()
        self._firsts.append(now)
        self._forget(self._firsts, now)

    def allows(self, error: CallFailed) -> bool:
        now = asyncio.get_running_loop().time()
        self._forget(self._firsts, now)
        self._forget(self._retries, now)
        if len(self._retries) + 1 > max(self.minimum, self.ratio * len(self._firsts)):
            return False
        self._retries.append(now)
        return True

    def left(self) -> float | None:
        return max(0.0, max(self.minimum, self.ratio * len(self._firsts)) - len(self._retries))

    def _forget(self, instants: deque[float], now: float) -> None:
        oldest = now - self.window
        while instants and instants[0] < oldest:
            instants.popleft()


class TokenBucket(Unlimited):
    """A retry costs `cost` tokens, after a timeout `timeout_cost`; the bucket holds `capacity` and starts full.

    With `deposit_on="first"` every first attempt earns `deposit` tokens (Brooker). With `"success"` a success at the
    first try earns `deposit` and a success by retry gets that retry's cost back (AWS SDK standard mode).
    """

    def __init__(
        self,
        capacity: float = 500.0,
        cost: float = 5.0,
        deposit: float = 1.0,
        *,
        timeout_cost: float | None = None,
        deposit_on: str = "success",
    ) -> None:
        self.capacity = capacity
        self.cost = cost
        self.deposit = deposit
        self.timeout_cost = cost if timeout_cost is None else timeout_cost
        self.deposit_on = deposit_on
        self.tokens = capacity

    def first_attempt(self) -> None:
        if self.deposit_on == "first":
            self._earn(self.deposit)

    def allows(self, error: CallFailed) -> bool:
        price = self._price(error.kind)
        if price > self.tokens + 1e-9:  # ten deposits of 0.1 must buy a retry at 1
            return False
        self.tokens -= price
        return True

    def succeeded(self, cured: str | None) -> None:
        if self.deposit_on == "success":
            self._earn(self.deposit if cured is None else self._price(cured))

    def left(self) -> float | None:
        return self.tokens

    def _price(self, kind: str) -> float:
        return self.timeout_cost if kind == "timeout" else self.cost

    def _earn(self, tokens: float) -> None:
        self.tokens = min(self.capacity, self.tokens + tokens)


class Throttle(Unlimited):
    """gRPC's retry throttling: every failure costs one token, every success earns `ratio` of one."""

    def __init__(self, capacity: float = 10.0, ratio: float = 0.1) -> None:
        self.capacity = capacity
        self.ratio = ratio
        self.tokens = capacity

    def allows(self, error: CallFailed) -> bool:
        return self.tokens > self.capacity / 2

    def failed(self, error: CallFailed) -> None:
        self.tokens = max(0.0, self.tokens - 1)

    def succeeded(self, cured: str | None) -> None:
        self.tokens = min(self.capacity, self.tokens + self.ratio)

    def left(self) -> float | None:
        return self.tokens
