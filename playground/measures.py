"""Events in, numbers out. Measures fold events and look at nothing else, so whatever holds the trace holds the numbers.

Durations in seconds, money in pence, shares between 0 and 1. What has not happened at all has no mean and no
percentile: those are None, never 0.
"""

from array import array
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from playground.checkout import events as e
from playground.checkout.ledger import BELIEFS, TRUTHS, truth
from playground.distributions import brief, distribution, percentile, slower_than
from playground.first_requests import FirstRequests
from playground.knobs import SERVICES


class Order:
    """What the events said so far about one checkout."""

    __slots__ = ("cell", "charges", "orders", "refunds", "reserved", "told")

    def __init__(self) -> None:
        self.told: str | None = None
        self.charges = 0
        self.refunds = 0
        self.orders = 0
        self.reserved = False
        self.cell: tuple[str, str] | None = None

    @property
    def truth(self) -> str:
        return truth(self.charges - self.refunds, self.orders > 0, self.reserved)


class ServiceTally:
    """One dependency."""

    __slots__ = (
        "breaker_opened",
        "busy",
        "calls",
        "effects",
        "first_calls",
        "refused",
        "sojourns",
        "started",
        "waited",
        "waits",
    )

    def __init__(self) -> None:
        self.calls = 0
        self.first_calls = 0
        self.effects = 0
        self.started = 0
        self.waited = 0
        self.refused = 0
        self.breaker_opened = 0
        self.busy = 0.0
        self.waits = array("d")
        self.sojourns = array("d")


class Second(msgspec.Struct):
    """One second of virtual time, counted when things happened in it."""

    offered: int = 0
    attempts: int = 0
    goodput: int = 0
    failed: int = 0
    gave_up: int = 0
    browse_ok: int = 0
    browse_failed: int = 0
    shed: int = 0
    attempts_on: dict[str, int] = {}
    p50: float | None = None
    p99: float | None = None
    """Seconds that those took who were told “confirmed”."""
    failed_p50: float | None = None
    """The same of those told “failed”: a refusal takes no time, and would make a slow shop look fast."""


class Measures:
    """The running totals of one run."""

    def __init__(self) -> None:
        self.t = 0.0
        self.offered = 0
        self.browse_offered = 0
        self.told = dict.fromkeys(BELIEFS, 0)
        self.browse_ok = 0
        self.browse_failed = 0
        self.charges = 0
        self.refunds = 0
        self.shed = 0
        self.retries_denied = 0
        self.throttled = 0
        self.matrix = {belief: dict.fromkeys(TRUTHS, 0) for belief in BELIEFS}
        self.orders: dict[int, Order] = {}
        self.services = {name: ServiceTally() for name in SERVICES}
        self.confirmed_latency = array("d")
        self.failed_latency = array("d")
        self.seconds: list[Second] = []
        self.arrivals_ended_at: float | None = None
        self._firsts = FirstRequests()
        self._second = Second()
        self._ends = 1.0
        self._confirmations: list[float] = []
        self._failures: list[float] = []
        self._handlers: dict[type, Callable[[Any], None]] = self._declare()

    def _declare(self) -> dict[type, Callable[[Any], None]]:
        return {
            e.CustomerArrived: self._arrived,
            e.CustomerTold: self._told,
            e.CustomerGaveUp: self._gave_up,
            e.CustomerNotified: self._notified,
            e.RequestSent: self._sent,
            e.RequestRefused: self._refused,
            e.WorkStarted: self._started,
            e.WorkLost: self._work_lost,
            e.ResponseSent: self._responded,
            e.StockReserved: self._reserved,
            e.StockReleased: self._released,
            e.CardCharged: self._charged,
            e.CardRefunded: self._refunded,
            e.OrderWritten: self._ordered,
            e.OrderCancelled: self._cancelled,
            e.BreakerChanged: self._breaker,
            e.CheckoutShed: self._shed,
            e.CallThrottled: self._throttled,
            e.RetryDenied: self._denied,
            e.ArrivalsEnded: self._ended,
        }

    def fold(self, events: Sequence[e.Event], until: float) -> None:
        """Take in what happened up to `until` (virtual seconds)."""
        handlers = self._handlers
        ends = self._ends
        for event in events:
            if event.t >= ends:
                self._close_seconds(event.t)
                ends = self._ends
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
        if until >= self._ends:
            self._close_seconds(until)
        self.t = until

    def _close_seconds(self, t: float) -> None:
        """File every second that is over at `t`."""
        while t >= self._ends:
            second = self._second
            if self._confirmations:
                self._confirmations.sort()
                second.p50 = percentile(self._confirmations, 0.50)
                second.p99 = percentile(self._confirmations, 0.99)
                self._confirmations = []
            if self._failures:
                second.failed_p50 = percentile(sorted(self._failures), 0.50)
                self._failures = []
            self.seconds.append(second)
            self._second = Second()
            self._ends += 1.0

    # -- customers ---------------------------------------------------------------------------------------------

    def _arrived(self, event: e.CustomerArrived) -> None:
        if event.order > 0:
            self.offered += 1
            self._second.offered += 1
            self.orders[event.order] = Order()
        else:
            self.browse_offered += 1

    def _told(self, event: e.CustomerTold) -> None:
        second = self._second
        if event.order < 0:
            if event.told == "answered":
                self.browse_ok += 1
                second.browse_ok += 1
            else:
                self.browse_failed += 1
                second.browse_failed += 1
            return
        if event.told == "confirmed":
            second.goodput += 1
            self.confirmed_latency.append(event.latency)
            self._confirmations.append(event.latency)
        else:
            second.failed += 1
            self.failed_latency.append(event.latency)
            self._failures.append(event.latency)
        self._believes(event.order, event.told)

    def _gave_up(self, event: e.CustomerGaveUp) -> None:
        if event.order < 0:
            self.browse_failed += 1
            self._second.browse_failed += 1
            return
        self._second.gave_up += 1
        self._believes(event.order, "nothing")

    def _notified(self, event: e.CustomerNotified) -> None:
        self.told["nothing"] -= 1
        self._believes(event.order, "confirmed")

    def _believes(self, number: int, told: str) -> None:
        self.told[told] += 1
        order = self.orders[number]
        order.told = told
        self._place(order)

    def _place(self, order: Order) -> None:
        """Move the order to its cell of the belief × truth matrix, once its customer has been told something."""
        if order.told is None:
            return
        cell = (order.told, order.truth)
        if order.cell is not None:
            self.matrix[order.cell[0]][order.cell[1]] -= 1
        self.matrix[cell[0]][cell[1]] += 1
        order.cell = cell

    # -- effects -----------------------------------------------------------------------------------------------

    def _reserved(self, event: e.StockReserved) -> None:
        self.services["inventory"].effects += 1
        order = self.orders[event.order]
        order.reserved = True
        self._place(order)

    def _released(self, event: e.StockReleased) -> None:
        order = self.orders[event.order]
        order.reserved = False
        self._place(order)

    def _charged(self, event: e.CardCharged) -> None:
        self.charges += 1
        self.services["payment"].effects += 1
        order = self.orders[event.order]
        order.charges += 1
        self._place(order)

    def _refunded(self, event: e.CardRefunded) -> None:
        self.refunds += 1
        order = self.orders[event.order]
        order.refunds += 1
        self._place(order)

    def _ordered(self, event: e.OrderWritten) -> None:
        self.services["orders"].effects += 1
        order = self.orders[event.order]
        order.orders += 1
        self._place(order)

    def _cancelled(self, event: e.OrderCancelled) -> None:
        order = self.orders[event.order]
        order.orders = 0
        self._place(order)

    # -- services ----------------------------------------------------------------------------------------------

    def _sent(self, event: e.RequestSent) -> None:
        tally = self.services.get(event.target)
        if tally is None:
            return
        tally.calls += 1
        tally.first_calls += self._firsts.is_first(event)
        second = self._second
        second.attempts += 1
        second.attempts_on[event.target] = second.attempts_on.get(event.target, 0) + 1

    def _refused(self, event: e.RequestRefused) -> None:
        tally = self.services.get(event.target)
        if tally is not None:
            tally.refused += 1

    def _started(self, event: e.WorkStarted) -> None:
        tally = self.services.get(event.target)
        if tally is None:
            return
        tally.started += 1
        if event.waited > 0:
            tally.waited += 1
        tally.waits.append(event.waited)

    def _work_lost(self, event: e.WorkLost) -> None:
        tally = self.services.get(event.target)
        if tally is not None:
            tally.busy += event.worked

    def _responded(self, event: e.ResponseSent) -> None:
        tally = self.services.get(event.source)
        if tally is not None and event.sojourn > 0:
            tally.busy += event.worked
            tally.sojourns.append(event.sojourn)

    # -- patterns ----------------------------------------------------------------------------------------------

    def _breaker(self, event: e.BreakerChanged) -> None:
        if event.state == "open":
            self.services[event.target].breaker_opened += 1

    def _shed(self, event: e.CheckoutShed) -> None:
        self.shed += 1
        self._second.shed += 1

    def _throttled(self, event: e.CallThrottled) -> None:
        self.throttled += 1

    def _denied(self, event: e.RetryDenied) -> None:
        self.retries_denied += 1

    def _ended(self, event: e.ArrivalsEnded) -> None:
        self.arrivals_ended_at = event.t

    # -- reading off -------------------------------------------------------------------------------------------

    def counters(self) -> dict[str, int]:
        """The counts that change with every event: cheap enough to read many times a second."""
        matrix = self.matrix
        told_otherwise = [matrix["failed"], matrix["nothing"]]
        paid = ("charged_no_order", "charged_and_ordered", "charged_twice_or_more")
        return {
            "offered": self.offered,
            "waiting": self.offered - sum(self.told.values()),
            "told_confirmed": self.told["confirmed"],
            "told_failed": self.told["failed"],
            "told_nothing": self.told["nothing"],
            "charges": self.charges,
            "refunds": self.refunds,
            "ghost_charges": sum(row[cell] for row in told_otherwise for cell in paid),
            "paid_without_order": sum(row["charged_no_order"] for row in matrix.values()),
            "order_without_payment": sum(row["ordered_not_charged"] for row in matrix.values()),
            "stranded_reservations": sum(row["reserved_only"] for row in told_otherwise),
            "charged_twice_or_more": sum(row["charged_twice_or_more"] for row in matrix.values()),
            "browse_offered": self.browse_offered,
            "browse_ok": self.browse_ok,
            "browse_failed": self.browse_failed,
            "shed": self.shed,
            "throttled": self.throttled,
            "retries_denied": self.retries_denied,
        }

    def summary(self, workers: dict[str, int | None] | None = None) -> dict[str, Any]:
        """Every measure, as documented in docs/experiments.md. `workers` per service makes utilisation known."""
        duration = self.arrivals_ended_at or self.t
        net = [order.charges - order.refunds for order in self.orders.values()]
        browsed = self.browse_ok + self.browse_failed
        return {
            **self.counters(),
            "charged_once": sum(paid == 1 for paid in net),
            "charged_twice_or_more": sum(paid > 1 for paid in net),
            "charged_twice_at_some_time": sum(order.charges > 1 for order in self.orders.values()),
            "goodput_per_s": self.told["confirmed"] / duration if duration else 0.0,
            "browse_success_share": self.browse_ok / browsed if browsed else None,
            "latency_s": distribution(self.confirmed_latency + self.failed_latency),
            "slower_than": slower_than(self.confirmed_latency + self.failed_latency),
            "confirmed_latency_s": distribution(self.confirmed_latency),
            "failed_latency_s": distribution(self.failed_latency),
            "belief_truth": {belief: dict(row) for belief, row in self.matrix.items()},
            "services": {name: self._service(name, workers or {}) for name in SERVICES},
            "series": self.series(),
        }

    def _service(self, name: str, workers: dict[str, int | None]) -> dict[str, Any]:
        tally = self.services[name]
        count = workers.get(name)
        return {
            "calls": tally.calls,
            "first_calls": tally.first_calls,
            "amplification": tally.calls / tally.first_calls if tally.first_calls else None,
            "effects": tally.effects,
            "refused": tally.refused,
            "waited_share": tally.waited / tally.started if tally.started else None,
            "wait_s": brief(tally.waits),
            "sojourn_s": brief(tally.sojourns),
            "utilisation": tally.busy / (count * self.t) if count and self.t else None,
            "breaker_opened": tally.breaker_opened,
        }

    def series(self) -> dict[str, Any]:
        """One list a measure, one number for each second of virtual time that is over."""
        plain = ("offered", "attempts", "goodput", "failed", "gave_up", "browse_ok", "browse_failed", "shed")
        rows: dict[str, Any] = {name: [getattr(second, name) for second in self.seconds] for name in plain}
        rows["attempts_on"] = {name: [second.attempts_on.get(name, 0) for second in self.seconds] for name in SERVICES}
        return rows
