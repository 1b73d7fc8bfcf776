"""The narrator: says in a sentence what is worth seeing, at the instant at which it happens.

Pure: it hears events and nothing else. A rule is one small class or one row of a table; to add one is to list it here.
"""

from collections.abc import Callable, Iterable

from playground.checkout import events as e
from playground.narrator.firsts import FIRSTS, FirstOfItsKind
from playground.narrator.notes import EventType, Note, Rule, Ticking
from playground.narrator.settings import Settings
from playground.narrator.trends import Goodput, RetriesMultiplyLoad
from playground.narrator.turns import (
    Began,
    Breakers,
    Faults,
    GhostCharge,
    PoolFull,
    QueueGrew,
    Repairs,
    Services,
)

NOTES_MAX = 200
"""Of one run. Who reads more?"""


def rules() -> list[Rule]:
    """All rules, as new as the run they are to hear."""
    return [
        Faults(),
        Services(),
        Breakers(),
        GhostCharge(),
        *(FirstOfItsKind(row) for row in FIRSTS),
        PoolFull(),
        QueueGrew(),
        RetriesMultiplyLoad(),
        Goodput(),
        Began(
            "shedding_began",
            e.CheckoutShed,
            "Checkout begins to turn work away at its door.",
            "containment#shedding",
        ),
        Began(
            "budget_spent",
            e.RetryDenied,
            "The retry budget is spent: failures are no longer rare, so retries stop.",
            "safe-recovery#bounded",
        ),
        Repairs(),
        Settings(),
    ]


class Narrator:
    """One narrator hears one run from its beginning."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.notes: list[Note] = []
        self.hearers: dict[EventType, list[Callable[[e.Event], Note | None]]] = {}
        self._ticking: list[Ticking] = []
        self._second = 0
        for rule in rules:
            self._listen(rule)

    def _listen(self, rule: Rule) -> None:
        for event in rule.hears:
            self.hearers.setdefault(event, []).append(rule.hear)
        if isinstance(rule, Ticking):
            self._ticking.append(rule)

    def hear(self, events: Iterable[e.Event]) -> None:
        """New notes are appended to `notes`, in the order of their instants."""
        hearers = self.hearers
        for event in events:
            if event.t >= self._second + 1:
                self.clock(event.t)
            for hear in hearers.get(type(event), ()):
                note = hear(event)
                if note is not None:
                    self._add(note)

    def clock(self, t: float) -> None:
        """It is `t` now, whether or not anything happened."""
        while self._second + 1 <= t:
            for rule in self._ticking:
                for note in rule.second_over(self._second):
                    self._add(note)
            self._second += 1

    def _add(self, note: Note) -> None:
        if self.notes and note.follows(self.notes[-1]):
            self.notes[-1] = note
        elif len(self.notes) < NOTES_MAX:
            self.notes.append(note)
