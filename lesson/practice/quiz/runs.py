"""The quiz's side of the engine: the run behind a number, the order behind a trace, the address that shows a run."""

from hashlib import sha256
from urllib.parse import urlencode

import msgspec
from django.core.cache import cache

from lesson.practice.quiz.schema import Answer, Drawing, RunSpec
from lesson.reading import runs as reading_runs
from playground import experiments
from playground.checkout import faults as fault_rules
from playground.checkout.events import Event
from playground.checkout.faults import FaultError
from playground.conflicts import ConflictError
from playground.experiments import Plan
from playground.formulas import Formula
from playground.knob import KnobError
from playground.knobs import check_all, knob_named
from playground.scenarios import catalogue
from playground.scenarios.catalogue import ScenarioError

KEPT_S = 7 * 24 * 60 * 60


def plan_of(spec: RunSpec) -> Plan:
    faults = [fault_rules.parse(fault) for fault in spec.faults]
    return experiments.plan(catalogue.load(spec.scenario), spec.seed, spec.duration_s, knobs=spec.knobs, faults=faults)


def complaint(spec: RunSpec) -> str:
    """What is wrong with a run that the content asks for; empty where nothing is."""
    try:
        plan_of(spec)
    except (ScenarioError, KnobError, FaultError, ConflictError, ValueError) as problem:
        return str(problem)
    return ""


def address(spec: RunSpec) -> str:
    """Where the playground shows it. Written out, so that the address can be read and changed by hand."""
    knobs = check_all(spec.knobs)
    query = [("seed", str(spec.seed)), *((name, knob_named(name).write(value)) for name, value in knobs.items())]
    query += [("fault", fault) for fault in spec.faults]
    return f"/playground/{spec.scenario}/?{urlencode(query)}"


def true_value(answer: Answer) -> float:
    """The right number, in the unit that is shown. Run once and remembered."""
    plan = plan_of(answer.run)
    formula = sha256(answer.value.encode()).hexdigest()[:16]
    key = f"practice-number:{reading_runs.key_of(plan.recipe)}:{formula}"
    value: float | None = cache.get(key)
    if value is None:
        value = _measured(plan, answer.value)
        cache.set(key, value, KEPT_S)
    return value * 100 if answer.show == "percent" else value


def _measured(plan: Plan, formula: str) -> float:
    value = Formula(formula)(experiments.run_one(plan).measures)
    if value is None:
        raise ValueError(f"{formula} has no value in {plan.recipe.scenario}, seed {plan.recipe.seed}")
    return value


def events_of(drawing: Drawing) -> list[Event]:
    """Everything that happened to the order, in order."""
    kept: list[Event] = []

    def watch(_: float, events: list[Event]) -> None:
        kept.extend(event for event in events if getattr(event, "order", 0) == drawing.order)

    experiments.run_one(plan_of(drawing.run), watch)
    return kept


def key_of(drawing: Drawing) -> str:
    """A drawing as a text, so that what was drawn of it can be remembered under it."""
    return msgspec.json.encode(drawing).decode()


def drawing_of(key: str) -> Drawing:
    return msgspec.json.decode(key, type=Drawing)
