"""The plan's last step begins with nothing switched on, and each winner's run comes out as its notes say."""

from functools import cache

import pytest

from lesson.classroom.plans import plan_of, recipe_of
from lesson.reading.shelf import lessons
from playground.experiments import plan, run_one
from playground.knobs import Settings
from playground.scenarios.catalogue import load

STEP = next(step for step in plan_of(lessons()["fault-tolerance"]).steps if step.id == "repair")
SWITCHES = {
    "Timeouts": ("timeout.enabled",),
    "Retries with an idempotency key": ("retry.enabled", "idempotency.enabled"),
    "Bulkheads": ("bulkhead.enabled",),
    "A circuit breaker": ("breaker.enabled",),
    "Reconciliation": ("reconciliation.enabled",),
}
SHOP = load(STEP.scenario)


@cache
def struck(winner=None):
    """The step's run with the winner on, its answers lost from 10 s on, at 40 s and settled."""
    recipe, _ = recipe_of(STEP)
    fault = next(strike.fault for strike in SHOP.strikes if strike.label == "Lose payment answers")
    knobs = dict.fromkeys(SWITCHES.get(winner, ()), True)
    return run_one(plan(SHOP, recipe.seed, 40, knobs={**recipe.knobs, **knobs}, faults=[fault.starting(10)])).measures


def share(measures, count):
    return measures[count] / measures["offered"]


def test_every_answer_names_something_that_is_off():
    settings = Settings(recipe_of(STEP)[0].knobs)
    assert [option for option in STEP.options if not any(settings[name] for name in SWITCHES[option])] == STEP.options


def test_with_nothing_on_most_leave_without_an_answer_and_those_who_look_stand_behind_them():
    assert share(struck(), "told_nothing") > 0.5
    assert struck()["browse_success_share"] < 0.5


def test_timeouts_answer_everybody_and_one_in_ten_is_told_failed_and_has_paid():
    measures = struck("Timeouts")
    assert measures["told_nothing"] == 0
    assert measures["told_failed"] == measures["ghost_charges"]
    assert 0.07 < share(measures, "ghost_charges") < 0.13


@pytest.mark.parametrize("winner", ["Retries with an idempotency key", "A circuit breaker"])
def test_without_a_timeout_neither_asking_again_nor_a_breaker_changes_anything(winner):
    for count in ("told_confirmed", "told_failed", "told_nothing", "ghost_charges", "browse_ok"):
        assert struck(winner)[count] == struck()[count]


def test_bulkheads_serve_those_who_look_and_fail_most_who_pay():
    assert struck("Bulkheads")["browse_success_share"] > 0.99
    assert share(struck("Bulkheads"), "told_failed") > 0.5


def test_reconciliation_leaves_nobody_charged_and_nobody_waits_less():
    assert struck()["ghost_charges"] > 0
    assert struck("Reconciliation")["ghost_charges"] == struck("Reconciliation")["paid_without_order"] == 0
    assert struck("Reconciliation")["told_nothing"] == struck()["told_nothing"]
