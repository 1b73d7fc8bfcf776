"""The shop in as little SimPy as will do: the fastest we could make it.

SimPy is the clock and the heap here. The procedure of a checkout is a process; all else is callbacks on timers. Workers
are a counter and a queue, not a `Resource`; and a race between an answer and a timer is not `answer | timer`, which
makes a third event and takes it apart again: the timer gives the answer itself.
"""

from collections import deque
from collections.abc import Callable, Generator
from typing import Any

import simpy

from tests.bench.simpy_shop import OK, TIMED_OUT, Counts, Order, ShopSettings


class Station:
    """Workers and a first-come-first-served queue without a limit."""

    def __init__(self, workers: int) -> None:
        self.free = workers
        self.queue: deque[Callable[[], None]] = deque()

    def take(self, start: Callable[[], None]) -> None:
        if self.free:
            self.free -= 1
            start()
        else:
            self.queue.append(start)

    def done(self) -> None:
        if self.queue:
            self.queue.popleft()()
        else:
            self.free += 1


class ShopOfCallbacks(Counts):
    def __init__(self, seed: int, settings: ShopSettings) -> None:
        super().__init__(seed, settings)
        self.checkout = Station(settings.checkout_workers)
        self.stations = {name: Station(settings.workers) for name in settings.service_s}
        self._next_customer()

    def _after(self, delay: float, callback: Callable[[Any], None], value: Any = None) -> None:
        self.env.timeout(delay, value).callbacks.append(callback)

    # -- customers ---------------------------------------------------------------------------------------------

    def _next_customer(self) -> None:
        self._after(self.random.expovariate(self.settings.rate), self._come)

    def _come(self, _: simpy.Event) -> None:
        if self.env.now > self.settings.duration_s:
            return
        order = self.arrived()
        self._after(self.travel(), self._received, order)
        self._after(self.settings.patience_s, self._impatient, order)
        self._next_customer()

    def _impatient(self, timer: simpy.Event) -> None:
        if not timer.value.told:
            self.told(timer.value, "nothing")

    def _hear(self, arrival: simpy.Event) -> None:
        order, told = arrival.value
        if not order.told:
            self.told(order, told)

    # -- checkout ----------------------------------------------------------------------------------------------

    def _received(self, arrival: simpy.Event) -> None:
        order, arrived = arrival.value, self.env.now
        self.checkout.take(lambda: self.env.process(self._serve(order, arrived)))

    def _serve(self, order: Order, arrived: float) -> Generator[simpy.Event, Any, None]:
        deadline = arrived + self.settings.deadline_s
        told = "confirmed"
        for name in self.settings.service_s:
            if not (yield from self._call(name, order, deadline)):
                told = "failed"
                break
        self.checkout.done()
        self._after(self.travel(), self._hear, (order, told))

    def _call(self, name: str, order: Order, deadline: float) -> Generator[simpy.Event, Any, bool]:
        """With retries, within the deadline. Whether it was answered."""
        settings, env = self.settings, self.env
        delay = settings.first_delay_s
        for attempt in range(1, settings.max_attempts + 1):
            left = deadline - env.now
            if left <= 0:
                return False
            answer = self._send(name, order, attempt)
            self._after(min(settings.attempt_s, left), _time_out, answer)
            if (yield answer) == OK:
                return True
            if attempt < settings.max_attempts:
                yield env.timeout(min(delay, max(0.0, deadline - env.now)))
                delay *= settings.multiplier
        return False

    # -- services ----------------------------------------------------------------------------------------------

    def _send(self, name: str, order: Order, attempt: int) -> simpy.Event:
        self.sent(name, attempt)
        answer = self.env.event()
        self._after(self.travel(), self._arrive, (name, order, answer))
        return answer

    def _arrive(self, arrival: simpy.Event) -> None:
        name, order, answer = arrival.value
        job = (name, order, answer, self.env.now)
        self.stations[name].take(lambda: self._after(self.started(name, job[3]), self._complete, job))

    def _complete(self, timer: simpy.Event) -> None:
        name, order, answer, arrived = timer.value
        gets_back = self.completed(name, order, arrived)
        self.stations[name].done()
        if gets_back:
            self._after(self.travel(), _deliver, answer)


def _time_out(timer: simpy.Event) -> None:
    if not timer.value.triggered:
        timer.value.succeed(TIMED_OUT)


def _deliver(arrival: simpy.Event) -> None:
    if not arrival.value.triggered:
        arrival.value.succeed(OK)
