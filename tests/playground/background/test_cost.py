import pytest

from playground.checkout import faults
from playground.experiments import plan, run_one
from playground.jobs.cost import costs_of, expected_events, minutes
from playground.jobs.limits import Limits, RefusedError
from playground.runs import Change
from playground.scenarios.catalogue import all_scenarios, load
from tests.playground.background.plans import short

LARGE = ("overload", "retry-storm", "tail-at-scale")


def counted(planned):
    total = 0

    def watch(now, events):
        nonlocal total
        total += len(events)

    run_one(planned, watch)
    return total


@pytest.mark.parametrize("slug", [each.slug for each in all_scenarios() if each.slug != "backoff-and-jitter"])
def test_the_events_of_a_run_are_foreseen_within_a_half(slug):
    seconds = 3 if slug in LARGE else 20
    planned = plan(load(slug), 1, seconds, knobs={"retry.enabled": False})
    assert counted(planned) == pytest.approx(expected_events(planned), rel=0.5, abs=200)


def test_spikes_and_changes_count():
    calm = plan(load("sandbox"), 1, 60)
    spiky = plan(load("sandbox"), 1, 60, faults=[faults.parse("traffic.spike:factor=3,start=15,duration=30")])
    busier = plan(load("sandbox"), 1, 60, changes=[Change(at=30, knobs={"traffic.rate": 60.0})])
    assert expected_events(spiky) == pytest.approx(2 * expected_events(calm))
    assert 1.9 < expected_events(busier) / expected_events(calm) < 2.1


def test_a_spike_struck_on_the_way_counts_from_then():
    spike = faults.parse("traffic.spike:factor=3")
    struck = plan(load("sandbox"), 1, 60, changes=[Change(at=30, strike=(spike,))])
    assert expected_events(struck) == pytest.approx(2 * expected_events(plan(load("sandbox"), 1, 60)))


def test_too_many_runs_are_refused_with_what_to_do():
    with pytest.raises(RefusedError, match="11 runs are more than the 10 that one job takes"):
        costs_of(short(11), Limits(runs=10))


def test_too_large_a_run_is_refused():
    with pytest.raises(RefusedError, match="One of these runs would have about 88,000 events"):
        costs_of([plan(load("double-charge"), 1)], Limits(events_run=50_000))


def test_too_much_in_all_is_refused():
    plans = [plan(load("double-charge"), seed) for seed in range(30)]
    with pytest.raises(RefusedError, match="These 30 runs would have about 3 million events together"):
        costs_of(plans, Limits(events_job=2_000_000))


def test_nothing_to_run_is_refused():
    with pytest.raises(RefusedError, match="nothing to run"):
        costs_of([], Limits())


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (7.4, "7 s"), (44, "40 s"), (170, "3 min")])
def test_durations_are_said_as_people_say_them(seconds, words):
    assert minutes(seconds) == words
