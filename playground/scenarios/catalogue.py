"""Scenarios: a story, the settings and faults that tell it, and what it claims to show.

Each is a TOML file beside this module. Files are read once a process and checked in full: a knob, fault or claim that
does not exist is an error that names the file, found when the program starts and not when a learner gets there.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from playground.checkout import faults
from playground.checkout.faults import Fault, FaultError
from playground.formulas import Formula, FormulaError
from playground.knob import KnobError, Value
from playground.knobs import check_all, knob_named
from playground.runs import Recipe

FOLDER = Path(__file__).parent
CONTROLS_MAX = 5


class ScenarioError(ValueError):
    """A scenario that does not exist, or whose file is wrong."""


class Strike(msgspec.Struct, frozen=True):
    """A button that strikes a fault. The fault's start counts from the press."""

    label: str
    fault: Fault


class Suggestion(msgspec.Struct, frozen=True):
    """An experiment worth trying: what to change, and what to look at."""

    title: str
    text: str
    knobs: dict[str, Value]


class Claim(msgspec.Struct, frozen=True):
    """Something that the scenario shows, measured over many seeds and re-run by the tests.

    `value` is a formula over the measures (see formulas.py); its mean over the seeds lies within `low` and `high`.
    With `each`, every single seed's value does.
    """

    id: str
    text: str
    knobs: dict[str, Value]
    faults: tuple[Fault, ...]
    duration_s: float
    seeds: int
    value: str
    low: float
    high: float
    each: bool = False


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One story. `knobs` holds what differs from the declared defaults; `controls` are put forward, at most five."""

    slug: str
    title: str
    section: str
    lesson_section: str
    story: str
    headline: str
    order: int
    speed: float
    duration_s: float
    """How long its experiments run, in virtual seconds."""
    knobs: dict[str, Value]
    faults: tuple[Fault, ...]
    controls: tuple[str, ...]
    watch: tuple[str, ...]
    strikes: tuple[Strike, ...]
    experiments: tuple[Suggestion, ...]
    claims: tuple[Claim, ...]

    @property
    def fans_out(self) -> bool:
        """Whether one checkout calls a crowd of shards: such calls are counted on a scale of their own."""
        shards: int = self.knobs.get("inventory.fan_out", 1)
        return shards > 1

    def recipe(self, seed: int, **more: Any) -> Recipe:
        """A run of it as told. The settings are a copy: scenarios are loaded once and belong to everybody."""
        return Recipe(scenario=self.slug, seed=seed, knobs=dict(self.knobs), faults=self.faults, **more)


def load(slug: str) -> Scenario:
    """The scenario of that name; raises ScenarioError that lists those there are."""
    scenario = _all().get(slug)
    if scenario is None:
        raise ScenarioError(f"there is no scenario {slug[:60]!r}; there are {', '.join(_all())}")
    return scenario


def all_scenarios() -> tuple[Scenario, ...]:
    """All of them, in the order of the gallery."""
    return tuple(_all().values())


def following(scenario: Scenario) -> Scenario | None:
    """The one after it in the gallery; None after the last."""
    later = iter(all_scenarios())
    return next((next(later, None) for each in later if each.slug == scenario.slug), None)


@cache
def _all() -> dict[str, Scenario]:
    read = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {scenario.slug: scenario for scenario in sorted(read, key=lambda scenario: scenario.order)}


def _read(path: Path) -> Scenario:
    try:
        return _build(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (
        KnobError,
        FaultError,
        FormulaError,
        ScenarioError,
        tomllib.TOMLDecodeError,
        KeyError,
        msgspec.ValidationError,
    ) as error:
        raise ScenarioError(f"{path.name}: {error}") from error


def _build(slug: str, data: dict[str, Any]) -> Scenario:
    knobs = check_all(data.pop("knobs", {}))
    controls = tuple(data.pop("controls", ()))
    for name in controls:
        knob_named(name)
    if len(controls) > CONTROLS_MAX:
        raise ScenarioError(f"puts {len(controls)} controls forward, {CONTROLS_MAX} are the most")
    base = tuple(map(faults.parse, data.pop("faults", ())))
    return msgspec.convert(
        {
            "slug": slug,
            **data,
            "knobs": knobs,
            "faults": base,
            "controls": controls,
            "strikes": [_strike(each) for each in data.pop("strikes", ())],
            "experiments": [_suggestion(each) for each in data.pop("experiments", ())],
            "claims": [_claim(each, data["duration_s"]) for each in data.pop("claims", ())],
        },
        Scenario,
    )


def _strike(data: dict[str, Any]) -> Strike:
    return Strike(data["label"], faults.parse(data["fault"]))


def _suggestion(data: dict[str, Any]) -> Suggestion:
    return Suggestion(data["title"], data["text"], check_all(data.get("knobs", {})))


def _claim(data: dict[str, Any], duration_s: float) -> Claim:
    Formula(data["value"])
    return Claim(
        id=data["id"],
        text=data["text"],
        knobs=check_all(data.get("knobs", {})),
        faults=tuple(map(faults.parse, data.get("faults", ()))),
        duration_s=float(data.get("duration_s", duration_s)),
        seeds=int(data.get("seeds", 20)),
        value=data["value"],
        low=float(data.get("low", "-inf")),
        high=float(data.get("high", "inf")),
        each=bool(data.get("each", False)),
    )
