"""The picture of a goal's runs, on numbers made up for the purpose."""

import pytest

from lesson.practice.drills import grading, panel, result
from lesson.practice.drills.fault_words import WORDS, fault_words
from lesson.practice.drills.schema import Goal
from lesson.practice.drills.strip import STACK_MAX, strips
from playground.checkout.faults import KINDS
from tests.lesson.practice.drills.conftest import DRILLS, LESSON

NONE = Goal(id="none", text="None", value="charges", at_most=0, judge="every", missed="m", show="count")
MOST = Goal(id="most", text="Most", value="told_confirmed / offered", at_least=0.9, missed="m", show="percent")
RUNS = grading.trials({"found": [1, 2, 3, 4], "variation": [5, 6]})


def drawn(goal, *values):
    report = grading.report([goal], RUNS, [[value] for value in values])
    return strips(report.verdicts[0])


def at(position):
    return float(position.rstrip("%"))


def test_each_run_is_a_dot_that_says_whether_it_is_good():
    found, variation = drawn(MOST, 0.8, 0.9, 0.95, 1.0, 0.7, 0.99)
    assert [dot.good for dot in found.dots] == [False, True, True, True]
    assert [dot.title for dot in variation.dots] == ["seed 5: 70%", "seed 6: 99%"]
    assert [at(dot.x) for dot in found.dots] == sorted(at(dot.x) for dot in found.dots)


def test_the_ground_begins_at_the_threshold_and_both_days_have_one_scale():
    found, variation = drawn(MOST, 0.8, 0.9, 0.95, 1.0, 0.7, 0.99)
    assert found.ground == variation.ground
    assert at(found.dots[1].x) == at(found.ground.x) == at(found.ground.bounds[0])
    assert at(found.ground.x) + at(found.ground.width) == pytest.approx(100)


def test_dots_at_one_place_are_stacked_within_a_bounded_height():
    found, _ = drawn(NONE, 0, 0, 0, 0, 0, 0)
    assert len({dot.y for dot in found.dots}) == 4
    assert len({dot.x for dot in found.dots}) == 1
    many = grading.trials({"found": list(range(500)), "variation": [1]})
    crowd, _ = strips(grading.report([NONE], many, [[0]] * 501).verdicts[0])
    assert crowd.height <= STACK_MAX + 20


def test_a_run_without_a_value_has_no_dot():
    found, variation = drawn(MOST, None, 0.95, 1.0, 1.0, None, None)
    assert len(found.dots) == 3
    assert (variation.dots, variation.mean) == ((), "")


def test_a_form_takes_up_only_what_is_still_legal():
    drill = DRILLS["charged-twice"]
    kept = {"idempotency.enabled": True, "retry.max_attempts": 0, "gone.since": 3, "payment.workers": 4}
    assert panel.filled(drill, kept).knobs == {"idempotency.enabled": True}


@pytest.mark.parametrize("slug", DRILLS)
def test_what_was_done_to_a_shop_can_be_told_in_words(slug):
    told = list(fault_words(DRILLS[slug]))
    assert len(told) == len(DRILLS[slug].shop.faults)
    assert all(";" in words and "_" not in words for words in told)


def test_every_kind_of_fault_has_words():
    assert WORDS.keys() == KINDS.keys()


def test_a_goal_of_every_run_shows_the_worst_run_and_how_many_miss():
    report = grading.report([NONE], RUNS, [[0], [0], [3], [1], [0], [0]])
    found, variation = result.line_of(LESSON, DRILLS["charged-twice"], report.verdicts[0]).days
    assert (found.main, found.beside) == ("3", "at worst; missed in 2 of 4 runs")
    assert (variation.main, variation.beside) == ("0", "")


def test_a_share_above_all_is_given_a_word():
    def line(*values):
        report = grading.report([MOST], RUNS, [[value] for value in values])
        return result.line_of(LESSON, DRILLS["charged-twice"], report.verdicts[0])

    assert line(0.9, 1.0, 1.02, 1.0, 1.0, 1.0).more_than_all
    assert not line(0.9, 1.0, 1.0, 1.0, 1.0, 1.0).more_than_all
