"""A page that waits for a run gets it in its turn; what cannot be had is said in words, and asking again is no loss."""

import pytest

from playground.experiments import Plan, plan, run_one
from playground.jobs import awaited, cost
from playground.jobs.awaited import NoAnswerError, NotYetError
from playground.runs import Run
from playground.scenarios.catalogue import load
from tests.playground.background.plans import endless, short
from tests.playground.offices import open_office

__all__ = ["open_office"]


def test_it_is_the_run_that_everybody_gets(open_office):
    open_office()
    plans = short(2)
    assert awaited.results("a", plans) == list(map(run_one, plans))


async def test_a_coroutine_waits_without_a_thread(open_office):
    open_office()
    (plan,) = short()
    assert await awaited.results_later("a", [plan]) == [run_one(plan)]


def test_a_run_can_be_measured_as_it_stands_at_a_second(open_office):
    open_office()
    recipe = load("double-charge").recipe(7)
    (found,) = awaited.results("a", [Plan(recipe=recipe, duration_s=4.0, settles=False)])
    with Run(recipe) as run:
        run.skip(4.0)
        assert (found.fingerprint, found.measures) == (run.fingerprint, run.summary())


def test_asking_again_is_asking_once(open_office):
    open_office()
    assert awaited.begin("a", short()) is awaited.begin("a", short())
    assert awaited.begin("a", short()) is not awaited.begin("b", short())


def test_who_has_waited_long_enough_is_told_that_it_goes_on_and_gets_it_later(open_office, monkeypatch):
    open_office()
    begun = awaited.begin("a", short())
    with monkeypatch.context() as impatient:
        impatient.setattr(awaited, "PATIENCE_S", 0)
        impatient.setattr(awaited, "begin", lambda *_: Never())
        with pytest.raises(NotYetError, match="nothing is lost"):
            awaited.results("a", short())
    assert awaited.results("a", short()) == list(begun.result().answers)


class Never:
    """A job whose turn does not come while somebody waits."""

    def result(self, seconds):
        raise TimeoutError


def test_a_queue_that_is_full_takes_it_later(open_office):
    open_office(jobs=0)
    with pytest.raises(NotYetError, match="try again in a minute"):
        awaited.results("a", short())


def test_a_run_that_is_too_large_is_refused_in_words(open_office):
    open_office(events_run=10)
    with pytest.raises(NoAnswerError, match="are the most"):
        awaited.results("a", short())


def test_a_run_that_turns_out_too_large_is_stopped_in_words(open_office):
    storm = plan(load("retry-storm"), 3, 20.0)
    open_office(events_run=int(cost.expected_events(storm)) + 1)
    with pytest.raises(NoAnswerError, match="as much as one run may be here"):
        awaited.results("a", [storm])


def test_what_was_stopped_may_be_asked_for_again(open_office):
    office = open_office()
    begun = awaited.begin("a", endless())
    office.cancel(office.find("a", awaited.key_of(endless())).id)
    assert begun.result().state == "cancelled"
    assert awaited.begin("a", endless()) is not begun
