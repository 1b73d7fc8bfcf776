"""An asyncio event loop on a virtual clock.

Everything that moves the clock lives here; nothing here knows of checkouts, sockets or randomness. The loop is a ready
queue, a heap of timers and a serial number. Time stands still while callbacks run and jumps to the next timer when
there is nothing left to do, so an hour of simulated waiting costs no real waiting, and the same program takes the same
steps in the same order on every machine: the serial breaks ties between timers due at the same instant.

`asyncio.sleep`, `timeout`, `wait`, `Queue`, `TaskGroup` and tasks work unchanged. What needs the outside world
(sockets, threads, signals, subprocesses) raises `NotImplementedError`: there is no outside world in here.
"""

import asyncio
import contextvars
from asyncio import events
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from heapq import heapify, heappop, heappush
from itertools import repeat
from typing import Any

CANCELLATIONS_MAX = 100
"""A task that is cancelled so often and still goes on is given up."""

HEAP_SWEPT = 64
"""Timers that a heap may hold before it is looked through for cancelled ones: most time limits end unused."""

CALLBACKS_MAX = 500_000
"""So many callbacks at one instant mean that time will not move on by itself: somebody tries again without a pause."""


class TimeStandsStillError(RuntimeError):
    """Things go on happening at one instant, and nothing moves the clock."""


class Timer:
    """A callback due at `due` seconds of virtual time (or, in the ready queue, as soon as its turn comes)."""

    __slots__ = ("args", "callback", "context", "due")

    def __init__(
        self, due: float, callback: Callable[..., object], args: tuple[Any, ...], context: contextvars.Context | None
    ) -> None:
        self.due = due
        self.callback: Callable[..., object] | None = callback
        self.args = args
        self.context = context

    def cancel(self) -> None:
        """Forget the callback. The heap entry stays until its time comes or the heap is swept."""
        self.callback = None
        self.args = ()

    def cancelled(self) -> bool:
        return self.callback is None

    def when(self) -> float:
        return self.due


class VirtualTimeLoop(asyncio.AbstractEventLoop):
    """Runs asyncio code in virtual time. Not thread-safe: one loop belongs to one thread at a time.

    A callback that raises stops `run_until` with that exception: in a simulation an unexpected error is a defect of
    the model, and a run that went on after one would be a run of nobody knows what.
    """

    def __init__(self) -> None:
        self.now = 0.0
        """Virtual seconds since the loop was made; read it, never set it."""
        self._serial = 0
        self._ready: deque[Timer] = deque()
        self._timers: list[tuple[float, int, Timer]] = []
        self._sweep_at = HEAP_SWEPT
        self._closed = False
        self._running = False

    # -- the clock ---------------------------------------------------------------------------------------------

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self.now

    def next_due(self) -> float | None:
        """The instant of the next thing that will happen, in virtual seconds; None when nothing is scheduled."""
        if self._ready:
            return self.now
        timers = self._timers
        while timers and timers[0][2].callback is None:
            heappop(timers)
        return timers[0][0] if timers else None

    def run_until(self, deadline: float) -> None:
        """Run everything due up to and including `deadline` (virtual seconds), then set the clock to it.

        How far one call goes makes no difference to what happens: a thousand small steps equal one large one.
        """
        deadline = float(deadline)  # a clock that shows 3 at one time and 3.0 at another would make two traces of one
        if deadline < self.now:
            raise ValueError(f"virtual time runs forward only: now {self.now}, asked for {deadline}")
        if len(self._timers) > self._sweep_at:
            self._sweep()
        outer = events._get_running_loop()
        events._set_running_loop(self)
        self._running = True
        try:
            self._run(deadline)
        finally:
            self._running = False
            events._set_running_loop(outer)
        self.now = deadline

    def _sweep(self) -> None:
        """Drop cancelled timers. The next sweep waits until the heap has doubled, so a timer pays its part of few."""
        self._timers[:] = [entry for entry in self._timers if entry[2].callback is not None]
        heapify(self._timers)
        self._sweep_at = max(HEAP_SWEPT, 2 * len(self._timers))

    def _run(self, deadline: float) -> None:
        before = self.now
        while not self._run_some(deadline):
            if self.now == before:
                raise TimeStandsStillError(
                    f"more than {CALLBACKS_MAX:,} things happened at {before:g} s, without an end"
                )
            before = self.now

    def _run_some(self, deadline: float) -> bool:
        """Run at most `CALLBACKS_MAX` callbacks; whether those were all."""
        # The hottest loop of the program: what `Timer.run` would do is written out.
        ready, timers = self._ready, self._timers
        for _ in repeat(None, CALLBACKS_MAX):
            if ready:
                timer = ready.popleft()
            elif timers and timers[0][0] <= deadline:
                due, _, timer = heappop(timers)
                if timer.callback is None:
                    continue
                self.now = due  # the clock moves before the callback runs
            else:
                return True
            callback = timer.callback
            if callback is None:
                continue
            context = timer.context
            if context is None:
                callback(*timer.args)
            else:
                context.run(callback, *timer.args)
        return False

    # -- scheduling --------------------------------------------------------------------------------------------

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> Timer:
        timer = Timer(self.now, callback, args, context)
        self._ready.append(timer)
        return timer

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> Timer:
        """Run `callback` at `when` (virtual seconds); a time already past means now, after what is due now."""
        self._serial = serial = self._serial + 1
        timer = Timer(when, callback, args, context)
        heappush(self._timers, (when if when > self.now else self.now, serial, timer))  # noqa: FURB136  # hot
        return timer

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> Timer:
        return self.call_at(self.now + delay, callback, *args, context=context)

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(  # type: ignore[override]
        self, coro: Coroutine[Any, Any, Any], *, name: str | None = None, context: contextvars.Context | None = None
    ) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=self, name=name or "simulated", context=context)

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """A task that nobody is going to await: if it fails, `run_until` fails with it."""
        task = self.create_task(coro)
        task.add_done_callback(self._surface)
        return task

    def fail(self, error: BaseException) -> None:
        """Make `run_until` fail with this error: for a task that nobody awaits and that knows it."""
        self.call_soon(_raise, error)

    def _surface(self, task: asyncio.Task[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            raise error

    # -- what asyncio asks of a loop ---------------------------------------------------------------------------

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return self._running

    def is_closed(self) -> bool:
        return self._closed

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Nobody awaited a task or future that failed: raise, so that it cannot pass unseen."""
        raise RuntimeError(context.get("message", "unhandled error in the simulation")) from context.get("exception")

    def close(self) -> None:
        """Cancel every task, let each finish its clean-up at the present instant, and drop all timers.

        A clean-up that waits for something is cancelled too: the future that it waits for will not come. What goes
        round and round at this instant is dropped.
        """
        try:
            with suppress(TimeStandsStillError):
                self._cancel_all()
        finally:
            self._timers.clear()
            self._ready.clear()
            self._closed = True

    def _cancel_all(self) -> None:
        for _ in range(CANCELLATIONS_MAX):
            self._timers.clear()
            pending = asyncio.all_tasks(self)
            if not pending and not self._ready:
                return
            for task in pending:
                task.cancel()
            self.run_until(self.now)


def _raise(error: BaseException) -> None:
    raise error
