"""The picture of one finding: A above, B below, on one scale, and a line from each run of A to its pair in B."""

from collections.abc import Sequence
from math import ceil, floor

import msgspec

from playground.pairs.analysis import Couple, Finding
from playground.sweeps import chart
from playground.sweeps.numbers import shown
from playground.sweeps.outcomes import Outcome

LANES = (14, 50)
"""The heights of A and B, in pixels."""
HEIGHT = 84
MARGIN = 6.0
"""On either side, in percent: half a label, half a dot."""
ZOOM = 0.6
"""Where the lowest value is at least so much of the highest, the scale need not begin at 0."""
Scale = tuple[float, float]


class Line(msgspec.Struct, frozen=True):
    x1: str
    x2: str
    title: str


class Tick(msgspec.Struct, frozen=True):
    x: str
    label: str


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    lines: tuple[Line, ...]
    means: tuple[str, str]
    ticks: tuple[Tick, ...]
    upper: int
    lower: int
    height: int


def strip(finding: Finding) -> Strip:
    outcome, scale = finding.outcome, _scale(finding.outcome, finding.couples)
    return Strip(
        lines=tuple(_line(couple, outcome, scale) for couple in finding.couples),
        means=(_x(finding.a[0], scale), _x(finding.b[0], scale)),
        ticks=tuple(Tick(_x(value, scale), shown(outcome, value)) for value in scale),
        upper=LANES[0],
        lower=LANES[1],
        height=HEIGHT,
    )


def _scale(outcome: Outcome, couples: Sequence[Couple]) -> Scale:
    """Round numbers around all values: from 0, unless they all lie far above it and close together."""
    values = [value for couple in couples for value in (couple.a, couple.b)]
    low, high = min(values), max(values)
    if low < ZOOM * high:
        return 0.0, chart.top_of(outcome, values)
    step = chart.step_of(outcome, high - low)
    first, last = step * floor(low / step), step * ceil(high / step)
    return first, last if last > first else first + step


def _line(couple: Couple, outcome: Outcome, scale: Scale) -> Line:
    title = f"seed {couple.seed}: {shown(outcome, couple.a)} → {shown(outcome, couple.b)}"
    return Line(_x(couple.a, scale), _x(couple.b, scale), title)


def _x(value: float, scale: Scale) -> str:
    first, last = scale
    return f"{MARGIN + (100 - 2 * MARGIN) * (value - first) / (last - first):.2f}%"
