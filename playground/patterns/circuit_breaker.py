"""Circuit breaker: stop calling what keeps failing, and find out gently whether it has recovered.

Three states, one small class each; the transitions read like the usual diagram. Closed: calls pass and are counted
over a sliding window. Open: calls fail at once. Half-open: a few probes pass; they decide.

A breaker has one opinion about the whole dependency. Where only a part of it is sick (one shard of ten), that opinion
is wrong either way: it turns a 10% fault into none or into a 100% one.
"""

import asyncio
from collections import deque
from typing import Any

from playground.patterns.call import Call, CallFailed, CircuitOpen, Operation, ignore


class Closed:
    """Calls pass; outcomes of the last `window` seconds are counted."""

    name = "closed"

    def __init__(self, breaker: "CircuitBreaker") -> None:
        self.breaker = breaker
        self.outcomes: deque[tuple[float, bool]] = deque()
        self.failures = 0

    def admits(self, now: float) -> bool:
        return True

    def settled(self, now: float, failed: bool | None) -> None:
        if failed is None:
            return
        self.outcomes.append((now, failed))
        self.failures += failed
        self._forget(now - self.breaker.window)
        if failed and self._too_many():
            self.breaker.become(Open(self.breaker, now))

    def _too_many(self) -> bool:
        calls = len(self.outcomes)
        return calls >= self.breaker.minimum_calls and self.failures >= self.breaker.failure_rate * calls

    def _forget(self, oldest: float) -> None:
        while self.outcomes and self.outcomes[0][0] < oldest:
            self.failures -= self.outcomes.popleft()[1]


class Open:
    """Calls fail at once until `open_time` has passed; the next caller then becomes a probe."""

    name = "open"

    def __init__(self, breaker: "CircuitBreaker", now: float) -> None:
        self.breaker = breaker
        self.since = now

    def admits(self, now: float) -> bool:
        if now < self.since + self.breaker.open_time:
            return False
        half_open = HalfOpen(self.breaker)
        self.breaker.become(half_open)
        return half_open.admits(now)

    def settled(self, now: float, failed: bool | None) -> None:
        """The outcome of a call that was under way when the breaker opened: no news."""


class HalfOpen:
    """`half_open_calls` probes pass. All must succeed to close; one failure opens again."""

    name = "half_open"

    def __init__(self, breaker: "CircuitBreaker") -> None:
        self.breaker = breaker
        self.admitted = 0
        self.succeeded = 0

    def admits(self, now: float) -> bool:
        if self.admitted >= self.breaker.half_open_calls:
            return False
        self.admitted += 1
        return True

    def settled(self, now: float, failed: bool | None) -> None:
        if failed is None:
            self.admitted = max(0, self.admitted - 1)  # a probe that was called off proves nothing: its place is free
        elif failed:
            self.breaker.become(Open(self.breaker, now))
        else:
            self.succeeded += 1
            if self.succeeded >= self.breaker.half_open_calls:
                self.breaker.become(Closed(self.breaker))


class CircuitBreaker:
    """One breaker guards one dependency of one client. Durations are in seconds, `failure_rate` is a share (0 to 1)."""

    def __init__(
        self,
        failure_rate: float = 0.5,
        window: float = 10.0,
        minimum_calls: int = 20,
        open_time: float = 5.0,
        half_open_calls: int = 3,
        *,
        slow_call: float | None = None,
        on_change: Any = ignore,
        on_refused: Any = ignore,
    ) -> None:
        self.failure_rate = failure_rate
        self.window = window
        self.minimum_calls = minimum_calls
        self.open_time = open_time
        self.half_open_calls = half_open_calls
        self.slow_call = slow_call
        self.on_change = on_change
        self.on_refused = on_refused
        self.state: Closed | Open | HalfOpen = Closed(self)

    def become(self, state: Closed | Open | HalfOpen) -> None:
        self.state = state
        self.on_change(state.name)

    async def run(self, operation: Operation, call: Call) -> Any:
        loop = asyncio.get_running_loop()
        began = loop.time()
        if not self.state.admits(began):
            self.on_refused(call)
            raise CircuitOpen(f"the breaker for {call.target} is {self.state.name}")
        state, failed = self.state, None  # no verdict on a call that was called off
        try:
            answer = await operation(call)
            failed = self.slow_call is not None and loop.time() - began > self.slow_call
        except CallFailed as error:
            failed = True if error.dependency_failed else None
            raise
        finally:
            if self.state is state:  # an outcome counts for the state in which the call was admitted
                state.settled(loop.time(), failed)
        return answer
