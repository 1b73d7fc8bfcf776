"""Headless runs: one, many, in several processes. What the command line, the drills, the sweeps and the tests share.

An experiment has customers for `duration_s` virtual seconds, then lets everything in flight come to rest, so that each
customer of the experiment has been told something or has left, and nothing is still to happen.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from itertools import product
from statistics import fmean
from typing import Any

import msgspec

from playground import conflicts, workers
from playground.checkout.events import Event
from playground.checkout.faults import Fault
from playground.formulas import Formula
from playground.knob import KnobError, Value
from playground.knobs import Settings, check_all
from playground.runs import Change, Recipe, Run, checked
from playground.scenarios.catalogue import Claim, Scenario, load

DURATION_MAX_S = 7200.0
SEEDS_MAX = 10_000
RUNS_MAX = 20_000
JOBS_MAX = 64

Watch = Callable[[float, list[Event]], None]
"""Called with the virtual time and what has happened, a stretch at a time, while an experiment runs."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One experiment to run: a recipe whose customers stop coming after `duration_s`."""

    recipe: Recipe
    duration_s: float
    settles: bool = True
    """Whether what is in flight comes to rest; otherwise the run is measured as it stands at that second."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What the `experiment` command prints for one run. `settings` holds every knob in force at the start."""

    scenario: str
    seed: int
    settings: dict[str, Value]
    faults: list[dict[str, Any]]
    duration_s: float
    fingerprint: str
    measures: dict[str, Any]


def plan(
    scenario: Scenario,
    seed: int,
    duration_s: float | None = None,
    *,
    knobs: Mapping[str, object] = {},
    faults: Iterable[Fault] = (),
    changes: Iterable[Change] = (),
) -> Plan:
    """An experiment with a scenario, changed by `knobs` and `faults`. A fault replaces the scenario's of that name."""
    duration_s = scenario.duration_s if duration_s is None else duration_s
    if not 0 < duration_s <= DURATION_MAX_S:
        raise ValueError(f"a duration is more than 0 and at most {DURATION_MAX_S:g} s, not {duration_s:g}")
    recipe = Recipe(
        scenario=scenario.slug,
        seed=seed,
        knobs={**scenario.knobs, **check_all(knobs)},
        faults=merged(scenario.faults, faults),
        changes=tuple(sorted(changes, key=lambda change: change.at)),
        ends_at=duration_s,
    )
    recipe = checked(recipe)
    conflicts.check(recipe)
    return Plan(recipe=recipe, duration_s=duration_s)


def merged(faults: Iterable[Fault], more: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple({fault.name: fault for fault in (*faults, *more)}.values())


def vary(choices: Mapping[str, Sequence[Value]]) -> list[dict[str, Value]]:
    """The cross product of the values of several knobs, as settings."""
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


def run_one(plan: Plan, watch: Watch | None = None) -> Result:
    """Run one experiment to its end."""
    with Run(plan.recipe) as run:
        for stretch in (run.strides(plan.duration_s), *([run.settling()] if plan.settles else [])):
            for events in stretch:
                if watch is not None:
                    watch(run.now, events)
        return _result(plan, run)


def _result(plan: Plan, run: Run) -> Result:
    recipe = plan.recipe
    return Result(
        scenario=recipe.scenario,
        seed=recipe.seed,
        settings=dict(Settings(recipe.knobs)),
        faults=[fault.as_dict() for fault in recipe.faults],
        duration_s=plan.duration_s,
        fingerprint=run.fingerprint,
        measures=run.summary(),
    )


def run_many(plans: Sequence[Plan], jobs: int = 1) -> Generator[tuple[int, Result]]:
    """Run them all, in `jobs` processes; yields (place in `plans`, result) as each is done."""
    if len(plans) > RUNS_MAX:
        raise ValueError(f"{len(plans)} runs are more than the {RUNS_MAX} of one experiment")
    if jobs == 1 or len(plans) == 1:
        yield from ((place, run_one(each)) for place, each in enumerate(plans))
    else:
        yield from workers.each(run_one, plans, jobs)


def claim_plans(scenario: Scenario, claim: Claim, seeds: int | None = None) -> list[Plan]:
    """The experiments that decide a claim: the seeds 1, 2, 3, …"""
    return [
        plan(scenario, seed, claim.duration_s, knobs=claim.knobs, faults=claim.faults)
        for seed in range(1, (seeds or claim.seeds) + 1)
    ]


def claim_values(slug: str, claim: Claim, seeds: int | None = None, jobs: int = 1) -> list[float]:
    """The claim's formula for each seed, in the order of the seeds. Raises where a run has no such value."""
    formula = Formula(claim.value)
    plans = claim_plans(load(slug), claim, seeds)
    values = {place: formula(result.measures) for place, result in run_many(plans, jobs)}
    missing = [place + 1 for place, value in values.items() if value is None]
    if missing:
        raise KnobError(claim.id, f"{claim.value} has no value for the seeds {missing}")
    return [value for place in range(len(plans)) if (value := values[place]) is not None]


def holds(claim: Claim, values: Sequence[float]) -> bool:
    checked_values = values if claim.each else [fmean(values)]
    return all(claim.low <= value <= claim.high for value in checked_values)
