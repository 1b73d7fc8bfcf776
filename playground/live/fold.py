"""Events in, everything that a page shows out. One fold accompanies one run from its beginning.

It is bounded whatever the load: samples are capped, sentences are chosen, old checkouts are forgotten.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from playground.checkout.events import Event
from playground.checkout.shop import Picture
from playground.live.air import Air
from playground.live.chart import Row, row
from playground.live.checkouts import Checkouts
from playground.live.veil import Veil, may_tell
from playground.measures import Second
from playground.narrator.narrator import Narrator, rules
from playground.narrator.notes import Note

Handler = Callable[[Any], None]
ALOFT_S = 12.0
"""Virtual seconds before an instant from which a message may still be in the air then; longer journeys are rare."""


def merged(*parts: dict[type, Handler]) -> dict[type, tuple[Handler, ...]]:
    kinds = {kind for part in parts for kind in part}
    return {kind: tuple(part[kind] for part in parts if kind in part) for kind in kinds}


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

    def pass_over(self, left: float) -> None:
        """Time is being skipped, `left` virtual seconds more: what moves is not going to be drawn."""

    def cut(self) -> None:
        """Let everything so far count as shown."""
        self.new_rows()


class Fold(Tally):
    """The fold of a run that is looked at."""

    def __init__(self, veil: Veil | None = None) -> None:
        super().__init__()
        self.veil = veil
        self.air = Air()
        self.checkouts = Checkouts(why=veil is None)
        self.narrator = Narrator(rules())
        self._notes_cut = 0
        self._last_cut: Note | None = None
        self._drawn = merged(self.checkouts.handlers, self.air.handlers)
        self._undrawn = merged(self.checkouts.handlers)
        self._handlers = self._drawn

    def take(self, events: Sequence[Event], until: float) -> None:
        handlers = self._handlers
        for event in events:
            for handle in handlers.get(type(event), ()):
                handle(event)
        self.narrator.hear(events if self.veil is None else [event for event in events if may_tell(self.veil, event)])
        self.narrator.clock(until)

    def new_notes(self) -> list[Note]:
        """Those since the last frame, and the last one in it if that says something else by now."""
        all_notes, cut = self.narrator.notes, self._notes_cut
        notes = all_notes[cut:]
        if cut and all_notes[cut - 1] is not self._last_cut:
            notes.insert(0, msgspec.structs.replace(all_notes[cut - 1], again=True))
        self._notes_cut = len(all_notes)
        self._last_cut = all_notes[-1] if all_notes else None
        return notes

    def notes_cut(self) -> list[Note]:
        """Those that were in a frame."""
        return self.narrator.notes[: self._notes_cut]

    def pass_over(self, left: float) -> None:
        self.air.cut()
        self._handlers = self._undrawn if left > ALOFT_S else self._drawn

    def cut(self) -> None:
        super().cut()
        self.new_notes()
        self.air.cut()
        self.checkouts.cut()
