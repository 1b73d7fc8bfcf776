"""Events in, everything that a page shows out. One fold accompanies one run from its beginning.

It is bounded whatever the load: samples are capped, sentences are chosen, old checkouts are forgotten.
"""

from collections.abc import Callable, Sequence
from typing import Any

from playground.checkout.events import Event
from playground.checkout.shop import Picture
from playground.live.air import Air
from playground.live.chart import Row, row
from playground.live.checkouts import Checkouts
from playground.measures import Second
from playground.narrator.narrator import Narrator, rules
from playground.narrator.notes import Note

Handler = Callable[[Any], None]


class Tally:
    """The fold of a run that is only compared with: its series, and nothing that moves."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._rows_cut = 0

    def take(self, events: Sequence[Event], until: float) -> None:
        """What happened up to `until`."""

    def second_over(self, second: int, counts: Second, picture: Picture) -> None:
        self._rows.append(row(second, counts, picture))

    def new_rows(self) -> list[Row]:
        """Those since the last frame."""
        rows, self._rows_cut = self._rows[self._rows_cut :], len(self._rows)
        return rows

    def rows_cut(self) -> list[Row]:
        """Those that were in a frame."""
        return self._rows[: self._rows_cut]

    def pass_over(self) -> None:
        """What moved is not going to be drawn: time is being skipped."""

    def cut(self) -> None:
        """Let everything so far count as shown."""
        self.new_rows()


class Fold(Tally):
    """The fold of a run that is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.air = Air()
        self.checkouts = Checkouts()
        self.narrator = Narrator(rules())
        self._notes_cut = 0
        self._handlers: dict[type, tuple[Handler, ...]] = {}
        for part in (self.air.handlers, self.checkouts.handlers):
            for kind, handler in part.items():
                self._handlers[kind] = (*self._handlers.get(kind, ()), handler)

    def take(self, events: Sequence[Event], until: float) -> None:
        handlers = self._handlers
        for event in events:
            for handle in handlers.get(type(event), ()):
                handle(event)
        self.narrator.hear(events)
        self.narrator.clock(until)

    def new_notes(self) -> list[Note]:
        """Those since the last frame."""
        notes, self._notes_cut = self.narrator.notes[self._notes_cut :], len(self.narrator.notes)
        return notes

    def notes_cut(self) -> list[Note]:
        """Those that were in a frame."""
        return self.narrator.notes[: self._notes_cut]

    def pass_over(self) -> None:
        self.air.cut()

    def cut(self) -> None:
        super().cut()
        self.new_notes()
        self.air.cut()
        self.checkouts.cut()
