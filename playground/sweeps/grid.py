"""Two knobs at once as a grid: a cell for each combination, with the median in figures, a shade for how high it is, and
every run as a dot at its value. The shade only helps the eye: what it says stands in the cell and in the key.

The shades are steps of one hue, from light to strong (in the dark from dark to strong), so they stay in order for
whoever sees colours differently.
"""

from collections.abc import Sequence

import msgspec

from playground.sweeps import chart
from playground.sweeps.numbers import shown, span
from playground.sweeps.outcomes import Outcome
from playground.sweeps.statistics import Spread

SHADES = 6
NARROWEST, HALF = 56.0, 12.0
"""A cell's dots on the smallest screen, in pixels: how wide they lie, and how far they step aside."""


class Run(msgspec.Struct, frozen=True):
    place: int
    value: float
    title: str


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell is made of. `labels` are the values of both knobs, in words."""

    labels: tuple[str, ...]
    runs: tuple[Run, ...]
    spread: Spread | None
    groups: str


class Dot(msgspec.Struct, frozen=True):
    """One run. `x` is a share of the cell's width, `y` counts from the middle of its height, in pixels."""

    x: str
    y: float
    place: int
    title: str


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """`shade` is None where no run has a value. Of runs in two groups the median says nothing: both are named."""

    shown: str
    shade: int | None
    groups: str
    dots: tuple[Dot, ...]


class Line(msgspec.Struct, frozen=True):
    label: str
    cells: tuple[Cell, ...]


class Shade(msgspec.Struct, frozen=True):
    number: int
    words: str


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    across: str
    down: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    shades: tuple[Shade, ...]


def grid(knobs: tuple[str, str], cells: Sequence[Runs], across: int, outcome: Outcome) -> Grid:
    """`cells` row by row, `across` in each; all on one scale, that of the panels beside."""
    top = chart.top_of(outcome, (cell.spread.high for cell in cells if cell.spread is not None))
    rows = [cells[first : first + across] for first in range(0, len(cells), across)]
    return Grid(
        across=knobs[0],
        down=knobs[1],
        heads=tuple(cell.labels[0] for cell in rows[0]),
        lines=tuple(Line(row[0].labels[1], tuple(_cell(runs, top, outcome) for runs in row)) for row in rows),
        shades=tuple(Shade(number, _words(number, top, outcome)) for number in range(SHADES)),
    )


def _cell(runs: Runs, top: float, outcome: Outcome) -> Cell:
    spread = runs.spread
    aside = chart.swarm([NARROWEST * run.value / top for run in runs.runs], HALF)
    return Cell(
        shown="–" if spread is None else shown(outcome, spread.median),
        shade=None if spread is None else shade_of(spread.median, top),
        groups=runs.groups,
        dots=tuple(
            Dot(f"{4 + 92 * run.value / top:.2f}%", y, run.place, run.title)
            for run, y in zip(runs.runs, aside, strict=True)
        ),
    )


def shade_of(value: float, top: float) -> int:
    return min(int(SHADES * value / top), SHADES - 1)


def _words(number: int, top: float, outcome: Outcome) -> str:
    return span(outcome, top * number / SHADES, top * (number + 1) / SHADES)
