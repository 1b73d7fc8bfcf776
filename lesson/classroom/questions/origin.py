"""Which lesson a room is about, and the steps of its plan."""

from collections.abc import Sequence

from lesson.classroom import plans
from lesson.classroom.models import Room
from lesson.classroom.plan import Step
from lesson.reading.shelf import lessons
from lesson.reading.text.lesson import Lesson


def lesson_of(room: Room) -> Lesson | None:
    """The one that the room was opened from; of a room that was opened elsewhere, the first there is."""
    return lessons().get(room.lesson) or next(iter(lessons().values()), None)


def steps_of(room: Room) -> Sequence[Step]:
    standing = plans.standing(room)
    return standing.plan.steps if standing else ()
