"""What a SimPy model of the shop knows and counts; the two models beside this file differ in how they use SimPy.

They have the same customers as the playground (Poisson, with patience), the same checkout and dependencies (workers,
queues, exponential service times), the same network (normal delays, answers lost with a probability), the same attempt
timeout, deadline and retries, and keep the same counts. They leave out what only our engine does: an event for each
thing that happens and the fingerprint over them, keyed chance, every other pattern and fault, and changing anything
while it runs.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import simpy

OK, TIMED_OUT = 200, 0
NETWORK_S, JITTER_S = 0.005, 0.001
BELIEFS = ("confirmed", "failed", "nothing")


@dataclass
class ShopSettings:
    """Defaults are those of the playground's knobs."""

    rate: float = 20.0
    duration_s: float = 60.0
    patience_s: float = 10.0
    checkout_workers: int = 20
    workers: int = 10
    service_s: dict[str, float] = field(default_factory=lambda: {"inventory": 0.012, "payment": 0.040, "orders": 0.008})
    attempt_s: float = 1.0
    deadline_s: float = 5.0
    max_attempts: int = 3
    first_delay_s: float = 0.1
    multiplier: float = 2.0
    payment_answers_lost: float = 0.0


@dataclass
class Tally:
    """One service's counts, as the playground's `services.X`."""

    calls: int = 0
    first_calls: int = 0
    effects: int = 0
    started: int = 0
    waited: int = 0
    busy: float = 0.0
    waits: list[float] = field(default_factory=list)
    sojourns: list[float] = field(default_factory=list)


@dataclass
class Second:
    offered: int = 0
    attempts: int = 0
    goodput: int = 0
    failed: int = 0


class Order:
    """One intent: what happened to it, and what its customer was told."""

    __slots__ = ("arrived", "charges", "orders", "reserved", "told")

    def __init__(self, arrived: float) -> None:
        self.arrived = arrived
        self.charges = self.orders = self.reserved = 0
        self.told = ""


class Counts:
    """The numbers of one run, counted as it goes."""

    def __init__(self, seed: int, settings: ShopSettings) -> None:
        self.env = simpy.Environment()
        self.settings = settings
        self.random = Random(seed)
        self.tallies = {name: Tally() for name in settings.service_s}
        self.orders: list[Order] = []
        self.seconds: list[Second] = []
        self.latencies: list[float] = []

    def run(self) -> dict[str, Any]:
        """To the end: nothing is left to happen."""
        self.env.run()
        return self.summary()

    def travel(self) -> float:
        return abs(self.random.gauss(NETWORK_S, JITTER_S))

    @property
    def second(self) -> Second:
        number = int(self.env.now)
        while len(self.seconds) <= number:
            self.seconds.append(Second())
        return self.seconds[number]

    # -- what happened -----------------------------------------------------------------------------------------

    def arrived(self) -> Order:
        order = Order(self.env.now)
        self.orders.append(order)
        self.second.offered += 1
        return order

    def told(self, order: Order, told: str) -> None:
        order.told = told
        if told == "nothing":
            return
        self.latencies.append(self.env.now - order.arrived)
        if told == "confirmed":
            self.second.goodput += 1
        else:
            self.second.failed += 1

    def sent(self, name: str, attempt: int) -> None:
        tally = self.tallies[name]
        tally.calls += 1
        tally.first_calls += attempt == 1
        self.second.attempts += 1

    def started(self, name: str, arrived: float) -> float:
        """Returns how long the work takes."""
        tally, waited = self.tallies[name], self.env.now - arrived
        tally.started += 1
        tally.waited += waited > 0
        tally.waits.append(waited)
        time = self.random.expovariate(1 / self.settings.service_s[name])
        tally.busy += time
        return time

    def completed(self, name: str, order: Order, arrived: float) -> bool:
        """The effect. Returns whether the answer gets back."""
        tally = self.tallies[name]
        tally.effects += 1
        tally.sojourns.append(self.env.now - arrived)
        if name == "inventory":
            order.reserved += 1
        elif name == "payment":
            order.charges += 1
            return self.random.random() >= self.settings.payment_answers_lost
        else:
            order.orders += 1
        return True

    # -- reading off -------------------------------------------------------------------------------------------

    def summary(self) -> dict[str, Any]:
        matrix: dict[str, dict[str, int]] = {belief: {} for belief in BELIEFS}
        for order in self.orders:
            row = matrix[order.told]
            row[_truth(order)] = row.get(_truth(order), 0) + 1
        latencies = sorted(self.latencies)
        told = {f"told_{belief}": sum(row.values()) for belief, row in matrix.items()}
        return {
            "offered": len(self.orders),
            **told,
            "charges": sum(order.charges for order in self.orders),
            "charged_twice_or_more": sum(order.charges > 1 for order in self.orders),
            "ghost_charges": sum(order.charges > 0 for order in self.orders if order.told != "confirmed"),
            "goodput_per_s": told["told_confirmed"] / self.settings.duration_s,
            "latency_s": _distribution(latencies),
            "belief_truth": matrix,
            "services": {name: self._service(name) for name in self.tallies},
            "series": {
                name: [getattr(second, name) for second in self.seconds] for name in Second.__dataclass_fields__
            },
        }

    def _service(self, name: str) -> dict[str, Any]:
        tally = self.tallies[name]
        return {
            "calls": tally.calls,
            "first_calls": tally.first_calls,
            "amplification": tally.calls / tally.first_calls,
            "effects": tally.effects,
            "waited_share": tally.waited / tally.started,
            "wait_s": _distribution(sorted(tally.waits)),
            "sojourn_s": _distribution(sorted(tally.sojourns)),
            "utilisation": tally.busy / (self.settings.workers * self.env.now),
        }


def _truth(order: Order) -> str:
    if order.charges > 1:
        return "charged_twice_or_more"
    if order.charges:
        return "charged_and_ordered" if order.orders else "charged_no_order"
    return "reserved_only" if order.reserved else "nothing"


def _distribution(ordered: list[float]) -> dict[str, float]:
    last = len(ordered) - 1
    points = {name: ordered[int(share * last)] for name, share in
              (("p50", 0.50), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999))}  # fmt: skip
    return {"mean": sum(ordered) / len(ordered), **points}
