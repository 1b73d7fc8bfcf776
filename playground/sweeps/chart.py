"""The picture of a sweep as numbers to draw: every run a dot, beside those of the same settings.

Across, positions are shares of the width and within a column pixels: so the picture fits any screen and its letters and
dots keep their size. Dots of a column that would cover each other step aside to both sides, and the same runs give the
same picture.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, floor, log10

import msgspec

from playground.sweeps.numbers import shown
from playground.sweeps.outcomes import Outcome
from playground.sweeps.statistics import Spread

HEIGHT, TOP, BOTTOM = 276, 32, 264
"""Of the plot, in pixels: all of it, its upper and its lower edge."""
DOT, STEP = 7.0, 7.5
"""How far apart two dots are drawn, down and across, where there is room."""
NARROWEST = 236
"""The width of the plot on the smallest screen, in pixels."""
HALF_MAX = 26.0
APART = 7.0
"""From the middle between two columns to where a column ends, in pixels."""
LETTER = 6.6
"""Roughly the width of a letter in a label, in pixels."""
BETWEEN = 6.0
"""Room between two labels, in pixels."""
LABEL_HEIGHT = 16
LABEL_ROWS_MAX = 3
TICKS = 5
NOTHING = 1e-12
"""Less than this is rounding, and drawn as 0."""


class Dot(msgspec.Struct, frozen=True):
    """One run. `x` counts from the middle of its column."""

    x: float
    y: float
    place: int
    title: str


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """All runs of one combination. `band` is the interval of the median: its upper edge and its height."""

    at: str
    label: str
    label_row: int
    """Long labels take turns in several rows, where the picture is narrow."""
    dots: tuple[Dot, ...]
    median: float | None
    median_shown: str
    band: tuple[float, float] | None


class Line(msgspec.Struct, frozen=True):
    """From one column's median to the next."""

    x1: str
    y1: float
    x2: str
    y2: float


class Tick(msgspec.Struct, frozen=True):
    y: float
    label: str


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    half: float
    """Half of a column's width, in pixels."""
    width: float
    height: int
    label_y: int
    with_medians: bool
    """Whether there is room to write them over the columns."""


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """What a column is made of: the values of the runs that have one, and where each is among all."""

    label: str
    values: tuple[float, ...]
    places: tuple[int, ...]
    titles: tuple[str, ...]
    spread: Spread | None


class Frame(msgspec.Struct, frozen=True):
    """What all columns of a panel share. `top` is the largest value on the axis."""

    outcome: Outcome
    top: float
    columns: int
    label_rows: int

    @property
    def width(self) -> float:
        """Of a column on the smallest screen, in pixels."""
        return NARROWEST / self.columns

    @property
    def half(self) -> float:
        return min(HALF_MAX, max(self.width / 2 - APART, STEP))


def panel(title: str, runs: Sequence[Runs], outcome: Outcome, top: float, *, joined: bool) -> Panel:
    """`joined` draws a line through the medians."""
    frame = Frame(outcome, top, len(runs), label_rows([each.label for each in runs]))
    columns = tuple(_column(each, number, frame) for number, each in enumerate(runs))
    widest = max(len(column.median_shown) for column in columns)
    return Panel(
        title=title,
        columns=columns,
        lines=tuple(_lines(columns)) if joined else (),
        ticks=tuple(Tick(_y(value, top), shown(outcome, value)) for value in ticks(outcome, top)),
        half=frame.half,
        width=2 * frame.half,
        label_y=HEIGHT + 7,
        height=HEIGHT + 4 + LABEL_HEIGHT * frame.label_rows,
        with_medians=widest * LETTER <= frame.width,
    )


def _column(runs: Runs, number: int, frame: Frame) -> Column:
    spread, top = runs.spread, frame.top
    ys = [_y(value, top) for value in runs.values]
    dots = zip(swarm(ys, frame.half), ys, runs.places, runs.titles, strict=True)
    return Column(
        at=f"{100 * (number + 0.5) / frame.columns:.3f}%",
        label=runs.label,
        label_row=number % frame.label_rows,
        dots=tuple(Dot(*dot) for dot in dots),
        median=None if spread is None else _y(spread.median, top),
        median_shown="–" if spread is None else shown(frame.outcome, spread.median),
        band=None if spread is None or spread.interval is None else _band(spread.interval, top),
    )


def _band(interval: tuple[float, float], top: float) -> tuple[float, float]:
    low, high = interval
    upper = _y(high, top)
    return upper, round(max(_y(low, top) - upper, 1.0), 2)


def _lines(columns: Sequence[Column]) -> Iterable[Line]:
    for one, other in pairwise(columns):
        if one.median is not None and other.median is not None:
            yield Line(one.at, one.median, other.at, other.median)


def _y(value: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 2)


def label_rows(labels: Sequence[str]) -> int:
    """How many rows labels need so that none touches its neighbour on the smallest screen."""
    column = NARROWEST / len(labels)
    widths = [len(label) * LETTER + BETWEEN for label in labels]
    return next((rows for rows in range(1, LABEL_ROWS_MAX) if _fit(widths, rows, column)), LABEL_ROWS_MAX)


def _fit(widths: Sequence[float], rows: int, column: float) -> bool:
    """Whether each label and the next in its row have room."""
    return all((one + other) / 2 <= rows * column for one, other in zip(widths, widths[rows:], strict=False))


def swarm(ys: Sequence[float], half: float) -> list[float]:
    """How far from the middle each dot stands, so that no two of about the same height cover each other."""
    layers: dict[int, list[int]] = {}
    for number, y in sorted(enumerate(ys), key=lambda pair: (pair[1], pair[0])):
        layers.setdefault(floor(y / DOT), []).append(number)
    places = [0.0] * len(ys)
    for members in layers.values():
        middle = (len(members) - 1) / 2
        step = min(STEP, half / middle) if middle else 0.0
        for rank, number in enumerate(members):
            places[number] = round((rank - middle) * step, 2)
    return places


# -- the axis -----------------------------------------------------------------------------------------------------


def top_of(outcome: Outcome, values: Iterable[float]) -> float:
    """Where the axis ends: a round number above every value."""
    highest = max(values, default=0.0)
    step = step_of(outcome, highest)
    return max(step * ceil(highest / step - 1e-9), step)


def ticks(outcome: Outcome, top: float) -> list[float]:
    step = step_of(outcome, top)
    return [step * number for number in range(round(top / step) + 1)]


def step_of(outcome: Outcome, highest: float) -> float:
    """1, 2 or 5 times a power of ten, so that there are few; of what is counted there are no halves."""
    if highest < NOTHING:
        return 1.0
    rough = highest / TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    return max(step, 1.0) if outcome.unit == "" else step
