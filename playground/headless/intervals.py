"""How sure a mean over seeds is: Student's 95% confidence interval. Runs with different seeds are independent."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

NORMAL = 1.959963984540054
"""The 97.5% quantile of the normal distribution."""
EXACT = {1: 12.706204736432095, 2: 4.302652729911275, 3: 3.182446305284263}
"""Student's, for so few degrees of freedom that the expansion below is too coarse."""


def student(freedom: int) -> float:
    """The 97.5% quantile of Student's t (Abramowitz & Stegun 26.7.5; wrong by less than 0.001)."""
    if freedom in EXACT:
        return EXACT[freedom]
    x = NORMAL
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92_160,
    )
    return sum(term / float(freedom) ** power for power, term in enumerate(terms))


def half_width(values: Sequence[float]) -> float:
    """Of the 95% interval around the mean of two or more values."""
    return student(len(values) - 1) * stdev(values) / sqrt(len(values))


def estimate(values: Sequence[float]) -> tuple[float, float | None]:
    """The mean and the half-width of its interval, None where one value says nothing about others."""
    return fmean(values), half_width(values) if len(values) > 1 else None
