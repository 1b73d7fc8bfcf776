"""Published figures, how we run them, and what our runs gave: results.toml and measured.toml beside this module."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

import msgspec

from playground import experiments
from playground.checkout import faults
from playground.experiments import Plan, Result
from playground.formulas import Formula
from playground.knob import Value
from playground.scenarios.catalogue import load

FOLDER = Path(__file__).parent
SEEDS = 20
ROUNDING = 1e-9
DIGITS = 6
"""Significant digits of a measured mean that are kept."""
HEAD = "# Measured by `manage.py published`. Do not edit: a test runs it all again and compares.\n"


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One published figure. It may be missed by `within`, or by the share `tolerance` of it."""

    what: str
    value: str
    """A formula over the measures."""
    expected: float
    within: float | None = None
    tolerance: float | None = None
    scenario: str = "sandbox"
    knobs: dict[str, Value] = {}
    faults: tuple[str, ...] = ()
    duration_s: float | None = None
    seeds: int = SEEDS
    each: bool = False
    """Every seed agrees; otherwise their mean does."""
    share_of_seeds: float | None = None
    """So many agree, at the least."""
    not_reproduced: str = ""
    """Why our runs cannot give this figure."""

    @property
    def margin(self) -> float:
        return self.within if self.within is not None else self.expected * (self.tolerance or 0.0)

    def agrees(self, value: float | None) -> bool:
        return value is not None and abs(value - self.expected) <= self.margin + ROUNDING

    def holds(self, values: Sequence[float]) -> bool:
        if self.each:
            return all(map(self.agrees, values))
        if self.share_of_seeds is not None:
            return sum(map(self.agrees, values)) >= self.share_of_seeds * len(values)
        return self.agrees(fmean(values))


class Published(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One publication's result: its figures share a setting."""

    id: str
    group: str
    title: str
    source: str
    setting: str
    checks: tuple[Check, ...]
    knobs: dict[str, Value] = {}

    def name(self, check: Check) -> str:
        return f"{self.id}: {check.what}"

    def plans_of(self, check: Check) -> list[Plan]:
        """One for each seed. Browsers would only disturb a figure about something else."""
        scenario = load(check.scenario)
        plain: dict[str, Value] = {"traffic.browse_rate": 0} if check.scenario == "sandbox" else {}
        knobs = {**plain, **self.knobs, **check.knobs}
        struck = [faults.parse(each) for each in check.faults]
        return [
            experiments.plan(scenario, seed, check.duration_s, knobs=knobs, faults=struck)
            for seed in range(1, check.seeds + 1)
        ]


@cache
def published() -> tuple[Published, ...]:
    found = tomllib.loads((FOLDER / "results.toml").read_text("utf-8"))["results"]
    return msgspec.convert(found, tuple[Published, ...])


def every_check() -> Iterator[tuple[Published, Check]]:
    return ((result, check) for result in published() for check in result.checks)


@cache
def measured() -> Mapping[str, float]:
    """The means over the seeds, by `Published.name`."""
    found: dict[str, float] = tomllib.loads((FOLDER / "measured.toml").read_text("utf-8"))
    return found


def values_of(check: Check, results: Sequence[Result]) -> list[float]:
    """Raises ValueError where a run has no such value."""
    formula = Formula(check.value)
    values = [formula(result.measures) for result in results]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        raise ValueError(f"{check.value} has no value in {len(values) - len(known)} runs")
    return known


def mean_of(values: Sequence[float]) -> float:
    return float(f"{fmean(values):.{DIGITS}g}")


def as_toml(means: Mapping[str, float]) -> str:
    return HEAD + "".join(f"{msgspec.json.encode(name).decode()} = {mean}\n" for name, mean in means.items())
