"""What is said of several runs without pretending that they are alike.

The median and its interval, which assume nothing about how values are spread; and whether they fall into two groups,
where no single number describes them.
"""

from collections.abc import Sequence
from math import ceil, comb
from statistics import median

import msgspec

CONFIDENCE = 0.95
GAP = 3.0
"""Two groups: a gap of at least so many times the length of the longer group…"""
GROUP_SHARE = 0.2
"""…with at least this share of the runs on either side…"""
GROUP_RUNS = 3
"""…and at least so many."""


Groups = tuple[tuple[int, float], tuple[int, float]]


class Spread(msgspec.Struct, frozen=True):
    """Of one or more values. The interval of the median is None where the values are too few for one."""

    median: float
    low: float
    high: float
    interval: tuple[float, float] | None
    groups: Groups | None
    """Where they fall into two: how many, and around which value."""


def spread(values: Sequence[float], least_gap: float = 0.0) -> Spread:
    ordered = sorted(values)
    return Spread(median(ordered), ordered[0], ordered[-1], median_interval(ordered), groups(ordered, least_gap))


def median_interval(ordered: Sequence[float]) -> tuple[float, float] | None:
    """The narrowest two of the values, as far from either end, between which the true median lies with 95% confidence.

    Each value is above the median with probability ½, whatever their distribution: so how many are below it is
    binomial (Conover, Practical Nonparametric Statistics, 3.2). Six values are the fewest that allow it.
    """
    count = len(ordered)
    tail, rank = 0.0, 0
    while 2 * (tail + comb(count, rank) / 2**count) <= 1 - CONFIDENCE:
        tail += comb(count, rank) / 2**count
        rank += 1
    return None if rank == 0 else (ordered[rank - 1], ordered[count - rank])


def groups(ordered: Sequence[float], least: float = 0.0) -> Groups | None:
    """Two kinds of runs, told apart by one wide gap: how many there are of each, and their medians.

    A gap of `least` or less is none, however close the values beside it are to each other.
    """
    count = len(ordered)
    fewest = max(GROUP_RUNS, ceil(GROUP_SHARE * count))
    if count < 2 * fewest:
        return None
    gap, split = max((ordered[at] - ordered[at - 1], at) for at in range(fewest, count - fewest + 1))
    below, above = ordered[:split], ordered[split:]
    longer = max(below[-1] - below[0], above[-1] - above[0])
    if gap <= least or gap < GAP * longer:
        return None
    return (len(below), median(below)), (len(above), median(above))
