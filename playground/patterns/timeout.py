"""Timeouts: the caller's decision to stop waiting. They say nothing about what the other side did or still does.

An attempt timeout bounds one try; the total deadline bounds all tries together. A retry needs the first to have
anything to retry, and the second so that the retries of one layer fit into the patience of the layer above.
"""

import asyncio
from typing import Any

from playground.patterns.call import AttemptTimedOut, Call, DeadlineExceeded, Operation, ignore


class AttemptTimeout:
    """Gives up on one attempt after `seconds`."""

    def __init__(self, seconds: float, on_timeout: Any = ignore) -> None:
        self.seconds = seconds
        self.on_timeout = on_timeout

    async def run(self, operation: Operation, call: Call) -> Any:
        try:
            async with asyncio.timeout(self.seconds):
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
        try:
            if call.deadline <= asyncio.get_running_loop().time():
                raise TimeoutError  # used up before this call began: sending it would only make work for nobody
            async with asyncio.timeout_at(call.deadline):
                return await operation(call)
        except TimeoutError:
            self.on_exceeded(call)
            raise DeadlineExceeded(f"no time left for {call.target}") from None
