"""What the form of a sweep shows: the knobs to choose from, what is varied, and what it will cost."""

from typing import Any

import msgspec

from playground import cards
from playground.checkout import faults
from playground.jobs.cost import expected_events, minutes, seconds_of
from playground.jobs.limits import Limits
from playground.knobs import KNOBS, Settings
from playground.runs import Recipe
from playground.scenarios.catalogue import Scenario
from playground.sweeps.outcomes import OUTCOMES
from playground.sweeps.request import Asked
from playground.sweeps.sweep import Sweep


class Option(msgspec.Struct, frozen=True):
    value: str
    label: str


class Group(msgspec.Struct, frozen=True):
    label: str
    options: tuple[Option, ...]


def knob_groups(scenario: Scenario) -> list[Group]:
    """Every knob, those of the scenario's own controls first."""
    return [_group(card) for card in cards.cards(Settings(scenario.knobs), scenario.controls)]


def _group(card: cards.Card) -> Group:
    switch = [Option(card.enabled.name, f"{card.title} on or off")] if card.enabled else []
    return Group(card.title, (*switch, *(Option(row.knob.name, row.knob.label) for row in card.knobs)))


def context(asked: Asked, limits: Limits) -> dict[str, Any]:
    sweep = asked.sweep
    return {
        "scenario": asked.scenario,
        "asked": asked,
        "typed": asked.typed,
        "errors": asked.errors,
        "groups": knob_groups(asked.scenario),
        "outcomes": OUTCOMES.values(),
        "switched_on": [KNOBS[name].label for name in asked.switched_on],
        "differences": [] if sweep is None else differences(asked.scenario, sweep.base, asked.switched_on),
        "total": 0 if sweep is None else sweep.total,
        "work": "" if sweep is None else minutes(seconds_of(cost_of(sweep), limits)),
    }


def cost_of(sweep: Sweep) -> float:
    """The same for every seed."""
    return sweep.seeds * sum(map(expected_events, msgspec.structs.replace(sweep, seeds=1).plans()))


def differences(scenario: Scenario, base: Recipe, switched_on: tuple[str, ...]) -> list[str]:
    """How the run that is varied differs from the scenario's own, in words."""
    own, settings = Settings(scenario.knobs), Settings(base.knobs)
    changed = [name for name, value in settings.items() if value != own[name] and name not in switched_on]
    return [
        *(f"{KNOBS[name].label}: {KNOBS[name].show(settings[name])}" for name in changed),
        *(f"Fault {faults.write(fault)}" for fault in base.faults if fault not in scenario.faults),
        *(f"A change at {change.at:g} s" for change in base.changes),
    ]
