"""What waits to be sent over one socket, in the order in which it was put.

A server that takes a message without making anybody wait, as Daphne does, is given it the moment it is put: no task
need wake up for it, a thousand of them for each frame of a large room. Where a server does make us wait, the task that
runs `post` goes on with the message that was begun, and what comes after it stays here until then.

The one who puts is never told that sending failed: the task is, and so is the consumer that it belongs to.
"""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Begun = tuple[Generator[Any, Any, None], Any]
"""A coroutine that was begun outside of a task, and what it waits for."""


class Outbox:
    """`put` from anywhere on the loop, `post` in a task. A close is the last message that is sent."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._waiting: deque[Message] = deque()
        self._send: Send | None = None
        self._begun: Begun | None = None
        self._over = False
        self._problem: BaseException | None = None
        self._wake = asyncio.Event()

    @property
    def full(self) -> bool:
        return len(self._waiting) >= self.most

    def clear(self) -> None:
        self._waiting.clear()

    def put(self, message: Message) -> None:
        self._waiting.append(message)
        self._flow()

    async def post(self, send: Send) -> None:
        """Until a close has been sent, or sending has failed."""
        self._send = send
        self._flow()
        while self._begun is not None or not self._over:
            await self._wake.wait()
            self._wake.clear()
            if self._begun is not None:
                await resumed(*self._begun)
                self._begun = None
            self._flow()
        if self._problem is not None:
            raise self._problem

    def _flow(self) -> None:
        """Send what waits, as far as the server takes it at once."""
        while self._waiting and self._send is not None and self._begun is None and not self._over:
            message = self._waiting.popleft()
            self._over = message["type"] == "websocket.close"
            try:
                self._begun = begun(self._send(message))
            except Exception as problem:  # noqa: BLE001 (the task fails with it)
                self._problem, self._over = problem, True
        if self._begun is not None or self._over:
            self._wake.set()


def begun(awaitable: Awaitable[None]) -> Begun | None:
    """Run as far as it goes without waiting; None where that is to its end."""
    steps = awaitable.__await__()
    try:
        return steps, next(steps)
    except StopIteration:
        return None


@types.coroutine
def resumed(steps: Generator[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """The rest of what was begun. It hears all that the task hears: results, failures, and that it is cancelled."""
    while True:
        try:
            step = partial(steps.send, (yield waits_for))
        except BaseException as problem:  # noqa: BLE001 (it is passed on)
            step = partial(steps.throw, problem)
        try:
            waits_for = step()
        except StopIteration:
            return
