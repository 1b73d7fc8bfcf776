"""Recent checkouts: their events, kept for a while, and the sentences about those that have just finished.

A customer who was told something is finished; the truth may still change afterwards (a late charge, a refund, a
repair). Then the checkout is told again, and the page replaces what it said before.
"""

from collections.abc import Callable, Iterable
from typing import Any

from playground.checkout import events as e
from playground.checkout.events import Event
from playground.live.protocol import Recent
from playground.tales.facts import BAD
from playground.tales.tale import tell

RECENT_MAX = 8
PLAIN_PER_FRAME = 0.2
PLAIN_MAX = 2.0
"""Sentences about checkouts that went well: in a crowd two a second, so that they do not wash the others away."""
KEPT = 200
CANDIDATES = 40
EVENTS_MAX = 400
"""Of one order; a fan-out over hundreds of shards is cut off here, its story is re-simulated when asked for. What
decides how the checkout ended (effects, and what the customer was told) is kept: the sentence needs it."""

FINISHING = (e.CustomerTold, e.CustomerGaveUp)
LATE = (
    e.CardCharged,
    e.CardRefunded,
    e.OrderWritten,
    e.OrderCancelled,
    e.StockReserved,
    e.StockReleased,
    e.CustomerNotified,
)


def concerns_an_order(kind: type[Event]) -> bool:
    return "order" in kind.__struct_fields__


class Checkouts:
    """Of one run. `cut` gives the sentences since the last frame; `why` says whether they may explain."""

    def __init__(self, *, why: bool = True) -> None:
        self._why = why
        self._events: dict[int, list[Event]] = {}
        self._finished: dict[int, None] = {}
        self._news: dict[int, None] = {}
        self._plain = PLAIN_MAX
        kinds: tuple[type[Event], ...] = e.Event.__args__
        self.handlers: dict[type, Callable[[Any], None]] = {
            **dict.fromkeys(filter(concerns_an_order, kinds), self._keep),
            **dict.fromkeys(FINISHING, self._finish),
            **dict.fromkeys(LATE, self._late),
        }

    def _keep(self, event: Any) -> None:
        order: int = event.order
        if order <= 0:
            return
        events = self._events.get(order)
        if events is None:
            self._events[order] = [event]
        elif len(events) < EVENTS_MAX:
            events.append(event)

    def _keep_for_the_end(self, event: Any) -> None:
        if event.order > 0:
            self._events.setdefault(event.order, []).append(event)

    def _finish(self, event: Any) -> None:
        self._keep_for_the_end(event)
        if event.order > 0:
            self._finished[event.order] = None
            self._tell(event.order)

    def _late(self, event: Any) -> None:
        self._keep_for_the_end(event)
        if event.order in self._finished:
            self._tell(event.order)

    def _tell(self, order: int) -> None:
        self._news.pop(order, None)
        self._news[order] = None
        if len(self._finished) > KEPT:
            oldest = next(iter(self._finished))
            del self._finished[oldest]
            del self._events[oldest]

    def events_of(self, order: int) -> list[Event] | None:
        """All of them, or None where they are no longer all here."""
        events = self._events.get(order)
        complete = events is not None and len(events) < EVENTS_MAX and isinstance(events[0], e.CustomerArrived)
        return events if complete else None

    def cut(self) -> list[Recent]:
        """The newest of what is new, what went wrong first."""
        news = [order for order in reversed(self._news) if order in self._events][:CANDIDATES]
        self._news.clear()
        self._plain = min(self._plain + PLAIN_PER_FRAME, PLAIN_MAX)
        return self._most_telling(filter(self._worth_telling, map(self._recent, news)))

    def _worth_telling(self, recent: Recent) -> bool:
        if recent.verdict != "ok":
            return True
        if self._plain < 1:
            return False
        self._plain -= 1
        return True

    def last(self) -> list[Recent]:
        """For a page that has just been opened."""
        return self._most_telling(map(self._recent, list(self._finished)[: -CANDIDATES - 1 : -1]))

    def _most_telling(self, newest_first: Iterable[Recent]) -> list[Recent]:
        chosen = sorted(newest_first, key=lambda recent: recent.verdict not in BAD)[:RECENT_MAX]
        return sorted(chosen, key=lambda recent: recent.t)

    def _recent(self, order: int) -> Recent:
        events = self._events[order]
        tale = tell(events, why=self._why)
        return Recent(order, round(events[-1].t, 3), tale.verdict, tale.text)
