"""The marking itself, on numbers made up for the purpose."""

import msgspec
import pytest

from lesson.practice.drills import grading
from lesson.practice.drills.grading import NotAllowed
from lesson.practice.drills.schema import FOUND, VARIATION, Goal
from playground.knobs import KNOBS
from tests.lesson.practice.drills.conftest import DRILLS

DRILL = DRILLS["charged-twice"]
AT_MOST = Goal(id="few", text="Few", value="charges", at_most=2, judge="every", missed="m", met="k", show="count")
MEAN = Goal(id="many", text="Many", value="told_confirmed / offered", at_least=0.9, show="percent", missed="m", met="k")
RUNS = grading.trials({"found": [1, 2, 3], "variation": [4, 5]})


def report(*rows, goals=(AT_MOST, MEAN)):
    return grading.report(goals, RUNS, rows)


def test_every_run_counts_where_every_run_must_hold():
    marked = report([0, 1.0], [2, 1.0], [3, 1.0], [0, 1.0], [0, 1.0])
    assert marked.missed == ["few"]
    assert [spread.met for spread in marked.verdicts[0].spreads] == [False, True]


def test_the_mean_counts_where_it_is_the_mean_that_must_hold():
    assert report([0, 0.8], [0, 1.0], [0, 0.95], [0, 0.9], [0, 0.95]).passed
    assert report([0, 1.0], [0, 1.0], [0, 1.0], [0, 0.85], [0, 0.9]).missed == ["many"]


def test_a_value_that_a_run_does_not_have_is_no_good():
    marked = report([None, 1.0], [0, 1.0], [0, 1.0], [0, None], [0, None])
    assert marked.missed == ["few", "many"]
    assert marked.verdicts[1].spreads[1].mean is None


def test_measured_value_spread_and_threshold_are_told():
    spread = report([0, 0.8], [1, 1.0], [2, 0.9], [0, 1.0], [0, 1.0]).verdicts[1].spreads[0]
    assert list(grading.spread_words(MEAN, spread)) == ["90%", "80% to 100%"]
    assert (grading.threshold(MEAN), grading.threshold(AT_MOST)) == ("at least 90%", "at most 2")
    assert grading.threshold(msgspec.structs.replace(AT_MOST, at_most=0)) == "none"
    assert spread.deviation == pytest.approx(0.1)


def test_the_worst_run_is_the_one_that_misses_by_most():
    assert report([0, 1.0], [9, 1.0], [3, 1.0], [0, 1.0], [0, 1.0]).worst == grading.Trial(FOUND, 2)
    assert report([0, 1.0], [0, 1.0], [0, 1.0], [0, 0.2], [0, 0.3]).worst == grading.Trial(VARIATION, 4)


def test_of_a_repair_that_passed_it_is_the_one_that_came_nearest_to_missing():
    assert report([0, 0.99], [0, 0.99], [0, 0.91], [0, 0.99], [0, 0.99]).worst == grading.Trial(FOUND, 3)


def test_only_what_was_changed_is_handed_in():
    same_and_other = {"retry.enabled": True, "idempotency.enabled": True}
    assert grading.checked_repair(DRILL, same_and_other) == {"idempotency.enabled": True}


@pytest.mark.parametrize(
    ("knobs", "knob", "words"),
    [
        ({"payment.workers": 50}, "payment.workers", "not among the controls"),
        ({"no.such": 1}, "no.such", "not among the controls"),
        ({"retry.max_attempts": 0}, "retry.max_attempts", "from 1 to 6, not 0"),
        ({"retry.max_attempts": 11}, "retry.max_attempts", "from 1 to 6, not 11"),
        ({"retry.max_attempts": "unlimited"}, "retry.max_attempts", "from 1 to 6, not"),
        ({"retry.max_attempts": "many"}, "retry.max_attempts", "from 1 to 6, not"),
        ({"timeout.attempt_s": -1}, "timeout.attempt_s", "from 0.001"),
    ],
)
def test_what_may_not_be_handed_in_is_refused_by_name(knobs, knob, words):
    with pytest.raises(NotAllowed, match=words) as refusal:
        grading.checked_repair(DRILL, knobs)
    assert refusal.value.knob == knob


def test_a_repair_is_told_in_the_labels_of_the_page():
    words = grading.in_words(
        DRILL, {"idempotency.enabled": True, "retry.max_attempts": 5, "payment.queue_limit": None, "breaker.open_s": 3,
                "shedding.enabled": True, "shedding.k": 3}
    )  # fmt: skip
    assert words == [
        ("Idempotency key", "on"),
        ("Retries: max attempts (including the first)", "5"),
        ("Payment: queue limit", KNOBS["payment.queue_limit"].show(None)),
        ("Circuit breaker: open for", "3 s (switched off)"),
        ("Load shedding", "on"),
        ("Load shedding: sent for each accepted (k)", "3 (without effect: load shedding: kind static)"),
    ]
