"""A run marks a prediction: the number that it came to says which option is right. Pure.

What counts is what happened after the question: the counts of the run up to then are taken off. When the host has
changed something since, it counts from the last change, for then that is what the room has predicted. Whatever is given
per second of the run (`series`) keeps its seconds.
"""

# mypy: disable-error-code="misc"
# (msgspec's structs inherit `frozen`; mypy's model of them does not know)

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import msgspec

from lesson.reading.text import numbers
from lesson.reading.text.schema import Strict, Unit
from playground.formulas import Formula, FormulaError
from playground.runs import Recipe

LEAST_S = 10.0
FURTHEST = 1e300
UNTOUCHED = ("series",)
"""Measures by the second: they are asked for by their seconds, from the start of the run."""


class Undecided(ValueError):
    """The run cannot say yet; `str()` says what it needs, in words for the host."""


class Decide(Strict, kw_only=True):
    """How a run marks a question. Its options are right when the number lies in [from, below) of their range."""

    value: str  # a formula over the measures; see playground/formulas.py
    words: str  # what stands behind the number
    ranges: list[tuple[float, float]]  # in the order of the options
    show: Unit = "number"
    digits: int = 1
    by: str = ""  # the formula for the ranges, where it is not the one shown
    per: float = 1.0  # the value is divided by it
    after_s: float = LEAST_S  # the run says nothing before so many virtual seconds

    @property
    def deciding(self) -> str:
        return self.by or self.value

    @property
    def reaches_s(self) -> float:
        return max(Formula(self.value).reaches_s, Formula(self.deciding).reaches_s)

    @property
    def needs_s(self) -> float:
        return max(self.after_s, self.reaches_s)


class Outcome(Strict, kw_only=True):
    """What a run said. `option` is None where the number lies in no option's range."""

    option: int | None
    shown: str
    words: str
    t: float  # virtual seconds at which it was read
    since: float = 0.0  # from when it was counted
    rooms_own: bool = True  # the run that the room has watched, or one like it that was run to answer this


def read_decide(data: Any) -> Decide | None:
    return None if data is None else msgspec.convert(data, Decide)


def read_outcome(data: Any) -> Outcome | None:
    return None if data is None else msgspec.convert(data, Outcome)


def complaint(decide: Decide, options: int) -> str:
    """What is wrong with it; empty where nothing is."""
    try:
        Formula(decide.value), Formula(decide.deciding)
    except FormulaError as error:
        return str(error)
    if len(decide.ranges) != options:
        return f"{options} options have {len(decide.ranges)} ranges"
    if any(low >= high for low, high in decide.ranges):
        return "a range ends where it begins, or before"
    ordered = sorted(decide.ranges)
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        return "two options are right at the same number"
    return ""


def counting_from(asked: tuple[Recipe, float] | None, recipe: Recipe, t: float) -> float:
    """From which virtual second the run counts for a question that was asked at that standing of that run."""
    if asked is None:
        return 0.0
    before, at = asked
    same_run = recipe.until(at) == before.until(at) and at <= t
    begin = at if same_run else 0.0
    return max([begin, *(change.at for change in recipe.changes if begin < change.at <= t)])


def since(earlier: Mapping[str, Any] | None, now: Mapping[str, Any]) -> dict[str, Any]:
    """The measures of a run less what they were before: counts are taken off, all else is as it is now."""
    if earlier is None:
        return dict(now)
    return {name: value if name in UNTOUCHED else _less(value, earlier.get(name)) for name, value in now.items()}


def _less(now: Any, before: Any) -> Any:
    if isinstance(now, Mapping):
        return {name: _less(value, (before or {}).get(name)) for name, value in now.items()}
    counts = isinstance(now, int) and isinstance(before, int)
    return now - before if counts else now


def outcome(decide: Decide, measures: Mapping[str, Any], t: float, begin: float = 0.0, *, rooms_own: bool) -> Outcome:
    """Raises Undecided."""
    if t - begin < decide.after_s or t < decide.needs_s:
        wanted = max(begin + decide.after_s, decide.needs_s)
        raise Undecided(
            f"The run is too young to say: let it go on to {wanted:.0f} s. It stood at {t:.0f} s when you asked."
        )
    try:
        value, number = _number(decide.value, measures), _number(decide.deciding, measures)
    except FormulaError as error:
        raise Undecided(f"The run cannot say: {error}.") from error
    option = next((place for place, (low, high) in enumerate(decide.ranges) if low <= number / decide.per < high), None)
    shown = numbers.written(value / decide.per, decide.show, decide.digits)
    return Outcome(option=option, shown=shown, words=decide.words, t=t, since=begin, rooms_own=rooms_own)


def _number(formula: str, measures: Mapping[str, Any]) -> float:
    """A share of nothing counts as none: nobody was told “failed”, so nobody wrongly."""
    return Formula(formula)(measures) or 0.0


def kept(decide: Decide) -> dict[str, Any]:
    """As a JSON column holds it, which knows no infinity."""
    finite = [(max(low, -FURTHEST), min(below, FURTHEST)) for low, below in decide.ranges]
    built: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(decide, ranges=finite))
    return built
