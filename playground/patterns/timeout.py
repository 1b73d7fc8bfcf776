"""Timeouts: the caller's decision to stop waiting. They say nothing about what the other side did or still does.

An attempt timeout bounds one try; the total deadline bounds all tries together. A retry needs the first to have
anything to retry, and the second so that the retries of one layer fit into the patience of the layer above.

`time_limit` is `asyncio.timeout_at` without its two coroutines and its rescheduling, which took nearly half of a
simulated checkout's time. Where calls cost milliseconds, use the standard library's; it means exactly the same.
"""

import asyncio
from types import TracebackType
from typing import Any

from playground.patterns.call import AttemptTimedOut, Call, DeadlineExceeded, Operation, ignore


class time_limit:  # noqa: N801  (used like a statement, as asyncio.timeout is)
    """`with time_limit(loop, when):` raises TimeoutError at loop time `when`; a cancellation from elsewhere passes."""

    __slots__ = ("_cancelled_before", "_expired", "_loop", "_task", "_timer", "_when")

    def __init__(self, loop: asyncio.AbstractEventLoop, when: float) -> None:
        self._loop = loop
        self._when = when

    def __enter__(self) -> None:
        task = asyncio.current_task(self._loop)
        if task is None:
            raise RuntimeError("a time limit needs a task to interrupt")
        self._task = task
        self._cancelled_before = task.cancelling()
        self._expired = False
        self._timer = self._loop.call_at(self._when, self._expire)

    def _expire(self) -> None:
        self._expired = True
        self._task.cancel()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._timer.cancel()
        if self._expired:
            cancelled_elsewhere = self._task.uncancel() > self._cancelled_before
            if kind is asyncio.CancelledError and not cancelled_elsewhere:
                raise TimeoutError from error


class AttemptTimeout:
    """Gives up on one attempt after `seconds`."""

    def __init__(self, seconds: float, on_timeout: Any = ignore) -> None:
        self.seconds = seconds
        self.on_timeout = on_timeout

    async def run(self, operation: Operation, call: Call) -> Any:
        loop = asyncio.get_running_loop()
        try:
            with time_limit(loop, loop.time() + self.seconds):
                return await operation(call)
        except TimeoutError:
            self.on_timeout(call)
            raise AttemptTimedOut(f"{call.target} gave no answer within {self.seconds} s") from None


class Deadline:
    """Gives up at the call's absolute deadline, whatever is being tried at that moment."""

    def __init__(self, on_exceeded: Any = ignore) -> None:
        self.on_exceeded = on_exceeded

    async def run(self, operation: Operation, call: Call) -> Any:
        if call.deadline is None:
            return await operation(call)
        loop = asyncio.get_running_loop()
        try:
            if call.deadline <= loop.time():
                raise TimeoutError  # used up before this call began: sending it would only make work for nobody
            with time_limit(loop, call.deadline):
                return await operation(call)
        except TimeoutError:
            self.on_exceeded(call)
            raise DeadlineExceeded(f"no time left for {call.target}") from None
