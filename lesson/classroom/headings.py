"""What a room's run is called, on every page of the room.

A scenario's own title and story tell how it ends: “One slow extra freezes the shop”. So a room never reads them while
it is asked what will happen. At a step of the plan the run has the step's name, and it keeps that afterwards; elsewhere
a question whose answer is still to come takes the title away until it has come.
"""

import msgspec

from lesson.classroom.models import Room
from lesson.classroom.plans import Standing
from lesson.classroom.questions.models import current
from playground.scenarios.catalogue import load

EVERYTHING = "Everything"
UNTOLD = "First say what will happen"


class Heading(msgspec.Struct, frozen=True):
    eyebrow: str
    title: str
    story: str = ""


def heading_of(room: Room, standing: Standing | None) -> Heading:
    scenario = load(room.scenario)
    eyebrow = place_in_the_plan(standing) or scenario.section or EVERYTHING
    if shows_the_step(room, standing):
        return Heading(eyebrow, standing.step.title)  # type: ignore[union-attr]
    if awaits_an_answer(room):
        return Heading(eyebrow, UNTOLD)
    return Heading(eyebrow, scenario.title, scenario.story)


def place_in_the_plan(standing: Standing | None) -> str:
    if standing is None or standing.step is None:
        return ""
    return f"{standing.plan.title} · {standing.number} of {len(standing.plan.steps)}"


def shows_the_step(room: Room, standing: Standing | None) -> bool:
    """Not where the host shows another scenario meanwhile."""
    return bool(standing and standing.step and standing.step.scenario == room.scenario)


def awaits_an_answer(room: Room) -> bool:
    """Whether people are asked something that has an answer, and have not been told it."""
    question = current(room)
    if question is None or question.answer_is_out:
        return False
    return question.decide is not None or question.right is not None
