"""What a drill allows is bounded by what grading it costs: whoever hands in next waits for it."""

import pytest

from lesson.practice.drills import grading
from lesson.practice.shelf import drills_of
from lesson.reading.shelf import lessons
from playground.runs import Run
from tests.lesson.practice.drills.dearest import dearest

DRILLS = [named for lesson in lessons().values() for named in drills_of(lesson).values()]
EVENTS_MAX = 900_000
"""In all the runs of one grading. The bench finds that two workers need less than three seconds for so many."""


def events_of(plan):
    with Run(plan.recipe) as run:
        return sum(len(events) for part in (run.strides(plan.duration_s), run.settling()) for events in part)


@pytest.mark.parametrize("named", DRILLS, ids=lambda named: named.slug)
def test_the_dearest_repair_is_graded_with_so_many_events(named):
    repair = grading.checked_repair(named.drill, dearest(named.drill))
    one = {arm.name: events_of(grading.plan_of(named.drill, arm, 5, repair)) for arm in grading.ARMS}
    assert sum(events * grading.SEEDS[arm] for arm, events in one.items()) < EVENTS_MAX
