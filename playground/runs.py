"""A run: scenario, seed, settings, faults and timed changes, and nothing else.

That list of inputs *is* the run. Whoever has it has every event, to the byte: a page reload, a share link, a rewind, a
fork and the recovery from a crash all do the same thing, which is to run it again.
"""

from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any, Self

import msgspec

from playground.checkout import faults as fault_rules
from playground.checkout.events import Event
from playground.checkout.faults import Fault
from playground.checkout.shop import Picture, Shop
from playground.checkout.trace import canonical
from playground.knob import Value
from playground.knobs import SERVICES, Settings, check_all
from playground.measures import Measures

STRIDE = 0.5
"""Seconds of virtual time that are simulated before their events are folded: bounds the memory of a long advance."""
HORIZON = 60.0
"""Seconds for which events are kept once folded."""
HORIZON_EVENTS = 60_000
SEED_MAX = 2**53 - 1
"""The largest whole number that JavaScript keeps exact."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something done to a run at the virtual instant `at`: knobs turned, faults struck, faults healed by name."""

    at: float = 0.0
    knobs: dict[str, Value] = {}
    strike: tuple[Fault, ...] = ()
    heal: tuple[str, ...] = ()


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that goes into a run. `knobs` holds only what differs from the declared defaults."""

    scenario: str
    seed: int
    knobs: dict[str, Value] = {}
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    ends_at: float | None = None
    """When customers stop coming, in virtual seconds; None for a run without an end."""

    def until(self, t: float) -> "Recipe":
        """The same run as far as its inputs up to and including `t` go."""
        return msgspec.structs.replace(self, changes=tuple(change for change in self.changes if change.at <= t))


def checked(recipe: Recipe) -> Recipe:
    """The recipe with every value validated and in its canonical type. Raises KnobError, FaultError or ValueError."""
    if not 0 <= recipe.seed <= SEED_MAX:
        raise ValueError(f"a seed is a whole number from 0 to {SEED_MAX}, not {recipe.seed}")
    changes = tuple(_checked_change(change) for change in recipe.changes)
    if any(later.at < earlier.at for earlier, later in pairwise(changes)):
        raise ValueError("the changes of a run are listed in the order of their times")
    return msgspec.structs.replace(
        recipe, knobs=check_all(recipe.knobs), faults=tuple(map(_checked_fault, recipe.faults)), changes=changes
    )


def _checked_change(change: Change) -> Change:
    if not 0 <= change.at < float("inf"):
        raise ValueError(f"a change happens at 0 s or later, not at {change.at}")
    return msgspec.structs.replace(
        change, knobs=check_all(change.knobs), strike=tuple(map(_checked_fault, change.strike))
    )


def _checked_fault(fault: Fault) -> Fault:
    return fault_rules.check({**fault.as_dict()} if fault.kind in fault_rules.KINDS else {"kind": fault.kind})


class Run:
    """One run in progress. Belongs to one thread at a time; `close` it when done."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.shop = Shop(recipe.seed, Settings(recipe.knobs))
        self.measures = Measures()
        self.recent: deque[Event] = deque(maxlen=HORIZON_EVENTS)
        self._changes = deque(recipe.changes)
        self._hash = sha256()
        self._ended = False
        for fault in recipe.faults:
            self.shop.schedule(fault)

    # -- state -------------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Virtual seconds."""
        return self.shop.loop.now

    @property
    def settings(self) -> Settings:
        return self.shop.settings

    @property
    def faults(self) -> dict[str, Fault]:
        """In force now, by name."""
        return self.shop.in_force

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the canonical form of every event so far, in hexadecimal."""
        return self._hash.hexdigest()

    def picture(self) -> Picture:
        return self.shop.picture()

    # -- moving ------------------------------------------------------------------------------------------------

    def advance(self, until: float) -> list[Event]:
        """Simulate up to and including `until` (virtual seconds); returns what happened."""
        return [event for events in self.strides(until) for event in events]

    def skip(self, until: float) -> None:
        """Like `advance`, without keeping what happened: for long stretches."""
        for _ in self.strides(until):
            pass

    def step(self) -> list[Event]:
        """Go on to the next instant at which something happens; returns what did. Nothing due: an empty list."""
        while (due := self._next_instant()) < float("inf"):
            events = self.advance(due)
            if events:
                return events
        return []

    def _next_instant(self) -> float:
        due = self.shop.loop.next_due()
        return self._next_input() if due is None else min(due, self._next_input())

    def change(self, change: Change) -> None:
        """Do something at the present instant, and note it in the recipe. What was to be done later is forgotten: this
        is another future now."""
        self.shop.loop.run_until(self.now)
        change = _checked_change(change)
        change = msgspec.structs.replace(change, at=self.now, strike=tuple(self._from_now(change.strike)))
        earlier = self.recipe.until(self.now).changes
        self.recipe = msgspec.structs.replace(self.recipe, changes=(*earlier, change))
        self._changes.clear()
        self._apply(change)

    def settle(self, longest: float = 300.0) -> None:
        """After the last arrival: go on until nothing moves any more. See `settling`."""
        for _ in self.settling(longest):
            pass

    def settling(self, longest: float = 300.0) -> Iterator[list[Event]]:
        """After the last arrival: go on, a stretch at a time, until nothing moves any more.

        What moves though no customer waits for it (a request swallowed for good, a queue of abandoned work) is given
        up after `longest` virtual seconds. A customer is never given up: patience ends by itself.
        """
        give_up = self.now + longest
        while self.shop.customers.waiting or (self.now < give_up and not self.shop.idle):
            yield from self.strides(self.now + 1.0)

    def _from_now(self, faults: tuple[Fault, ...]) -> Iterator[Fault]:
        """A fault struck by hand starts now, unless it is scheduled for later."""
        for fault in faults:
            yield fault if fault.start > self.now else fault.starting(self.now)

    def strides(self, until: float) -> Iterator[list[Event]]:
        """Like `advance`, a stretch of at most `STRIDE` seconds at a time; runs no further than it is iterated."""
        while True:
            target = min(until, self.now + STRIDE, self._next_input())
            self.shop.loop.run_until(target)
            self._take_inputs()
            yield self._harvest()
            if self.now >= until:
                return

    def _next_input(self) -> float:
        ends = float("inf") if self._ended or self.recipe.ends_at is None else self.recipe.ends_at
        return min(ends, self._changes[0].at) if self._changes else ends

    def _take_inputs(self) -> None:
        # The end comes first: a change at that very instant can only have been made by somebody who saw it pass.
        if not self._ended and self.recipe.ends_at is not None and self.recipe.ends_at <= self.now:
            self._ended = True
            self.shop.stop_arrivals()
        while self._changes and self._changes[0].at <= self.now:
            self._apply(self._changes.popleft())

    def _apply(self, change: Change) -> None:
        for name in change.heal:
            service, _, kind = name.partition(".")
            self.shop.heal(service, kind)
        for fault in self._from_now(change.strike):
            self.shop.schedule(fault)
        if change.knobs:
            self.shop.change(Settings({**self.shop.settings.changed(), **change.knobs}))
        self.shop.loop.run_until(self.now)  # the next change at this instant finds what it found when it was made

    def _harvest(self) -> list[Event]:
        events = self.shop.log[:]
        self.shop.log.clear()
        self._hash.update(canonical(events))
        self.measures.fold(events, self.now)
        self.recent.extend(events)
        oldest = self.now - HORIZON
        while self.recent and self.recent[0].t < oldest:
            self.recent.popleft()
        return events

    # -- other runs --------------------------------------------------------------------------------------------

    def rewound(self, to: float) -> "Run":
        """A new run that stands where this one stood at `to`, and knows of nothing that was done after."""
        run = Run(self.recipe.until(to))
        run.skip(to)
        return run

    def summary(self) -> dict[str, Any]:
        """The measures, as the `experiment` command prints them."""
        return self.measures.summary({name: self.settings[f"{name}.workers"] for name in SERVICES})

    def close(self) -> None:
        self.shop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
