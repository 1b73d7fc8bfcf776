"""Messages in flight and marks at the stations: what the picture animates. A capped sample;
what was left out is counted.

A crowd is drawn as a crowd; what must not get lost in it are the messages that explain something: losses, retries,
duplicates, errors. They come first, the rest is spread over the edges and over time.
"""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from playground.checkout import events as e
from playground.checkout.messages import OK

FLIGHTS_MAX = 60
MARKS_MAX = 40
COLLECTED_MAX = 6 * FLIGHTS_MAX
ALOFT_MAX = 400
SHOWN_MAX = 200
FLIGHT_S, LOST_S, MARK_S = 0.45, 1.625, 3.05
"""For how many seconds of ours a page shows a message at least, a lost one, and a mark: static/playground/air.js."""

Flight = list[Any]
"""[call, source, target, kind, departs, arrives, fate, order]; times in virtual seconds."""
CALL, SOURCE, TARGET, KIND, DEPARTS, ARRIVES, FATE, ORDER = range(8)
Mark = tuple[float, str, str, int]
"""(t, service, what, order)."""
PLAIN_FLIGHTS = frozenset({"request", "answer"})
PLAIN_MARKS = frozenset({"charged", "reserved", "ordered", "confirmed"})


class Air:
    """Collects since the last frame; `cut` empties it."""

    def __init__(self) -> None:
        self.flights: list[Flight] = []
        self.marks: list[Mark] = []
        self.aloft: deque[Flight] = deque(maxlen=ALOFT_MAX)
        self.shown: deque[Mark] = deque(maxlen=SHOWN_MAX)
        self._requests: dict[int, Flight] = {}
        self._uncollected = 0
        self.handlers: dict[type, Callable[[Any], None]] = {
            e.RequestSent: self._sent,
            e.RequestLost: self._request_lost,
            e.RequestDuplicated: self._duplicated,
            e.ResponseSent: self._answered,
            e.ResponseLost: self._response_lost,
            **dict.fromkeys(MARKS, self._mark),
        }

    # -- flights -----------------------------------------------------------------------------------------------

    def _sent(self, event: e.RequestSent) -> None:
        if self._crowded(plain=event.attempt == 1 and not event.hedge):
            return
        kind = "hedge" if event.hedge else "retry" if event.attempt > 1 else "request"
        arrives = round(event.t + event.travel, 4)
        flight = [event.call, event.source, event.target, kind, round(event.t, 4), arrives, None, event.order]
        self.flights.append(flight)
        self._requests[event.call] = flight

    def _crowded(self, *, plain: bool) -> bool:
        """Whether there is no room for one more; it is then counted."""
        if len(self.flights) < (COLLECTED_MAX if plain else 2 * COLLECTED_MAX):
            return False
        self._uncollected += 1
        return True

    def _request_lost(self, event: e.RequestLost) -> None:
        flight = self._requests.get(event.call)
        if flight is not None:
            flight[FATE] = "lost"

    def _duplicated(self, event: e.RequestDuplicated) -> None:
        original = self._requests.get(event.call)
        if original is not None:
            arrives = round(event.t + event.travel, 4)
            self.flights.append([*original[:KIND], "duplicate", original[DEPARTS], arrives, None, event.order])

    def _answered(self, event: e.ResponseSent) -> None:
        if self._crowded(plain=event.status == OK):
            return
        kind = "answer" if event.status == OK else "error"
        arrives = round(event.t + event.travel, 4)
        self.flights.append(
            [event.call, event.source, event.target, kind, round(event.t, 4), arrives, None, event.order]
        )

    def _response_lost(self, event: e.ResponseLost) -> None:
        """Logged right after the answer was sent."""
        last = self.flights[-1] if self.flights else None
        if last is not None and last[CALL] == event.call and last[SOURCE] == event.source:
            last[FATE] = "lost"

    # -- marks -------------------------------------------------------------------------------------------------

    def _mark(self, event: Any) -> None:
        if len(self.marks) < COLLECTED_MAX:
            service, what = MARKS[type(event)](event)
            self.marks.append((round(event.t, 4), service, what, getattr(event, "order", 0)))

    # -- frames ------------------------------------------------------------------------------------------------

    def cut(self) -> tuple[list[Flight], int, list[Mark], int]:
        """What to draw, and how much was left out: flights, hidden flights, marks, hidden marks."""
        flights, marks = self.flights, self.marks
        drawn = sample(
            flights, FLIGHTS_MAX, lambda flight: flight[FATE] is not None or flight[KIND] not in PLAIN_FLIGHTS
        )
        shown = sorted(sorted(marks, key=lambda mark: mark[2] in PLAIN_MARKS)[:MARKS_MAX])
        hidden = len(flights) - len(drawn) + self._uncollected
        self.flights, self.marks, self._requests, self._uncollected = [], [], {}, 0
        self.aloft.extend(drawn)
        self.shown.extend(shown)
        return drawn, hidden, shown, len(marks) - len(shown)

    def in_sight(self, t: float, speed: float) -> tuple[list[Flight], list[Mark]]:
        """Flights and marks of earlier frames that a page which saw these still shows at `t`, if it plays so fast."""
        flights = [
            flight
            for flight in self.aloft
            if t < max(flight[ARRIVES], flight[DEPARTS] + speed * (LOST_S if flight[FATE] == "lost" else FLIGHT_S))
        ]
        return flights, [mark for mark in self.shown if t < mark[0] + speed * MARK_S]


def sample(flights: list[Flight], most: int, interesting: Callable[[Flight], bool]) -> list[Flight]:
    """At most `most`: the interesting ones first, then the rest in turn from each edge, evenly over time."""
    if len(flights) <= most:
        return flights
    first = [flight for flight in flights if interesting(flight)]
    if len(first) >= most:
        return list(evenly(first, most))
    rest = [flight for flight in flights if not interesting(flight)]
    edges: dict[tuple[str, str], list[Flight]] = {}
    for flight in rest:
        edges.setdefault((flight[SOURCE], flight[TARGET]), []).append(flight)
    share = (most - len(first)) // len(edges)
    return [*first, *(flight for edge in edges.values() for flight in evenly(edge, share))]


def evenly(items: list[Flight], most: int) -> Iterable[Flight]:
    if len(items) <= most:
        return items
    return [items[i * len(items) // most] for i in range(most)]


def _nth(first: str) -> Callable[[Any], str]:
    return lambda event: first if event.nth == 1 else f"{first}_again"


def _at(service: str, what: str | Callable[[Any], str]) -> Callable[[Any], tuple[str, str]]:
    return lambda event: (service, what if isinstance(what, str) else what(event))


def _there(what: str) -> Callable[[Any], tuple[str, str]]:
    return lambda event: (event.target, what)


MARKS: dict[type, Callable[[Any], tuple[str, str]]] = {
    e.StockReserved: _at("inventory", _nth("reserved")),
    e.StockReleased: _at("inventory", "released"),
    e.CardCharged: _at("payment", _nth("charged")),
    e.CardRefunded: _at("payment", "refunded"),
    e.OrderWritten: _at("orders", _nth("ordered")),
    e.OrderCancelled: _at("orders", "cancelled"),
    e.DuplicateRecognised: _there("recognised"),
    e.KeyRefused: _there("key_refused"),
    e.RequestRefused: _there("refused"),
    e.RequestSwallowed: _there("swallowed"),
    e.WorkDropped: _there("dropped"),
    e.WorkLost: _there("work_lost"),
    e.ConnectionBroke: _there("broke"),
    e.AttemptTimedOut: _there("timed_out"),
    e.BreakerRefused: _there("breaker_refused"),
    e.BulkheadRefused: _there("bulkhead_refused"),
    e.FallbackServed: _there("fallback"),
    e.CheckoutShed: _at("checkout", "shed"),
    e.CustomerPaidAgain: _at("customers", "paid_again"),
    e.CustomerGaveUp: _at("customers", "gave_up"),
    e.CustomerTold: _at("customers", lambda event: "confirmed" if event.told != "failed" else "failed"),
    e.ServiceCrashed: lambda event: (event.service, "crashed"),
    e.ServiceRestarted: lambda event: (event.service, "restarted"),
}
"""What each of these events leaves at which station."""
