"""Many durations in a few numbers. Of nothing there is no mean and no percentile: None, never 0."""

from collections.abc import Sequence
from math import ceil

SLOW_MARKS = {"ms_50": 0.05, "ms_100": 0.1, "ms_500": 0.5, "s_1": 1.0, "s_2": 2.0, "s_5": 5.0}
"""Latencies in seconds; shares above them are measured."""


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile of a sorted sequence; None of an empty one."""
    if not ordered:
        return None
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def distribution(values: Sequence[float]) -> dict[str, float | None]:
    ordered = sorted(values)
    shares = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "p999": 0.999, "max": 1.0}
    return {"mean": _mean(ordered), **{name: percentile(ordered, share) for name, share in shares.items()}}


def slower_than(values: Sequence[float]) -> dict[str, float | None]:
    """The share of values above each of a few marks."""
    count = len(values)
    return {name: sum(value > mark for value in values) / count if count else None for name, mark in SLOW_MARKS.items()}


def brief(values: Sequence[float]) -> dict[str, float | None]:
    """Of each service: two numbers are enough."""
    ordered = sorted(values)
    return {"mean": _mean(ordered), "p99": percentile(ordered, 0.99)}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
