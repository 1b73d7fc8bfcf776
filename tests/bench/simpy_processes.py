"""The shop as SimPy's manual would have it: processes for customers and calls, resources, `answer | timeout`."""

from collections.abc import Generator
from typing import Any

import simpy

from tests.bench.simpy_shop import OK, Counts, Order, ShopSettings

Steps = Generator[simpy.Event, Any, Any]


class ShopOfProcesses(Counts):
    def __init__(self, seed: int, settings: ShopSettings) -> None:
        super().__init__(seed, settings)
        self.checkout = simpy.Resource(self.env, settings.checkout_workers)
        self.stations = {name: simpy.Resource(self.env, settings.workers) for name in settings.service_s}
        self.env.process(self._arrivals())

    def _arrivals(self) -> Steps:
        while True:
            yield self.env.timeout(self.random.expovariate(self.settings.rate))
            if self.env.now > self.settings.duration_s:
                return
            self.env.process(self._customer(self.arrived()))

    def _customer(self, order: Order) -> Steps:
        answer = self.env.event()
        self.env.process(self._checkout(order, answer))
        yield answer | self.env.timeout(self.settings.patience_s)
        self.told(order, answer.value if answer.triggered else "nothing")

    def _checkout(self, order: Order, answer: simpy.Event) -> Steps:
        yield self.env.timeout(self.travel())
        deadline = self.env.now + self.settings.deadline_s
        told = "confirmed"
        with self.checkout.request() as worker:
            yield worker
            for name in self.settings.service_s:
                if not (yield from self._call(name, order, deadline)):
                    told = "failed"
                    break
        yield self.env.timeout(self.travel())
        answer.succeed(told)

    def _call(self, name: str, order: Order, deadline: float) -> Steps:
        """With retries, within the deadline. Whether it was answered."""
        settings, env = self.settings, self.env
        delay = settings.first_delay_s
        for attempt in range(1, settings.max_attempts + 1):
            left = deadline - env.now
            if left <= 0:
                return False
            answer = env.event()
            self.sent(name, attempt)
            env.process(self._work(name, order, answer))
            yield answer | env.timeout(min(settings.attempt_s, left))
            if answer.triggered:
                return True
            if attempt < settings.max_attempts:
                yield env.timeout(min(delay, max(0.0, deadline - env.now)))
                delay *= settings.multiplier
        return False

    def _work(self, name: str, order: Order, answer: simpy.Event) -> Steps:
        yield self.env.timeout(self.travel())
        arrived = self.env.now
        with self.stations[name].request() as worker:
            yield worker
            yield self.env.timeout(self.started(name, arrived))
            gets_back = self.completed(name, order, arrived)
        if gets_back:
            yield self.env.timeout(self.travel())
            answer.succeed(OK)
