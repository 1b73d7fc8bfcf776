"""`--list-knobs` and `--list-scenarios`: the declarations, for people and for programs."""

import csv
import json
from io import StringIO

import pytest

from playground.knobs import KNOBS, parse
from playground.scenarios.catalogue import all_scenarios, load
from tests.playground.command_line import printed

INTERFACE = {
    "traffic": "rate browse_rate arrivals patience_s resubmits",
    "checkout": "calls workers queue_limit queue",
    **dict.fromkeys(
        ("inventory", "payment", "orders", "recommendations"),
        "workers queue_limit queue service_time service_ms spread_ms slow_share slow_ms",
    ),
    "network": "delay_ms jitter_ms",
    "timeout": "enabled attempt_s deadline_s propagate",
    "retry": "enabled max_attempts backoff first_delay_s multiplier longest_delay_s jitter",
    "retry_budget": "enabled kind ratio capacity cost deposit",
    "idempotency": "enabled retention_s replay_errors",
    "bulkhead": "enabled inventory payment orders recommendations max_wait_s",
    "breaker": "enabled failure_rate window_s minimum_calls open_s half_open_calls",
    "shedding": "enabled max_in_flight kind k",
    "hedging": "enabled delay_s max",
    "fallback": "enabled",
    "compensation": "enabled",
    "reconciliation": "enabled period_s",
    "recovery": "restart_s",
}
CHOICES = {
    "traffic.arrivals": {"poisson", "even"},
    "checkout.queue": {"fifo", "lifo", "codel"},
    "payment.service_time": {"constant", "exponential", "normal", "bimodal"},
    "retry.backoff": {"none", "constant", "exponential"},
    "retry.jitter": {"none", "full", "equal", "decorrelated"},
    "retry_budget.kind": {"ratio", "bucket"},
    "shedding.kind": {"static", "adaptive", "criticality"},
}


@pytest.fixture(scope="module")
def knobs():
    return {knob["name"]: knob for knob in json.loads(printed("--list-knobs", "--format", "json"))}


def test_every_knob_is_listed_in_the_order_of_its_declaration(knobs):
    assert list(knobs) == list(KNOBS)


@pytest.mark.parametrize("group", INTERFACE)
def test_the_names_that_others_rely_on_are_there(knobs, group):
    assert {f"{group}.{name}" for name in INTERFACE[group].split()} <= knobs.keys()
    assert "inventory.fan_out" in knobs


@pytest.mark.parametrize("name", CHOICES)
def test_the_choices_that_others_rely_on_are_there(knobs, name):
    assert set(knobs[name]["choices"]) >= CHOICES[name]


def test_a_declaration_says_what_is_legal(knobs):
    knob = knobs["retry.multiplier"]
    assert (knob["kind"], knob["minimum"], knob["maximum"], knob["default"]) == ("number", 1, 10, 2)
    assert knob["legal"] == "a number from 1 to 10 ×"


def test_the_table_has_a_row_for_each(knobs):
    first_words = {line.split()[0] for line in printed("--list-knobs").splitlines() if line.strip()}
    assert knobs.keys() <= first_words


def test_with_a_scenario_the_values_are_the_scenarios():
    listed = csv.DictReader(StringIO(printed("retry-storm", "--list-knobs", "--format", "csv")))
    values = {row["name"]: parse(row["name"], row["value"]) for row in listed}
    given = load("retry-storm").knobs
    assert given
    assert {name: values[name] for name in given} == given


def test_every_scenario_is_listed_with_its_story():
    listed = json.loads(printed("--list-scenarios", "--format", "json"))
    assert [each["scenario"] for each in listed] == [scenario.slug for scenario in all_scenarios()]
    assert all(each["story"] and each["duration_s"] > 0 for each in listed)


def test_the_settings_of_a_listed_scenario_can_be_typed_back():
    (listed,) = json.loads(printed("shared-pool", "--list-scenarios", "--format", "json"))
    words = [word for name, value in listed["settings"].items() for word in ("--set", f"{name}={value}")]
    assert printed("sandbox", *words, "--duration", "1")
