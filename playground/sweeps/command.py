"""The `experiment` command that runs the same runs, to copy. Not every run can be said on a command line."""

import shlex
from collections.abc import Iterator

from playground.checkout import faults
from playground.knobs import Settings, knob_named, write
from playground.runs import Recipe
from playground.scenarios.catalogue import load
from playground.sweeps import values
from playground.sweeps.outcomes import Outcome, formula_text
from playground.sweeps.sweep import Axis, Sweep

JOBS = 2


def command(sweep: Sweep, outcome: Outcome) -> str | None:
    """None where the run that is varied has something in it that the command has no option for."""
    if not expressible(sweep.base):
        return None
    words = [
        *_recipe(sweep.base, {axis.knob for axis in sweep.axes}),
        *(word for axis in sweep.axes for word in ("--vary", f"{axis.knob}={_values(axis)}")),
        *("--seeds", str(sweep.seeds), "--duration", f"{sweep.duration_s:g}"),
        *("--show", formula_text(outcome, sweep.duration_s), "--jobs", str(JOBS), "--format", "csv"),
    ]
    return shlex.join(["python", "manage.py", "experiment", sweep.base.scenario, *words])


def expressible(recipe: Recipe) -> bool:
    """Options add faults to the scenario's and change knobs on the way; they take none away, and strike none later."""
    own = {fault.name for fault in load(recipe.scenario).faults}
    in_time = all(not change.strike and not change.heal for change in recipe.changes)
    return in_time and own <= {fault.name for fault in recipe.faults}


def _recipe(recipe: Recipe, varied: set[str]) -> Iterator[str]:
    scenario = load(recipe.scenario)
    usual = Settings(scenario.knobs)
    for name, value in Settings(recipe.knobs).items():
        if value != usual[name] and name not in varied:
            yield from ("--set", f"{name}={write(name, value)}")
    for fault in recipe.faults:
        if fault not in scenario.faults:
            yield from ("--fault", faults.write(fault))
    for change in recipe.changes:
        for name, value in change.knobs.items():
            yield from ("--at", f"{change.at:.12g}:{name}={write(name, value)}")


def _values(axis: Axis) -> str:
    knob = knob_named(axis.knob)
    return ",".join(values.write_one(knob, value) for value in axis.values)
