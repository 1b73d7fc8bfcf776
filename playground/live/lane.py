"""A run and its fold, moved together, a slice at a time.

A slice is meant to cost a few milliseconds whatever the load of the run, so that commands and other runs never wait
long. Cutting time up makes no difference to what happens; queues and breakers are looked at exactly when a second is
over, so it makes none to the charts either.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from playground.checkout.events import Event
from playground.live.fold import Tally
from playground.runs import Change, Recipe, Run

Clock = Callable[[], float]
SLICE_S = 0.004
"""Real seconds that a slice should take."""
SLICE_VIRTUAL_S_MIN = 0.0005
FIRST_GUESS = 1.0
"""Real seconds for a virtual one before anything was measured: high, so that a heavy run does not begin with a jolt."""

FoldT_co = TypeVar("FoldT_co", bound=Tally, covariant=True)


class Lane(Generic[FoldT_co]):
    """`cost` is what a virtual second has lately cost, in real seconds."""

    def __init__(self, recipe: Recipe, fold: FoldT_co, clock: Clock) -> None:
        self.run = Run(recipe)
        self.fold = fold
        self.clock = clock
        self.cost = FIRST_GUESS
        self._take(0.0)  # what lies at instant 0 is there before anybody can change anything

    @property
    def now(self) -> float:
        """Virtual seconds."""
        return self.run.now

    def approach(self, target: float) -> Iterator[list[Event]]:
        """Go on to `target` (virtual seconds), yielding what happened after each slice."""
        while self.run.now < target:
            yield self._slice(target)

    def skip(self, target: float) -> Iterator[list[Event]]:
        """The same, where nobody will see how it got there."""
        self.fold.pass_over(target - self.run.now)
        try:
            for events in self.approach(target):
                self.fold.pass_over(target - self.run.now)
                yield events
        finally:
            self.fold.pass_over(0.0)

    def _slice(self, target: float) -> list[Event]:
        began, start = self.clock(), self.run.now
        stride = max(SLICE_S / self.cost, SLICE_VIRTUAL_S_MIN)
        events = self._take(min(target, start + stride, self._end_of_second()))
        self._learn(self.clock() - began, self.run.now - start, stride)
        return events

    def _learn(self, spent: float, moved: float, stride: float) -> None:
        """Short slices say little, so they weigh little; a slice that took too long is believed at once."""
        weight = 1.0 if spent > 2 * SLICE_S else min(1.0, moved / (2 * stride))
        self.cost += (max(spent, 1e-6) / moved - self.cost) * weight

    def step(self) -> list[Event]:
        """Whatever happens next; nothing where a second is over before, or where nothing is due at all."""
        due = self.run.shop.loop.next_due()
        whole = self._end_of_second()
        return self._take(whole if due is None else min(due, whole))

    def change(self, change: Change) -> None:
        """Do something at the present instant, and take in what it sets off at once."""
        self.run.change(change)
        self._take(self.run.now)

    def _end_of_second(self) -> float:
        return int(self.run.now) + 1.0

    def _take(self, until: float) -> list[Event]:
        whole = self._end_of_second()
        events = self.run.advance(until)
        self.fold.take(events, until)
        if until >= whole:
            second = int(whole) - 1
            self.fold.second_over(second, self.run.measures.seconds[second], self.run.picture())
        return events

    def close(self) -> None:
        self.run.close()
