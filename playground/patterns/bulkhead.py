"""Bulkhead: a pool of its own for each dependency, so that a slow one can use up its own pool and nothing else.

Without bulkheads all calls share the caller's workers. One dependency that answers slowly then holds every worker, and
requests that never needed it wait behind requests that do.
"""

import asyncio
from collections import deque
from typing import Any

from playground.patterns.call import BulkheadFull, Call, Operation, ignore


class Bulkhead:
    """At most `limit` calls at once; others wait at most `max_wait` seconds for a place (0: not at all)."""

    def __init__(self, limit: int, max_wait: float = 0.0, *, on_full: Any = ignore) -> None:
        self.limit = limit
        self.max_wait = max_wait
        self.on_full = on_full
        self.busy = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def resize(self, limit: int) -> None:
        """Change the number of places. Who waits takes a new one at once; who has one keeps it."""
        self.limit = limit
        self._hand_on()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    async def run(self, operation: Operation, call: Call) -> Any:
        if self.busy < self.limit:
            self.busy += 1
        else:
            await self._wait_for_place(call)
        try:
            return await operation(call)
        finally:
            self.busy -= 1
            self._hand_on()

    async def _wait_for_place(self, call: Call) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout(self.max_wait):
                await place
        except TimeoutError:
            self._leave(place)
            self.on_full(call)
            raise BulkheadFull(f"no place free in the pool for {call.target}") from None
        except asyncio.CancelledError:
            self._leave(place)
            raise

    def _leave(self, place: "asyncio.Future[None]") -> None:
        """Stop waiting; a place granted at the very moment of leaving goes to the next in line."""
        if place.done() and not place.cancelled():
            self.busy -= 1
            self._hand_on()
        elif place in self._waiting:
            self._waiting.remove(place)

    def _hand_on(self) -> None:
        while self._waiting and self.busy < self.limit:
            place = self._waiting.popleft()
            if not place.done():
                self.busy += 1
                place.set_result(None)
