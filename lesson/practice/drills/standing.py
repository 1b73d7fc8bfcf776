"""How a reader stands with all drills of a lesson: for the list of them."""

from dataclasses import dataclass

from lesson.practice.drills import grader
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.models import Attempt, DrillState
from lesson.practice.shelf import drills_of
from lesson.reading.models import Reader
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.schema import Objective


@dataclass(frozen=True)
class Standing:
    """`state` is new, begun, tried, shown (the solution was asked for) or passed."""

    named: NamedDrill
    state: str
    attempts: int
    objectives: list[Objective]


def standings(lesson: Lesson, reader: Reader | None) -> list[Standing]:
    states = {state.drill: state for state in DrillState.objects.filter(reader=reader, lesson=lesson.slug) if reader}
    attempts = _attempts(lesson, reader)
    return [
        Standing(
            named=named,
            state=_state(states.get(slug), attempts.get(slug, 0)),
            attempts=attempts.get(slug, 0),
            objectives=[each for each in lesson.objectives if each.id in named.drill.objectives],
        )
        for slug, named in drills_of(lesson).items()
    ]


def settle(lesson: Lesson, reader: Reader | None) -> None:
    """Keep what has come by now of what is being graded."""
    if reader is not None:
        for attempt in Attempt.objects.filter(reader=reader, lesson=lesson.slug, state=Attempt.State.GRADING):
            grader.look(attempt)


def _attempts(lesson: Lesson, reader: Reader | None) -> dict[str, int]:
    """By drill, how many there are."""
    if reader is None:
        return {}
    drills = list(Attempt.objects.filter(reader=reader, lesson=lesson.slug).values_list("drill", flat=True))
    return {drill: drills.count(drill) for drill in drills}


def _state(state: DrillState | None, attempts: int) -> str:
    if state is not None and state.passed_at is not None:
        return "passed"
    if state is not None and state.gave_up_at is not None:
        return "shown"
    if attempts:
        return "tried"
    return "begun" if state is not None else "new"
