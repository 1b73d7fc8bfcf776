"""Which numbers a table or a CSV file shows of a run, and how they are written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.experiments import Result
from playground.formulas import Formula, FormulaError
from playground.headless.intervals import estimate
from playground.measures import Measures

Numbers = Mapping[str, float | None]
"""Measures by dotted name, as a formula writes them."""

OVERVIEW = (
    "goodput_per_s",
    "charged_twice_or_more",
    "ghost_charges",
    "told_failed",
    "latency_s.p99",
    "browse_success_share",
    "told_nothing",
    "shed",
)
"""What a comparison shows unless told otherwise: as many of them as fit, those that differ first."""


class Columns:
    """What to show: the measures themselves, or the formulas somebody asked for."""

    def __init__(self, formulas: Sequence[str], duration_s: float) -> None:
        self.formulas = [Formula(text) for text in formulas]
        known = Measures().summary()
        for formula in self.formulas:
            formula.check_against(known)
            if formula.reaches_s > duration_s:
                raise FormulaError(
                    f"--show {formula.text}: takes seconds from 0 to the duration, {duration_s:g} s, "
                    f"not {formula.reaches_s:g}"
                )

    @property
    def overview(self) -> tuple[str, ...]:
        return tuple(formula.text for formula in self.formulas) or OVERVIEW

    def numbers(self, result: Result) -> dict[str, float | None]:
        if self.formulas:
            return {formula.text: formula(result.measures) for formula in self.formulas}
        return dict(flat(result.measures))


def flat(measures: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float | None]]:
    """Every single number; the series are left out."""
    for name, value in measures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.") if name != "series" else ()
        else:
            yield prefix + name, value


def plain(number: float | None, digits: int = 4) -> str:
    """A number to read: whole ones in full, others with so many digits that matter."""
    if number is None:
        return "–"
    if number == int(number) or abs(number) >= 10**digits:
        return f"{number:,.0f}"
    text = f"{number:.{digits}g}"
    return f"{float(text):,.0f}" if "e+" in text else text


def with_interval(values: Sequence[float | None], digits: int = 4) -> str:
    """The value of one run; of several the mean and its 95% interval. Runs without a value are counted."""
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    mean, half = estimate(known)
    text = plain(mean, digits) + ("" if half is None else f" ±{plain(half, 2)}")
    return text if len(known) == len(values) else f"{text} ({len(known)} of {len(values)})"


def span(values: Sequence[float | None], digits: int = 4, dash: str = " to ") -> str:
    """From the lowest to the highest: means alone hide that runs differ in kind. Empty where all are the same."""
    known = [value for value in values if value is not None]
    if not known or min(known) == max(known):
        return ""
    return f"{plain(min(known), digits)}{dash}{plain(max(known), digits)}"
