"""Numbers that the text takes from runs: how one is read off an experiment's measures, and how it is written.

Pure: measures come in as the mapping that an experiment reports. figures.toml holds what was recorded; a test runs the
same experiments again and compares, so prose and model cannot drift apart unnoticed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Window = tuple[int, int] | None


class Reads(Protocol):
    """The part that claims.toml's measures and a playground's measure have in common."""

    of: list[str]
    over: list[str]
    minus: list[str]
    window: Window
    scale: float
    show: Any


class NoSuchMeasure(LookupError):
    """The experiment reports nothing under that name."""


def value_of(measure: Reads, reports: Sequence[Mapping[str, Any]]) -> float:
    """The measure over all `reports` together: sums are divided by sums, so that each customer counts once."""
    top = sum(number(report, name, measure) for report in reports for name in measure.of)
    top -= sum(number(report, name, measure) for report in reports for name in measure.minus)
    if measure.over:
        bottom = sum(number(report, name, measure) for report in reports for name in measure.over)
        return measure.scale * (top / bottom if bottom else 0.0)
    return measure.scale * top / max(1, len(reports))


def number(report: Mapping[str, Any], name: str, measure: Reads) -> float:
    found: Any = report
    for key in name.split("."):
        if not isinstance(found, Mapping) or key not in found:
            raise NoSuchMeasure(name)
        found = found[key]
    if isinstance(found, list | tuple):
        return in_window(found, measure)
    return float(found or 0)


def in_window(series: Sequence[float], measure: Reads) -> float:
    first, last = measure.window or (0, len(series))
    inside = [float(value or 0) for value in series[first:last]]
    total = sum(inside)
    return total / max(1, len(inside)) if measure.show == "per_second" else total


def written(value: float, show: str, digits: int) -> str:
    """A number as people read it: thousands separated, no minus zero, the unit the measure names."""
    if show == "percent":
        return f"{trimmed(100 * value, digits)}%"
    if show == "count":
        return f"{round(value):,}"
    if show == "milliseconds":
        return f"{trimmed(1000 * value, 0)} ms"
    if show == "seconds":
        return f"{trimmed(value, digits)} s" if value >= 1 else f"{trimmed(1000 * value, 0)} ms"
    return trimmed(value, digits)


def trimmed(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
