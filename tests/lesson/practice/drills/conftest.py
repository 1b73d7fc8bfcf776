"""Runs are dear: each repair of each drill is run once in a session and shared by all tests, in worker processes."""

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest

from lesson.practice.drills import grading
from lesson.practice.drills.grading import Report, Trial
from lesson.practice.drills.schema import ARMS, FOUND_NAME, Drill
from lesson.practice.drills.values import Values
from lesson.practice.shelf import drills_of
from lesson.reading.shelf import lessons
from playground import experiments, workers

LESSON = lessons()["fault-tolerance"]
DRILLS = {slug: named.drill for slug, named in drills_of(LESSON).items()}
BATCHES = 5
"""So many submissions of the reference, on seeds of their own: 50 of the day itself and 30 of the other day."""
FIRST_SEED = 5_000
A_FEW = {"found": 2, "variation": 1}
"""Enough to see that something fails: what fails here fails among more runs as well."""


class Submission(NamedTuple):
    drill: str
    name: str
    knobs: Mapping[str, object]
    seeds: Mapping[str, Sequence[int]]


def seeds(first: int, counts: Mapping[str, int] = grading.SEEDS) -> dict[str, list[int]]:
    return {name: list(range(first, first + count)) for name, count in counts.items()}


def submissions_of(slug: str, drill: Drill) -> list[Submission]:
    failing = {
        "all-off": grading.switched(drill, on=False),
        "all-on": grading.switched(drill, on=True),
    }
    once = [Submission(slug, repair.id, repair.knobs, seeds(FIRST_SEED)) for repair in drill.repairs]
    once += [Submission(slug, FOUND_NAME, {}, seeds(FIRST_SEED))]
    once += [Submission(slug, name, knobs, seeds(FIRST_SEED, A_FEW)) for name, knobs in failing.items()]
    reference = drill.repairs[0]
    again = [
        Submission(slug, f"{reference.id}/{batch}", reference.knobs, seeds(FIRST_SEED + 100 * batch))
        for batch in range(1, BATCHES)
    ]
    return once + again


class Run(NamedTuple):
    """What a worker gets: everything that is needed, and nothing to look up."""

    plan: experiments.Plan
    values: object


def answer_of(run: Run) -> list[float | None]:
    return run.values(experiments.run_one(run.plan))


class Graded(NamedTuple):
    """A submission that was run: what the workers answered for each of its trials, and the drill's figures in it."""

    submission: Submission
    trials: list[Trial]
    answers: list[list[float | None]]
    figures: list[list[float | None]]


def measured(drill: Drill) -> Values:
    """The goals, and after them the figures."""
    return Values((*grading.values_of(drill).formulas, *(figure.value for figure in drill.figures)))


@pytest.fixture(scope="session")
def submissions() -> dict[tuple[str, str], Graded]:
    """By drill and repair."""
    wanted = [each for slug, drill in DRILLS.items() for each in submissions_of(slug, drill)]
    trials: list[list[Trial]] = [grading.trials(each.seeds) for each in wanted]
    runs = []
    for submission, mine in zip(wanted, trials, strict=True):
        drill = DRILLS[submission.drill]
        knobs = grading.checked_repair(drill, submission.knobs)
        runs += [Run(plan, measured(drill)) for plan in grading.plans(drill, knobs, mine)]
    answers = dict(workers.each(answer_of, runs, min(2, os.cpu_count() or 1)))
    found, place = {}, 0
    for submission, mine in zip(wanted, trials, strict=True):
        values = [answers[place + offset] for offset in range(len(mine))]
        place += len(mine)
        goals = len(DRILLS[submission.drill].goals)
        found[submission.drill, submission.name] = Graded(
            submission, mine, [answer[:goals] for answer in values], [answer[goals:] for answer in values]
        )
    return found


@pytest.fixture(scope="session")
def reports(submissions) -> dict[tuple[str, str], Report]:
    """By drill and repair."""
    return {
        names: grading.report(DRILLS[names[0]].goals, graded.trials, graded.answers)
        for names, graded in submissions.items()
    }


def days() -> list[str]:
    return [arm.name for arm in ARMS]
