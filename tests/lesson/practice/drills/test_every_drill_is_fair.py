"""Each incident can be repaired, in more ways than one, and neither by doing nothing nor by doing everything."""

import pytest

from lesson.practice.drills import grading
from lesson.reading.shelf import lessons
from tests.lesson.practice.drills.conftest import BATCHES, DRILLS

REPAIRS = [
    pytest.param(slug, repair, id=f"{slug}/{repair.id}") for slug, drill in DRILLS.items() for repair in drill.repairs
]


def test_the_incidents_that_a_lesson_needs_are_there():
    assert len(DRILLS) >= 8
    taught = {objective.id for objective in lessons()["fault-tolerance"].objectives}
    assert {objective for drill in DRILLS.values() for objective in drill.objectives} == taught
    beliefs = {drill.misconception for drill in DRILLS.values()}
    assert {"timeout-means-no", "retries-always-help", "recovery-is-enough"} <= beliefs


@pytest.mark.parametrize(("slug", "repair"), REPAIRS)
def test_a_repair_does_what_is_said_of_it(reports, slug, repair):
    """The reference and other right ones pass; a wrong one misses just the goals that it is said to miss."""
    assert reports[slug, repair.id].missed == repair.misses


@pytest.mark.parametrize("slug", DRILLS)
def test_the_reference_holds_on_fifty_other_seeds(reports, slug):
    reference = DRILLS[slug].repairs[0].id
    for batch in range(1, BATCHES):
        report = reports[slug, f"{reference}/{batch}"]
        assert report.passed, (batch, report.missed)
    counted = [len(spread.seeds) for batch in range(1, BATCHES) for spread in
               reports[slug, f"{reference}/{batch}"].verdicts[0].spreads]  # fmt: skip
    first = [len(spread.seeds) for spread in reports[slug, reference].verdicts[0].spreads]
    assert sum(counted) + sum(first) >= 50


@pytest.mark.parametrize("how", ["found", "all-off", "all-on"])
@pytest.mark.parametrize("slug", DRILLS)
def test_doing_nothing_and_doing_everything_fail(reports, slug, how):
    assert not reports[slug, how].passed


@pytest.mark.parametrize("slug", DRILLS)
def test_each_goal_is_missed_by_something_that_somebody_may_try(reports, slug):
    """A goal that nobody can miss measures nothing."""
    missed = {goal for (drill, _), report in reports.items() if drill == slug for goal in report.missed}
    needed = {goal.id for goal in DRILLS[slug].goals}
    assert needed - missed <= {"quiet-day", "in-time", "sales", "decorated-again", "quiet"}


@pytest.mark.parametrize("slug", DRILLS)
def test_more_than_one_repair_or_a_reason_for_one(slug):
    right = [repair for repair in DRILLS[slug].repairs if not repair.misses]
    wrong = [repair for repair in DRILLS[slug].repairs if repair.misses]
    assert len(right) >= 2 or slug == "back-within-a-second"
    assert len(wrong) >= 2


@pytest.mark.parametrize("slug", DRILLS)
def test_both_days_are_graded_with_hidden_seeds(reports, slug):
    report = reports[slug, DRILLS[slug].repairs[0].id]
    found, variation = report.verdicts[0].spreads
    assert len(found.seeds) >= 10
    assert len(variation.seeds) >= 5
    drawn = grading.drawn_seeds(lambda below: below - 1)
    assert {name: len(seeds) for name, seeds in drawn.items()} == grading.SEEDS


@pytest.mark.parametrize("slug", DRILLS)
def test_the_other_day_differs_in_fault_or_load(slug):
    drill = DRILLS[slug]
    ours, other = (grading.plan_of(drill, arm, 1, {}).recipe for arm in grading.ARMS)
    assert (ours.faults, ours.knobs) != (other.faults, other.knobs)


@pytest.mark.parametrize("slug", DRILLS)
def test_what_a_learner_reads_first_does_not_give_it_away(slug):
    """The pager, the brief and the hints up to the last do not name the first repair's controls by their labels."""
    drill = DRILLS[slug]
    early = " ".join([drill.pager.text, drill.brief, drill.hints[0]]).lower()
    for name in drill.repairs[0].knobs:
        assert grading.label_of(name).lower() not in early, name
