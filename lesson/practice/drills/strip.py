"""One goal's runs of one day as a picture: a dot for each run, the ground that is good, and the mean.

Positions are shares of the width, so that the picture fits any screen and its dots keep their size. Dots that would
cover each other are stacked. Both days of a goal have one scale. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lesson.practice.drills import grading
from lesson.practice.drills.grading import Spread, Verdict
from lesson.practice.drills.schema import Goal

MARGIN = 4.0
"""On either side, in percent."""
BIN = 1.6
"""Dots that are closer than this, in percent, are stacked."""
DOT, STACK_MAX, ROOM = 7, 44, 8
"""In pixels: from one dot of a stack to the next, the height of a stack at most, and what is left free around it."""

Scale = tuple[float, float]


@dataclass(frozen=True)
class Dot:
    x: str
    y: float
    good: bool
    title: str


@dataclass(frozen=True)
class Ground:
    """The part of the scale on which the goal is met, and the lines that bound it."""

    x: str
    width: str
    bounds: tuple[str, ...]


@dataclass(frozen=True)
class Strip:
    dots: tuple[Dot, ...]
    ground: Ground
    mean: str
    height: int


def strips(verdict: Verdict) -> list[Strip]:
    """One for each day."""
    scale = scale_of(verdict)
    return [_strip(verdict.goal, spread, scale) for spread in verdict.spreads]


def scale_of(verdict: Verdict) -> Scale:
    goal = verdict.goal
    bounds = [bound for bound in (goal.at_most, goal.at_least) if bound is not None]
    values = [*bounds, *(value for spread in verdict.spreads for value in spread.known)]
    low, high = min(values), max(values)
    return (low, high) if high > low else (low, low + (abs(low) or 1.0))


def _strip(goal: Goal, spread: Spread, scale: Scale) -> Strip:
    runs = [run for run in zip(spread.values, spread.seeds, strict=True) if run[0] is not None]
    places = [round(_percent(value, scale) / BIN) for value, _ in runs if value is not None]
    tallest = max(Counter(places).values(), default=1)
    step = min(DOT, STACK_MAX / max(tallest - 1, 1))
    height = round(step * (tallest - 1)) + 2 * ROOM
    levels = [height - ROOM - step * level for level in _levels(places)]
    return Strip(
        dots=tuple(
            Dot(_x(value, scale), y, grading.holds(goal, value), f"seed {seed}: {grading.written(goal, value)}")
            for (value, seed), y in zip(runs, levels, strict=True)
            if value is not None
        ),
        ground=_ground(goal, scale),
        mean="" if spread.mean is None else _x(spread.mean, scale),
        height=height,
    )


def _levels(places: Sequence[int]) -> Iterator[int]:
    """How many of the same place came before each."""
    stacked: Counter[int] = Counter()
    for place in places:
        yield stacked[place]
        stacked[place] += 1


def _ground(goal: Goal, scale: Scale) -> Ground:
    low = 0.0 if goal.at_least is None else _percent(goal.at_least, scale)
    high = 100.0 if goal.at_most is None else _percent(goal.at_most, scale)
    bounds = [bound for bound in (goal.at_least, goal.at_most) if bound is not None]
    return Ground(f"{low:.2f}%", f"{max(high - low, 0.0):.2f}%", tuple(_x(bound, scale) for bound in bounds))


def _percent(value: float, scale: Scale) -> float:
    low, high = scale
    return MARGIN + (100 - 2 * MARGIN) * (value - low) / (high - low)


def _x(value: float, scale: Scale) -> str:
    return f"{_percent(value, scale):.2f}%"
