"""The lesson's side of the engine: which runs the text asks for, and what is read off them.

A playground of the text and a claim are both a scenario with some of its settings and faults replaced.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from lesson.reading.text.blocks import Playground
from lesson.reading.text.schema import Claim
from playground import experiments
from playground.checkout import faults as fault_rules
from playground.checkout.faults import Fault
from playground.experiments import Plan, Result
from playground.formulas import Formula
from playground.knobs import GROUPS, KNOBS, Settings, show
from playground.runs import Recipe
from playground.scenarios import catalogue

FIRST_SEED = 1
Measures = Mapping[str, Any]


def playground_plan(block: Playground) -> Plan:
    """The run that a playground of the text sets up."""
    spec = block.spec
    faults = [fault_rules.parse(fault) for fault in spec.faults]
    scenario = catalogue.load(spec.scenario)
    return experiments.plan(scenario, spec.seed, spec.duration_s, knobs=spec.settings, faults=faults)


def claim_plan(claim: Claim, seed: int) -> Plan:
    faults = [fault_rules.parse(fault) for fault in claim.faults]
    return experiments.plan(catalogue.load(claim.scenario), seed, claim.duration_s, knobs=claim.knobs, faults=faults)


def seeds_of(claim: Claim) -> list[int]:
    return list(range(FIRST_SEED, FIRST_SEED + claim.seeds))


def measured(claims: Mapping[str, Claim], seeds: Sequence[int] = (), jobs: int = 1) -> dict[str, list[float]]:
    """Each claim's formula for each of `seeds` (none named: all of the claim's own), in their order.

    Claims about the same runs share them.
    """
    wanted = {name: [claim_plan(claim, seed) for seed in seeds or seeds_of(claim)] for name, claim in claims.items()}
    different = {key_of(plan.recipe): plan for plans in wanted.values() for plan in plans}
    keys = list(different)
    results = {keys[place]: result for place, result in experiments.run_many(list(different.values()), jobs)}
    return {
        name: [value_of(claims[name], results[key_of(plan.recipe)]) for plan in plans] for name, plans in wanted.items()
    }


def value_of(claim: Claim, result: Result) -> float:
    value = Formula(claim.value)(result.measures)
    if value is None:
        raise ValueError(f"{claim.scenario}/{claim.id}: {claim.value} has no value for seed {result.seed}")
    return recorded(value)


def recorded(value: float) -> float:
    """Nine digits: more would only record in which order, and by which Python, floats were added."""
    return float(f"{value:.9g}")


def in_force(recipe: Recipe) -> list[str]:
    """Every parameter that shapes this run, in words: patterns that are on with their values, faults, traffic, seed."""
    settings = Settings(recipe.knobs)
    on = [group for group in GROUPS if f"{group}.enabled" in KNOBS and settings[f"{group}.enabled"]]
    lines = [pattern_in_words(group, settings) for group in on]
    off = [group.replace("_", " ") for group in GROUPS if f"{group}.enabled" in KNOBS and group not in on]
    lines += [fault_in_words(fault) for fault in recipe.faults]
    lines.append(f"customers {show('traffic.rate', settings['traffic.rate'])}")
    return [*lines, f"seed {recipe.seed}", f"{recipe.ends_at:g} s", "off: " + ", ".join(off)]


def pattern_in_words(group: str, settings: Settings) -> str:
    knobs = [knob for name, knob in KNOBS.items() if knob.group == group and not name.endswith(".enabled")]
    values = ", ".join(
        f"{knob.label[:1].lower()}{knob.label[1:]} {show(knob.name, settings[knob.name])}" for knob in knobs
    )
    return (
        f"{KNOBS[f'{group}.enabled'].label.lower()} ({values})" if values else KNOBS[f"{group}.enabled"].label.lower()
    )


def fault_in_words(fault: Fault) -> str:
    parts = [
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in fault.fields.items()
        if value is not None
    ]
    if fault.probability < 1:
        parts.insert(0, f"probability {fault.probability:g}")
    until = f" to {fault.end:g} s" if fault.end is not None else " on"
    return f"fault {fault.name.replace('_', ' ')} ({', '.join([*parts, f'from {fault.start:g} s{until}'])})"


def short_series(measures: Measures, faults: Sequence[Fault]) -> dict[str, Any]:
    """What the static picture of a run draws, and the service whose calls it is about."""
    series = measures["series"]
    service = service_in_question(series["attempts_on"], faults)
    plain = {name: list(series[name]) for name in ("offered", "goodput", "browse_ok")}
    return {**plain, "attempts": list(series["attempts_on"][service]), "service": service}


def service_in_question(attempts_on: Mapping[str, Sequence[int]], faults: Sequence[Fault]) -> str:
    """The first that a fault strikes, else payment, else whichever is called at all."""
    candidates = [*(fault.service for fault in faults), "payment", *attempts_on]
    called = [service for service in candidates if any(attempts_on.get(service, ()))]
    return called[0] if called else "payment"


def key_of(recipe: Recipe) -> str:
    """A name for a run: the same inputs, the same name."""
    return hashlib.sha256(msgspec.json.encode(recipe, order="sorted")).hexdigest()
