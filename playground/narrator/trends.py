"""Notes about rates: load that retries multiply, goodput that collapses, stays down, recovers.

Rates are counted in whole seconds of virtual time and judged over a few of them, so that one unlucky second is no news.
"""

from collections import deque
from collections.abc import Iterator

from playground.checkout import events as e
from playground.first_requests import FirstRequests
from playground.narrator.notes import EventType, Note, a_few

ENOUGH = 10
"""Fewer customers than this in a window prove nothing."""


class RetriesMultiplyLoad:
    """A service gets twice the requests that were asked of it for the first time."""

    hears: tuple[EventType, ...] = (e.RequestSent,)
    WINDOW_S = 5
    AGAIN_BELOW = 1.3

    def __init__(self) -> None:
        self._seconds: dict[str, deque[list[int]]] = {}
        self._multiplied: set[str] = set()
        self._firsts = FirstRequests()

    def hear(self, event: e.RequestSent) -> Note | None:
        seconds = self._seconds.get(event.target)
        if seconds is None:
            seconds = self._seconds[event.target] = deque([[0, 0]], self.WINDOW_S)
        counts = seconds[-1]
        counts[0] += self._firsts.is_first(event)
        counts[1] += 1
        return None

    def second_over(self, second: int) -> Iterator[Note]:
        for target, seconds in self._seconds.items():
            firsts, attempts = (sum(counts[which] for counts in seconds) for which in (0, 1))
            seconds.append([0, 0])
            if target in self._multiplied:
                if attempts < self.AGAIN_BELOW * firsts:
                    self._multiplied.discard(target)
            elif firsts >= ENOUGH and attempts >= 2 * firsts:
                self._multiplied.add(target)
                yield self._note(second, target, attempts / firsts)

    def _note(self, second: int, target: str, factor: float) -> Note:
        words = f"Retries have multiplied the load on {target} by {factor:.1f}."
        return Note(second + 1.0, "retries_doubled_load", words, "safe-recovery#storm")


class Goodput:
    """Confirmed checkouts against customers who came: collapsed, still down after its cause is gone, recovered."""

    hears: tuple[EventType, ...] = (e.CustomerArrived, e.CustomerTold, e.FaultStruck, e.FaultHealed)
    WINDOW_S = 3
    COLLAPSED_BELOW, HEALTHY_FROM = 0.2, 0.8
    STILL_DOWN_S = 10

    def __init__(self) -> None:
        self._seconds: deque[list[int]] = deque([[0, 0]], self.WINDOW_S)
        self._faults: set[tuple[str, str]] = set()
        self._healed_at: float | None = None
        self._state = "unknown"

    def hear(self, event: e.Event) -> Note | None:
        if isinstance(event, e.CustomerArrived):
            self._seconds[-1][0] += event.order > 0
        elif isinstance(event, e.CustomerTold):
            self._seconds[-1][1] += event.told == "confirmed"
        elif isinstance(event, e.FaultStruck):
            self._faults.add((event.service, event.kind))
            self._healed_at = None
        elif isinstance(event, e.FaultHealed):
            self._heal(event)
        return None

    def _heal(self, event: e.FaultHealed) -> None:
        self._faults.discard((event.service, event.kind))
        if not self._faults:
            self._healed_at = event.t

    def second_over(self, second: int) -> Iterator[Note]:
        offered, confirmed = (sum(counts[which] for counts in self._seconds) for which in (0, 1))
        full = len(self._seconds) == self.WINDOW_S
        self._seconds.append([0, 0])
        if full and offered >= ENOUGH:
            note = self._judge(second + 1.0, confirmed / offered)
            if note is not None:
                yield note

    def _judge(self, t: float, share: float) -> Note | None:
        if self._state in ("collapsed", "still_down"):
            return self._recovered(t) if share >= self.HEALTHY_FROM else self._still_down(t)
        if share >= self.HEALTHY_FROM:
            self._state = "healthy"
        elif self._state == "healthy" and share < self.COLLAPSED_BELOW:
            self._state = "collapsed"
            words = f"Goodput has collapsed: {share:.0%} of the customers of the last {self.WINDOW_S} s got through."
            return Note(t, "goodput_collapsed", words, "safe-recovery#storm")
        return None

    def _still_down(self, t: float) -> Note | None:
        healed = self._healed_at
        if self._state == "still_down" or self._faults or healed is None or t - healed < self.STILL_DOWN_S:
            return None
        self._state = "still_down"
        words = f"Healed {a_few(t - healed)} ago, and still down: the outage has outlived its cause."
        return Note(t, "still_down", words, "composition#metastability")

    def _recovered(self, t: float) -> Note:
        self._state = "healthy"
        healed = None if self._faults else self._healed_at
        since = "" if healed is None else f", {a_few(t - healed)} after the fault healed"
        return Note(t, "recovered", f"It has recovered{since}.", "composition#metastability")
