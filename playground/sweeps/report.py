"""What a page says about a sweep's runs: a table, panels to draw, and one sentence. Nothing here runs anything."""

from collections.abc import Iterator, Sequence

import msgspec

from playground.jobs.job import Answer, Failure
from playground.knob import Knob, Value
from playground.knobs import knob_named
from playground.sweeps import chart
from playground.sweeps import grid as grids
from playground.sweeps.numbers import shown, span
from playground.sweeps.outcomes import OUTCOMES, Outcome, Reading
from playground.sweeps.statistics import Spread, spread
from playground.sweeps.sweep import Sweep

DIGITS = 4
"""Of a single run's value in the table: enough to tell runs apart."""


class Single(msgspec.Struct, frozen=True):
    """One run in the table."""

    place: int
    seed: int
    value: float | None
    shown: str
    failure: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """All runs of one combination."""

    labels: tuple[str, ...]
    """The values of the varied knobs, in words, in the order of the axes."""
    singles: tuple[Single, ...]
    spread: Spread | None
    median: str
    interval: str
    range: str
    groups: str

    @property
    def measured(self) -> list[Single]:
        """The runs that have a value."""
        return [single for single in self.singles if single.value is not None]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    outcome: Outcome
    knobs: tuple[Knob, ...]
    rows: tuple[Row, ...]
    panels: tuple[chart.Panel, ...]
    grid: grids.Grid | None
    """Of two knobs."""
    sentence: str
    failures: tuple[str, ...]
    """What is wrong with the runs that did not end, each reason once."""


def report(sweep: Sweep, answers: Sequence[Answer], measure: str) -> Report:
    """Of the runs that are done so far."""
    outcome = OUTCOMES[measure]
    rows = tuple(_rows(sweep, answers, outcome))
    return Report(
        outcome=outcome,
        knobs=tuple(knob_named(axis.knob) for axis in sweep.axes),
        rows=rows,
        panels=tuple(_panels(sweep, rows, outcome)),
        grid=_grid(sweep, rows, outcome),
        sentence=_sentence(sweep, rows, outcome),
        failures=tuple(dict.fromkeys(answer.words for answer in answers if isinstance(answer, Failure))),
    )


# -- the table ----------------------------------------------------------------------------------------------------


def _rows(sweep: Sweep, answers: Sequence[Answer], outcome: Outcome) -> Iterator[Row]:
    for number, varied in enumerate(sweep.combinations):
        labels = tuple(label(knob_named(axis.knob), varied[axis.knob]) for axis in sweep.axes)
        done = [place for place in sweep.places(number) if answers[place] is not None]
        yield _row(labels, [_single(sweep, place, answers[place], outcome) for place in done], outcome)


def label(knob: Knob, value: Value) -> str:
    return knob.show(value)


def _single(sweep: Sweep, place: int, answer: Answer, outcome: Outcome) -> Single:
    seed = sweep.seed(place)
    if isinstance(answer, Failure):
        return Single(place, seed, None, "did not end", answer.words)
    value = answer.values[outcome.id] if isinstance(answer, Reading) else None
    return Single(place, seed, value, shown(outcome, value, DIGITS), "")


def _row(labels: tuple[str, ...], singles: Sequence[Single], outcome: Outcome) -> Row:
    values = [single.value for single in singles if single.value is not None]
    described = spread(values, outcome.least_gap) if values else None
    interval = described.interval if described else None
    return Row(
        labels=labels,
        singles=tuple(singles),
        spread=described,
        median=shown(outcome, described.median if described else None),
        interval=span(outcome, *interval) if interval else "–",
        range=span(outcome, described.low, described.high) if described else "–",
        groups=_groups(described, outcome) if described else "",
    )


def _groups(described: Spread, outcome: Outcome) -> str:
    if described.groups is None:
        return ""
    (few, low), (more, high) = described.groups
    return f"{few} near {shown(outcome, low)}, {more} near {shown(outcome, high)}"


# -- the picture --------------------------------------------------------------------------------------------------


def _panels(sweep: Sweep, rows: Sequence[Row], outcome: Outcome) -> Iterator[chart.Panel]:
    """One for each value of the second knob, all on one scale."""
    top = chart.top_of(outcome, (row.spread.high for row in rows if row.spread is not None))
    across = len(sweep.axes[0].values)
    joined = knob_named(sweep.axes[0].knob).kind in ("number", "integer")
    for first in range(0, len(rows), across):
        mine = rows[first : first + across]
        title = f"{knob_named(sweep.axes[1].knob).label}: {mine[0].labels[1]}" if len(sweep.axes) > 1 else ""
        yield chart.panel(title, [_column(row) for row in mine], outcome, top, joined=joined)


def _column(row: Row) -> chart.Runs:
    return chart.Runs(
        label=row.labels[0],
        values=tuple(single.value for single in row.singles if single.value is not None),
        places=tuple(single.place for single in row.measured),
        titles=tuple(f"seed {single.seed}: {single.shown}" for single in row.measured),
        spread=row.spread,
    )


def _grid(sweep: Sweep, rows: Sequence[Row], outcome: Outcome) -> grids.Grid | None:
    if len(sweep.axes) == 1:
        return None
    across, down = (knob_named(axis.knob).label for axis in sweep.axes)
    cells = [
        grids.Runs(
            labels=row.labels,
            runs=tuple(
                grids.Run(single.place, single.value, f"seed {single.seed}: {single.shown}")
                for single in row.singles
                if single.value is not None
            ),
            spread=row.spread,
            groups=row.groups,
        )
        for row in rows
    ]
    return grids.grid((across, down), cells, len(sweep.axes[0].values), outcome)


# -- the sentence -------------------------------------------------------------------------------------------------


def _sentence(sweep: Sweep, rows: Sequence[Row], outcome: Outcome) -> str:
    """What one sentence can say: how far the medians go, or that medians say nothing here."""
    split = next((row for row in rows if row.groups), None)
    if split is not None:
        return (
            f"With {_with(sweep, split)} the runs fall into two groups, {split.groups}: no one number stands for both."
        )
    across = len(sweep.axes[0].values)
    parts = [_stretch(sweep, rows[first : first + across]) for first in range(0, len(rows), across)]
    said = "; ".join(part for part in parts if part)
    return f"{outcome.title}, in the median: {said}." if said else ""


def _stretch(sweep: Sweep, rows: Sequence[Row]) -> str:
    """The lowest and the highest median of the rows that differ in the first knob only."""
    measured = [row for row in rows if row.spread is not None]
    if not measured:
        return ""
    low, high = min(measured, key=_median), max(measured, key=_median)
    if low.median == high.median:
        return f"{low.median} throughout" + (f" with {_part(sweep, low, 1)}" if len(sweep.axes) > 1 else "")
    if len(sweep.axes) > 1:
        return f"{low.median} to {high.median} with {_part(sweep, low, 1)}"
    return f"from {low.median} with {_part(sweep, low, 0)} to {high.median} with {_part(sweep, high, 0)}"


def _median(row: Row) -> float:
    return row.spread.median if row.spread is not None else 0.0


def _with(sweep: Sweep, row: Row) -> str:
    return " and ".join(_part(sweep, row, axis) for axis in range(len(sweep.axes)))


def _part(sweep: Sweep, row: Row, axis: int) -> str:
    """One of its settings, in words: "max attempts 3"."""
    name = knob_named(sweep.axes[axis].knob).label.partition(" (")[0].replace(": ", " ")
    return f"{name[:1].lower()}{name[1:]} {row.labels[axis]}"
