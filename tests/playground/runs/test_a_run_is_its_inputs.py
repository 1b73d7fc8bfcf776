"""The list of inputs is the run: whoever plays it again has every event, however the first run was moved along."""

import pytest

from playground.runs import Run
from playground.scenarios.catalogue import load
from tests.playground.lab import change, recipe

BUSY = {
    "traffic.rate": 100,
    "payment.workers": 1,
    "checkout.workers": 5,
    "traffic.browse_rate": 20,
}


def played_again(run: Run, until: float) -> Run:
    again = Run(run.recipe)
    again.skip(until)
    return again


def test_whole_and_fractional_seconds_make_the_same_trace():
    with Run(recipe(BUSY)) as by_int, Run(recipe(BUSY)) as by_float:
        by_int.advance(3)
        by_int.change(change(retry__enabled=True))
        by_int.advance(6)
        by_float.advance(3.0)
        by_float.change(change(retry__enabled=True))
        by_float.advance(6.0)
        assert by_int.fingerprint == by_float.fingerprint
        assert isinstance(by_int.now, float)


def test_what_was_changed_by_hand_happens_again():
    with Run(recipe(BUSY)) as run:
        for at, each in enumerate(
            (
                change(0, timeout__enabled=True, timeout__attempt_s=0.2),
                change(0, "payment.response_lost:probability=0.5,duration=2"),
                change(0, retry__enabled=True, retry__jitter="full"),
                change(0, heal=("payment.response_lost",)),
                change(0, checkout__workers=50, bulkhead__enabled=True),
            ),
            start=1,
        ):
            run.advance(at + 0.123)
            run.change(each)
        run.advance(8.0)
        with played_again(run, 8.0) as again:
            assert again.fingerprint == run.fingerprint


def test_a_look_between_two_changes_at_one_instant_makes_no_difference():
    with Run(recipe(BUSY)) as run:
        run.advance(3)
        run.change(change(checkout__workers=50))
        run.advance(3)
        run.change(change(timeout__enabled=True, timeout__attempt_s=0.05))
        run.advance(3)
        run.change(change(checkout__workers=2))
        run.advance(6)
        with played_again(run, 6) as again:
            assert again.fingerprint == run.fingerprint


def test_a_change_at_the_instant_of_the_end_comes_after_the_end():
    with Run(recipe(BUSY, ends_at=3.0)) as run:
        run.advance(3)
        run.change(change(retry__enabled=True))
        run.advance(6)
        with played_again(run, 6) as again:
            assert again.fingerprint == run.fingerprint


def test_a_change_that_is_not_legal_changes_nothing():
    with Run(recipe(BUSY)) as run:
        run.advance(1)
        with pytest.raises(ValueError, match="takes"):
            run.change(change(0, "payment.error", retry__max_attempts=10_000))
        assert run.recipe.changes == ()
        run.advance(2)
        assert not run.faults
        with played_again(run, 2) as again:
            assert again.fingerprint == run.fingerprint


def test_changing_a_recipe_leaves_its_scenario_alone():
    scenario = load("double-charge")
    told = dict(scenario.knobs)
    scenario.recipe(7).knobs["retry.enabled"] = "changed"
    assert load("double-charge").knobs == told
