"""The experiment as a form: fields in, a plan or what is wrong with them; a result in, rows for a table."""

from collections.abc import Mapping
from typing import Any

import msgspec

from playground import addresses, cards, trial
from playground.addresses import AddressError
from playground.checkout.ledger import BELIEFS
from playground.conflicts import ConflictError
from playground.experiments import Plan, Result, plan
from playground.headless.columns import plain
from playground.knob import KnobError, Value
from playground.knobs import KNOBS, Settings
from playground.refusals import NotLegal
from playground.scenarios.catalogue import Scenario
from playground.trial import TooLargeError

TRUTHS_IN_WORDS = {
    "charged_and_ordered": "charged once, ordered",
    "charged_twice_or_more": "charged twice or more",
    "charged_no_order": "charged, no order",
    "ordered_not_charged": "ordered, not charged",
    "reserved_only": "stock reserved only",
    "nothing": "nothing happened",
}
DIGITS = 3


class Form(msgspec.Struct, frozen=True):
    """What was typed, and a plan or what is wrong, by field ("form" where it is no single field)."""

    typed: dict[str, str]
    plan: Plan | None
    errors: dict[str, str]

    @property
    def message(self) -> str:
        """What cannot be said beside a field."""
        elsewhere = [text for name, text in self.errors.items() if name not in KNOBS]
        if elsewhere:
            return elsewhere[0]
        return "Nothing was run: a setting is not legal. What is wrong stands beside it." if self.errors else ""


def duration(scenario: Scenario) -> float:
    return min(scenario.duration_s, trial.DURATION_S_MAX)


def read(scenario: Scenario, typed: Mapping[str, str], fresh_seed: int) -> Form:
    """An empty form asks for nothing and is not wrong."""
    knobs, errors = _settings(typed)
    if errors or not typed:
        return Form(dict(typed), None, errors)
    try:
        return Form(dict(typed), _planned(scenario, typed.get("seed", ""), knobs, fresh_seed), errors)
    except (AddressError, ConflictError, TooLargeError) as error:
        return Form(dict(typed), None, {"form": error.sentence if isinstance(error, NotLegal) else str(error)})


def _settings(typed: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """Those that are legal, and what is wrong with the others."""
    knobs: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name, text in typed.items():
        try:
            knobs |= addresses.settings_of({name: [text]})
        except KnobError as error:
            errors[name] = error.sentence
    return knobs, errors


def _planned(scenario: Scenario, seed: str, knobs: dict[str, Value], fresh_seed: int) -> Plan:
    number = addresses.seed_of(seed) if seed else fresh_seed
    planned = plan(scenario, number, duration(scenario), knobs=knobs)
    trial.check(planned)
    return planned


def context(scenario: Scenario, form: Form) -> dict[str, Any]:
    """For the template: every knob with what was typed into it, and what is wrong."""
    knobs, _ = _settings(form.typed)
    settings = Settings({**scenario.knobs, **knobs})
    return {
        **cards.page_of(scenario, settings, scenario.controls),
        "cards": cards.cards(settings, scenario.controls, form.typed, form.errors),
        "typed": form.typed,
        "message": form.message,
        "duration_s": duration(scenario),
    }


def result_context(result: Result) -> dict[str, Any]:
    table = result.measures["belief_truth"]
    return {
        "result": result,
        "rows": rows(result.measures),
        "truths": [
            {"words": words, "counts": [table[told][truth] for told in BELIEFS]}
            for truth, words in TRUTHS_IN_WORDS.items()
        ],
    }


def rows(measures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Words and value. What did not happen in this run has no value and no row."""
    latency = measures["latency_s"]
    found = [
        ("Customers who came to pay", count(measures["offered"])),
        ("Told “confirmed”", count(measures["told_confirmed"])),
        ("Told “failed”", count(measures["told_failed"])),
        ("Left without an answer", count(measures["told_nothing"])),
        ("Charged once", count(measures["charged_once"])),
        ("Charged twice or more", count(measures["charged_twice_or_more"])),
        ("Charged, and not told “confirmed”", count(measures["ghost_charges"])),
        ("Paid, and no order recorded", count(measures["paid_without_order"])),
        ("Goodput", with_unit(measures["goodput_per_s"], "a second")),
        ("Half of the checkouts took at most", with_unit(latency["p50"], "s")),
        ("Ninety-nine in a hundred took at most", with_unit(latency["p99"], "s")),
        ("Requests to payment for each first one", with_unit(measures["services"]["payment"]["amplification"], "")),
        ("Visits answered", share(measures["browse_success_share"])),
        ("Turned away at the door", count(measures["shed"])),
    ]
    return [(words, value) for words, value in found if value]


def count(number: int) -> str:
    return f"{number:,}"


def share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def with_unit(value: float | None, unit: str) -> str:
    return "" if value is None else f"{plain(value, DIGITS)} {unit}".strip()
