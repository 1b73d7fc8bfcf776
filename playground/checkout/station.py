"""Stations: workers, a queue in front of them, and what happens at the door.

Checkout, the gateways and the dependencies are all stations; they differ in what a worker does with a message
(`begin`). A worker knows nothing of whether anybody still waits for what it is doing.
"""

from collections import deque
from math import inf
from typing import Protocol

from playground.checkout import events as e
from playground.checkout.afflictions import Afflictions
from playground.checkout.messages import FAILED, UNAVAILABLE, Message
from playground.checkout.world import World
from playground.virtual_time.loop import Timer

CODEL_LIMIT = 0.100
CODEL_LIMIT_BUSY = 0.005
"""Seconds in the queue after which a request is dropped: the shorter one applies once the queue has not been empty for
`CODEL_LIMIT` (Maurer, "Fail at Scale", ACM Queue 13:8, 2015)."""


class WayBack(Protocol):
    """The edge by which a message came."""

    def respond(self, message: Message, status: int, worked: float, sojourn: float) -> None: ...

    def break_connection(self, message: Message) -> None: ...


class Cancellable(Protocol):
    """A timer, or a task: what a worker is busy with."""

    def cancel(self) -> object: ...


class Station:
    """Workers and their queue. `workers` and `queue_limit` may be infinite."""

    def __init__(self, world: World, name: str, afflictions: Afflictions) -> None:
        self.world = world
        self.loop = world.loop
        self.log = world.log
        self.name = name
        self.afflictions = afflictions
        self.workers = inf
        self.capacity = inf
        """Workers left after a capacity cut."""
        self.queue_limit = inf
        self.discipline = "fifo"
        self.down = False
        self.paused = False
        self.restart_after: float | None = 5.0
        self._restart: Timer | None = None
        self.queue: deque[tuple[Message, WayBack]] = deque()
        self.active: dict[Message, tuple[Cancellable, WayBack]] = {}
        self._last_empty = 0.0

    # -- the door ----------------------------------------------------------------------------------------------

    def receive(self, message: Message, back: WayBack) -> None:
        """A request arrives: take it on, let it wait, or turn it away."""
        if self.down:
            self._refuse(message, "down")
            back.break_connection(message)
        elif self.afflictions.any and self._turned_away(message, back):
            return
        elif not self.paused and len(self.active) < self.capacity and not self.queue:
            self._start(message, back)
        elif len(self.queue) >= self.queue_limit:
            self._refuse(message, "queue_full")
            back.respond(message, UNAVAILABLE, 0.0, 0.0)
        else:
            self._enqueue(message, back)

    def _turned_away(self, message: Message, back: WayBack) -> bool:
        error = self.afflictions.active.get("error")
        if error is None or error.fields["status"] == FAILED or not self.afflictions.hits("error", message):
            return False
        message.retry_after = error.fields["retry_after_s"]
        self._refuse(message, "throttled")
        back.respond(message, error.fields["status"], 0.0, 0.0)
        return True

    def errs(self, message: Message) -> bool:
        """Whether an error strikes this message while it is worked on (500), and not at the door (429, 503)."""
        error = self.afflictions.hits("error", message)
        return error is not None and error.fields["status"] == FAILED

    def _refuse(self, message: Message, cause: str) -> None:
        self.log.append(e.RequestRefused(self.loop.now, message.call, message.order, self.name, cause))

    # -- the queue ---------------------------------------------------------------------------------------------

    def _enqueue(self, message: Message, back: WayBack) -> None:
        if not self.queue:
            self._last_empty = self.loop.now
        self.queue.append((message, back))
        self.log.append(e.RequestQueued(self.loop.now, message.call, message.order, self.name, len(self.queue)))

    def call_off(self, message: Message) -> None:
        """The caller's notice that it has left. Work that has begun goes on; work that waits is not begun."""
        message.called_off = True

    def fill(self) -> None:
        """Give waiting requests to free workers."""
        queue = self.queue
        while queue and len(self.active) < self.capacity and not (self.paused or self.down):
            message, back = queue.pop() if self.discipline == "lifo" else queue.popleft()
            cause = self._unwanted(message)
            if cause is None:
                self._start(message, back)
            else:
                self._drop(message, back, cause)

    def _unwanted(self, message: Message) -> str | None:
        now = self.loop.now
        if message.called_off:
            return "called_off"
        if message.deadline is not None and now >= message.deadline:
            return "deadline"
        if self.discipline == "codel":
            busy = now - self._last_empty > CODEL_LIMIT
            if now - message.arrived_at > (CODEL_LIMIT_BUSY if busy else CODEL_LIMIT):
                return "codel"
        return None

    def _drop(self, message: Message, back: WayBack, cause: str) -> None:
        now = self.loop.now
        self.log.append(e.WorkDropped(now, message.call, message.order, self.name, cause, now - message.arrived_at))
        back.respond(message, UNAVAILABLE, 0.0, 0.0)

    # -- the work ----------------------------------------------------------------------------------------------

    def _start(self, message: Message, back: WayBack) -> None:
        now = message.started_at = self.loop.now
        self.log.append(e.WorkStarted(now, message.call, message.order, self.name, now - message.arrived_at))
        self.begin(message, back)

    def begin(self, message: Message, back: WayBack) -> None:
        """Put a worker on the message: enter it in `active`, and call `finish` in the end."""
        raise NotImplementedError

    def finish(self, message: Message, status: int) -> None:
        """The work is over: free the worker and send the answer."""
        _, back = self.active.pop(message)
        now = self.loop.now
        back.respond(message, status, now - message.started_at, now - message.arrived_at)
        if self.queue:
            self.fill()

    # -- trouble -----------------------------------------------------------------------------------------------

    def resize(self, factor: float = 1.0) -> None:
        """Leave `factor` of the workers (rounded down; of infinitely many, all or none)."""
        whole = factor == 1 or (self.workers == inf and factor > 0)
        self.capacity = self.workers if whole else self.workers * factor // 1 if factor else 0
        self.fill()

    def crash(self) -> None:
        """The process dies: all work in hand is lost, all connections break, and in a while it is started again."""
        now = self.loop.now
        active, waiting = list(self.active.items()), list(self.queue)
        self.active.clear()
        self.queue.clear()
        self.down = True
        self.log.append(e.ServiceCrashed(now, self.name, len(active) + len(waiting)))
        for message, (work, back) in active:
            work.cancel()
            self.log.append(e.WorkLost(now, message.call, message.order, self.name, now - message.started_at))
            back.break_connection(message)
        for message, back in waiting:
            back.break_connection(message)
        self._plan_restart()

    def recover_after(self, seconds: float | None) -> None:
        """How long a restart takes; None: nobody restarts it. Holds for one that is down already, too."""
        changed, self.restart_after = seconds != self.restart_after, seconds
        if self.down and changed:
            self._plan_restart()

    def _plan_restart(self) -> None:
        if self._restart is not None:
            self._restart.cancel()
            self._restart = None
        if self.restart_after is not None:
            self._restart = self.loop.call_later(self.restart_after, self.restart)

    def restart(self) -> None:
        if self.down:
            self.down = False
            self.log.append(e.ServiceRestarted(self.loop.now, self.name))

    @property
    def abandoned(self) -> int:
        """Workers busy for a caller who has left."""
        return sum(message.reply.cancelled() for message in self.active)
