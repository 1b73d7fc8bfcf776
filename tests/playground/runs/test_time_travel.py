"""Rewinding and forking are running again: what stands at an instant is what stood there."""

import pytest

from playground.runs import Change, Run
from tests.playground.lab import change, recipe
from tests.playground.runs.varied import RECIPES


def traced(run, until):
    return [(type(event).__name__, event) for event in run.advance(until)]


@pytest.mark.parametrize("name", RECIPES)
def test_a_run_rewound_stands_where_it_stood(name):
    with Run(RECIPES[name]) as run:
        run.skip(5.5)
        then = run.fingerprint, run.picture(), run.measures.counters(), dict(run.settings), dict(run.faults)
        run.skip(9)
        with run.rewound(5.5) as again:
            now = (
                again.fingerprint,
                again.picture(),
                again.measures.counters(),
                dict(again.settings),
                dict(again.faults),
            )
            assert now == then


def test_a_fork_without_a_change_goes_where_the_run_went():
    with Run(RECIPES["every pattern and much trouble"]) as run:
        run.skip(5)
        rest = traced(run, 9)
        with run.rewound(5) as fork:
            assert traced(fork, 9) == rest


def test_a_fork_goes_its_own_way_and_leaves_the_run_alone():
    with Run(recipe({"traffic.rate": 40}, "payment.error:probability=0.3")) as run, Run(run.recipe) as twin:
        run.skip(5)
        with run.rewound(5) as fork:
            fork.change(change(retry__enabled=True))
            fork.skip(10)
            run.skip(10)
            twin.skip(10)
            assert run.fingerprint == twin.fingerprint != fork.fingerprint
            assert run.recipe.changes == ()


def test_rewound_it_knows_nothing_of_what_was_done_after():
    with Run(recipe({})) as run:
        for at in (2, 4, 6):
            run.skip(at)
            run.change(change(traffic__rate=at * 10))
        with run.rewound(5) as again:
            assert [each.at for each in again.recipe.changes] == [2, 4]
            assert again.settings["traffic.rate"] == 40


def test_a_change_by_hand_begins_another_future():
    played = recipe({}, changes=[change(3, traffic__rate=99), change(9, retry__enabled=True)])
    with Run(played) as run:
        run.skip(5)
        run.change(change(traffic__rate=1))
        assert [each.at for each in run.recipe.changes] == [3, 5]
        run.skip(12)
        assert not run.settings["retry.enabled"]
        with Run(run.recipe) as again:
            again.skip(12)
            assert again.fingerprint == run.fingerprint


def test_a_run_goes_on_from_one_instant_to_the_next():
    with Run(recipe({"traffic.rate": 5})) as stepped, Run(stepped.recipe) as whole:
        events = []
        while stepped.now < 3:
            before = stepped.now
            happened = stepped.step()
            assert {event.t for event in happened} == {stepped.now}
            assert stepped.now >= before
            events += happened
        assert events == whole.advance(stepped.now)


def test_a_step_of_a_run_in_which_nothing_happens_is_empty():
    with Run(recipe({"traffic.rate": 0})) as run:
        assert run.step() == []


def test_a_step_reaches_what_was_ordered_for_later():
    with Run(recipe({"traffic.rate": 0}, changes=[change(7, traffic__burst=1)])) as run:
        assert run.step()
        assert run.now == 7


def test_a_recipe_up_to_an_instant_includes_it():
    played = recipe({}, changes=[change(1, traffic__rate=1), change(2, traffic__rate=2), change(3, traffic__rate=3)])
    assert [each.at for each in played.until(2).changes] == [1, 2]


@pytest.mark.parametrize("at", [-1, float("nan"), float("inf")])
def test_a_change_outside_of_time_is_refused(at):
    with pytest.raises(ValueError, match="0 s or later"):
        recipe({}, changes=[Change(at=at)])


def test_changes_out_of_order_are_refused():
    with pytest.raises(ValueError, match="order of their times"):
        recipe({}, changes=[change(2), change(1)])


@pytest.mark.parametrize("seed", [-1, 2**53])
def test_a_seed_that_javascript_cannot_hold_is_refused(seed):
    with pytest.raises(ValueError, match="a seed is"):
        recipe({}, seed=seed)
