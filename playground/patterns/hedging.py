"""Hedging: when the answer is slow, ask a second time and take whichever answer comes first.

It cuts the tail of latency for a few per cent of extra load, because only slow calls are asked twice (Dean & Barroso,
"The Tail at Scale", 2013). It is a retry that does not wait for failure, so it needs idempotency just as much, and it
adds load exactly when the dependency is slow.
"""

import asyncio
from typing import Any

from playground.patterns.call import Call, CallFailed, Operation

LOST = "another copy was quicker"
"""What a loser's cancellation says: whoever sent it may call off the work, which a mere timeout gives no right to."""


class Hedging:
    """Sends up to `max_hedges` copies, one more after every `delay` seconds without an answer."""

    def __init__(self, delay: float, max_hedges: int = 1, *, cancel_loser: bool = True) -> None:
        self.delay = delay
        self.max_hedges = max_hedges
        self.cancel_loser = cancel_loser
        self._stragglers: dict[int, asyncio.Task[Any]] = {}

    async def run(self, operation: Operation, call: Call) -> Any:
        copies = [self._send(operation, call)]
        try:
            while True:
                more = len(copies) <= self.max_hedges and not _any_done(copies)
                await self._first_to_finish(copies, self.delay if more else None)
                winner = next((copy for copy in copies if _succeeded(copy)), None)
                if winner is not None:
                    return winner.result()
                if all(copy.done() for copy in copies):
                    return copies[0].result()  # raises: every copy failed
                if more and not _any_done(copies):
                    copies.append(self._send(operation, call.as_hedge(len(copies))))
        finally:
            self._dismiss(copies)

    def _send(self, operation: Operation, call: Call) -> "asyncio.Task[Any]":
        async def copy() -> Any:
            return await operation(call)

        return asyncio.get_running_loop().create_task(copy())

    async def _first_to_finish(self, copies: "list[asyncio.Task[Any]]", timeout: float | None) -> None:
        running = [copy for copy in copies if not copy.done()]
        await asyncio.wait(running, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)

    def _dismiss(self, copies: "list[asyncio.Task[Any]]") -> None:
        """Call the losers off, or let them run on unheard; either way their outcome is collected."""
        reason = LOST if any(map(_succeeded, copies)) else None
        for copy in copies:
            if not copy.done() and self.cancel_loser:
                copy.cancel(reason)
            self._stragglers[id(copy)] = copy
            copy.add_done_callback(self._collect)

    def _collect(self, copy: "asyncio.Task[Any]") -> None:
        self._stragglers.pop(id(copy), None)
        if not copy.cancelled() and copy.exception() and not isinstance(copy.exception(), CallFailed):
            raise copy.exception() or RuntimeError("a hedged copy failed without an exception")


def _any_done(copies: "list[asyncio.Task[Any]]") -> bool:
    """A copy that failed is no reason to send another: hedging cures slowness, retrying cures failures."""
    return any(copy.done() for copy in copies)


def _succeeded(copy: "asyncio.Task[Any]") -> bool:
    return copy.done() and not copy.cancelled() and copy.exception() is None
