"""Frames and snapshots: what a lane has folded, cut into messages. A frame is news; a snapshot is everything.

What stood in a snapshot is not news again: both count from the same cuts.
"""

from typing import Any

import msgspec

from playground.headline import headline
from playground.live import protocol as p
from playground.live.chart import Row
from playground.live.faults_in_force import bands
from playground.live.fold import Fold, Tally
from playground.live.lane import Lane

ROWS_MAX = 1200
RECENT_ROWS = 300


class Transport(msgspec.Struct):
    """How time moves. `end` is how far the run has been played, in virtual seconds."""

    playing: bool = False
    speed: float = 1.0
    pace: float = 1.0
    end: float = 0.0


def frame(seq: int, lane: Lane[Fold], rival: Lane[Tally] | None, transport: Transport, rule: str) -> p.Frame:
    """The news since the last frame."""
    fold = lane.fold
    flights, flights_hidden, marks, marks_hidden = fold.air.cut()
    return p.Frame(
        **_present(seq, lane, transport, rule),
        series=fold.new_rows(),
        flights=flights,
        flights_hidden=flights_hidden,
        marks=marks,
        marks_hidden=marks_hidden,
        recent=fold.checkouts.cut(),
        notes=fold.new_notes(),
        rival=None if rival is None else _rival(rival, rival.fold.new_rows(), rule),
    )


def snapshot(
    seq: int, lane: Lane[Fold], rival: Lane[Tally] | None, transport: Transport, rule: str, *, skipped: int = 0
) -> p.Snapshot:
    """Everything that was ever in a frame of this lane, as far as a page still shows it."""
    fold = lane.fold
    flights, marks = fold.air.in_sight(lane.now, transport.speed)
    return p.Snapshot(
        **_present(seq, lane, transport, rule),
        series=thinned(fold.rows_cut()),
        flights=flights,
        flights_hidden=0,
        marks=marks,
        marks_hidden=0,
        recent=fold.checkouts.last(),
        notes=fold.notes_cut(),
        rival=None if rival is None else _rival(rival, thinned(rival.fold.rows_cut()), rule),
        fingerprint=lane.run.fingerprint,
        skipped=skipped,
    )


def _present(seq: int, lane: Lane[Fold], transport: Transport, rule: str) -> dict[str, Any]:
    """What is so now, whatever went before."""
    run = lane.run
    return {
        "seq": seq,
        "t": run.now,
        "end": transport.end,
        "playing": transport.playing,
        "speed": transport.speed,
        "pace": round(transport.pace, 2),
        "picture": run.picture(),
        "counters": run.measures.counters(),
        "matrix": run.measures.matrix,
        "faults": [] if lane.fold.veil else bands(run.recipe, run.now),
        "headline": headline(rule, run.measures),
    }


def _rival(rival: Lane[Tally], rows: list[Row], rule: str) -> p.Rival:
    measures = rival.run.measures
    return p.Rival(measures.counters(), measures.matrix, rows, headline(rule, measures))


def thinned(rows: list[Row]) -> list[Row]:
    """At most ROWS_MAX: the latest in full, the older ones evenly picked out."""
    if len(rows) <= ROWS_MAX:
        return rows
    old, late = rows[:-RECENT_ROWS], rows[-RECENT_ROWS:]
    room = ROWS_MAX - RECENT_ROWS
    return [*(old[i * len(old) // room] for i in range(room)), *late]
