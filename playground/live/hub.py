"""Fan-out: who watches which run, and what each of them can still take. Lives on the event loop.

A frame is encoded once and handed to every viewer of its run as the same text. A viewer that does not acknowledge is
skipped, never buffered: past a window of frames it gets nothing until it has caught up, then a snapshot. A run whose
viewers all lag behind stands still.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from typing import Literal, TypeVar

from playground.live import protocol as p
from playground.live.host import Host
from playground.live.limits import Limits
from playground.live.live_run import Delivery
from playground.live.outbox import Outbox, Send
from playground.live.shared import Origin
from playground.live.simulation import Simulation

T = TypeVar("T")
TOO_SLOW = 4429


class Viewer:
    """One socket: what waits to be sent over it, and how far its acknowledgements have got."""

    def __init__(self, number: int, outbox: int) -> None:
        self.number = number
        self.run: str | None = None
        self.sent = 0
        self.acked = 0
        self.state: Literal["current", "lagging", "catching up"] = "current"
        self.skipped = 0
        self.closing = False
        self.overheard: Callable[[str], None] | None = None
        """Somebody here who listens in on what this viewer is told."""
        self.outbox = Outbox(outbox)

    @property
    def behind(self) -> int:
        return self.sent - self.acked

    def put(self, text: str) -> None:
        if self.closing:
            return
        if self.outbox.full:
            self.outbox.clear()
            self.close(TOO_SLOW)
            return
        self.outbox.put({"type": "websocket.send", "text": text})
        if self.overheard is not None:
            self.overheard(text)

    def close(self, code: int) -> None:
        """After what is waiting has been sent."""
        if not self.closing:
            self.closing = True
            self.outbox.put({"type": "websocket.close", "code": code})

    async def post(self, send: Send) -> None:
        """Send what is put, until it is a close. The task that runs this belongs to the consumer."""
        await self.outbox.post(send)


class Hub:
    """All viewers of this process, and the host behind them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._loop = asyncio.get_running_loop()
        self._host = Host(limits, self._from_thread)
        self._viewers: dict[int, Viewer] = {}
        self._audiences: dict[str, set[Viewer]] = {}
        self._numbers = count(1)
        self._host.start()

    # -- from the sockets --------------------------------------------------------------------------------------

    def enter(self, owner: str) -> Viewer:
        """A socket has opened; `owner` answers for it."""
        viewer = Viewer(next(self._numbers), self.limits.outbox)
        self._viewers[viewer.number] = viewer
        self._host.ask(lambda simulation: simulation.arrive(viewer.number, owner))
        return viewer

    def leave(self, viewer: Viewer) -> None:
        self._move(viewer, None)
        self._viewers.pop(viewer.number, None)
        self._host.ask(lambda simulation: simulation.leave(viewer.number))

    def command(self, viewer: Viewer, command: p.Command, *, patient: bool = True) -> None:
        """`patient`: while the run is being rebuilt the command waits. Whose right may end meanwhile must not wait."""
        self._host.ask(lambda simulation: simulation.perform(viewer.number, command, patient=patient))

    def attend(self, viewer: Viewer, reply: str, origin: Origin) -> None:
        """The viewer watches a shared run."""
        self._host.ask(lambda simulation: simulation.attend(viewer.number, reply, origin))

    def ask(self, question: Callable[[Simulation], T]) -> "Future[T]":
        """From any thread: something to find out or do in the simulation thread."""
        answer: Future[T] = Future()

        def do(simulation: Simulation) -> None:
            try:
                answer.set_result(question(simulation))
            except Exception as problem:  # noqa: BLE001 (whoever waits for the answer gets it)
                answer.set_exception(problem)

        self._host.ask(do)
        return answer

    def acknowledge(self, viewer: Viewer, seq: int) -> None:
        """The viewer has drawn frames up to `seq`."""
        viewer.acked = max(viewer.acked, min(seq, viewer.sent))
        if viewer.state == "lagging" and viewer.behind <= self.limits.window // 2:
            viewer.state = "catching up"
            self._host.ask(lambda simulation: simulation.back(viewer.number, viewer.skipped))

    # -- to the sockets ----------------------------------------------------------------------------------------

    def _from_thread(self, batch: list[Delivery]) -> None:
        try:
            self._loop.call_soon_threadsafe(self.deliver, batch)
        except RuntimeError:  # the loop is closed: the process is going down
            return

    def deliver(self, batch: list[Delivery]) -> None:
        for delivery in batch:
            if delivery.viewer is None:
                for viewer in self._audiences.get(delivery.run, ()):
                    self._to_audience(viewer, delivery)
            elif delivery.viewer in self._viewers:
                self._to_one(self._viewers[delivery.viewer], delivery)

    def _to_audience(self, viewer: Viewer, delivery: Delivery) -> None:
        if delivery.seq == 0:
            viewer.put(delivery.text)
        elif viewer.state == "current" and viewer.behind < self.limits.window:
            viewer.sent = delivery.seq
            viewer.put(delivery.text)
        else:
            self._skip(viewer)

    def _skip(self, viewer: Viewer) -> None:
        viewer.skipped += 1
        if viewer.state == "current":
            viewer.state = "lagging"
            self._host.ask(lambda simulation: simulation.away(viewer.number))

    def _to_one(self, viewer: Viewer, delivery: Delivery) -> None:
        if delivery.joins:
            self._move(viewer, delivery.run)
        if delivery.seq:  # a snapshot: counting starts anew with it
            viewer.state = "current"
            viewer.sent, viewer.acked = delivery.seq, delivery.seq - 1
        viewer.put(delivery.text)
        if delivery.close:
            viewer.close(delivery.close)

    def _move(self, viewer: Viewer, run: str | None) -> None:
        if viewer.run is not None:
            audience = self._audiences[viewer.run]
            audience.discard(viewer)
            if not audience:
                del self._audiences[viewer.run]
        viewer.run = run
        if run is not None:
            self._audiences.setdefault(run, set()).add(viewer)

    def stop(self) -> None:
        self._host.stop()
