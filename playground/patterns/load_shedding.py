"""Load shedding: refuse some work early and cheaply, so that the work which is taken on gets done.

* `ConcurrencyLimit` stands at the server's door and looks at how much is inside.
* `AdaptiveThrottle` stands at the client and looks at how much is being refused (Google SRE book, ch. 21).
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from playground.patterns.call import Call, CallFailed, Operation, Shed, ignore


class ConcurrencyLimit:
    """At most `limit` requests inside. Work that is not critical is turned away from `optional_share` of that on."""

    def __init__(self, limit: int, optional_share: float = 1.0) -> None:
        self.limit = limit
        self.optional_share = optional_share
        self.inside = 0

    def admits(self, critical: bool) -> bool:
        """Take one more in, if there is room for its kind. Whoever was admitted must `leave`."""
        if self.inside >= self.limit * (1.0 if critical else self.optional_share):
            return False
        self.inside += 1
        return True

    def leave(self) -> None:
        self.inside -= 1

    async def run(self, operation: Operation, call: Call) -> Any:
        if not self.admits(call.critical):
            raise Shed(f"{self.inside} requests are in progress, {self.limit} is the limit")
        try:
            return await operation(call)
        finally:
            self.leave()


class AdaptiveThrottle:
    """Refuses locally with probability max(0, (requests - k × accepts) / (requests + 1)), over the last `window` s.

    The lower `k`, the sooner; 2 lets through about one doomed request for each accepted one, by which the client
    learns that the backend has recovered. `chance(call)` is a uniform number in [0, 1).
    """

    def __init__(
        self,
        k: float = 2.0,
        window: float = 120.0,
        *,
        chance: Callable[[Call], float] = lambda call: 0.5,
        on_shed: Any = ignore,
    ) -> None:
        self.k = k
        self.window = window
        self.chance = chance
        self.on_shed = on_shed
        self._requests: deque[float] = deque()
        self._accepts: deque[float] = deque()

    def refusal_probability(self, now: float) -> float:
        for instants in (self._requests, self._accepts):
            while instants and instants[0] < now - self.window:
                instants.popleft()
        requests, accepts = len(self._requests), len(self._accepts)
        return max(0.0, (requests - self.k * accepts) / (requests + 1))

    async def run(self, operation: Operation, call: Call) -> Any:
        loop = asyncio.get_running_loop()
        now = loop.time()
        refusal = self.refusal_probability(now)
        self._requests.append(now)
        if self.chance(call) < refusal:
            self.on_shed(call)
            raise Shed(f"{call.target} refuses too much: throttled at the client")
        try:
            answer = await operation(call)
        except CallFailed as error:
            if error.kind != "overload":  # any other failure was at least taken on by the backend
                self._accepts.append(loop.time())
            raise
        self._accepts.append(loop.time())
        return answer
