"""The numbers in a drill's words are what its shop gives, and each reason is told of a repair that misses its goal."""

from statistics import fmean

import pytest

from lesson.practice.drills import grading, reasons
from lesson.practice.drills.loader import prose_of
from lesson.practice.quiz.results import passage
from tests.lesson.practice.drills.conftest import DRILLS, LESSON

FIGURES = [
    pytest.param(slug, place, figure, id=f"{slug}/{figure.said}")
    for slug, drill in DRILLS.items()
    for place, figure in enumerate(drill.figures)
]
GOALS = [pytest.param(slug, goal, id=f"{slug}/{goal.id}") for slug, drill in DRILLS.items() for goal in drill.goals]


@pytest.mark.parametrize(("slug", "place", "figure"), FIGURES)
def test_a_number_that_is_said_is_measured(submissions, slug, place, figure):
    graded = submissions[slug, figure.of]
    values = [
        row[place] for trial, row in zip(graded.trials, graded.figures, strict=True) if trial.arm.name == figure.day
    ]
    known = [value for value in values if value is not None]
    assert known
    low = float("-inf") if figure.at_least is None else figure.at_least
    high = float("inf") if figure.at_most is None else figure.at_most
    assert low <= fmean(known) <= high, (figure.said, known)


@pytest.mark.parametrize("slug", DRILLS)
def test_every_drill_backs_something_that_it_says(slug):
    assert DRILLS[slug].figures
    assert all(figure.said in " ".join(prose_of(DRILLS[slug]).split()) for figure in DRILLS[slug].figures)


@pytest.mark.parametrize("slug", DRILLS)
def test_what_is_to_be_read_is_a_passage_with_a_name_of_its_own(slug):
    """Not a playground in the text, whose words are hidden until somebody has predicted, under the chapter's name."""
    drill = DRILLS[slug]
    reads = [drill.read, *(part.read for goal in drill.goals for part in (goal, *goal.reasons) if part.read)]
    chapters = {section.title for section in LESSON.sections}
    assert [read for read in reads if passage(LESSON, read).title in chapters] == []


@pytest.mark.parametrize(("slug", "goal"), GOALS)
def test_each_reason_is_told_of_some_repair_that_misses_the_goal(slug, goal):
    """What is said of a miss was written for a repair that is run; nothing is said of repairs that nobody tried."""
    drill = DRILLS[slug]
    tried = [*(repair.knobs for repair in drill.repairs if goal.id in repair.misses), {},
             grading.switched(drill, on=False), grading.switched(drill, on=True)]  # fmt: skip
    told = {
        each.missed
        for knobs in tried
        for each in reasons.goals_for(drill, grading.checked_repair(drill, knobs))
        if each.id == goal.id
    }
    assert {reason.text for reason in goal.reasons} <= told
