"""The prepared classes that there are, and where a room stands in one."""

from urllib.parse import parse_qs, urlsplit

import msgspec

from lesson.classroom.models import Room
from lesson.classroom.plan import Plan, Step, read
from lesson.reading.shelf import lessons
from lesson.reading.text.lesson import Lesson
from playground import addresses
from playground.live.host import new_seed
from playground.runs import Recipe
from playground.scenarios.catalogue import load

PLAN = "plan.toml"


class Standing(msgspec.Struct, frozen=True):
    """A room in its lesson's plan. `step` is None before the first and after the host has left the plan."""

    lesson: Lesson
    plan: Plan
    step: Step | None

    @property
    def number(self) -> int:
        """From 1; 0 for none."""
        return 0 if self.step is None else self.plan.steps.index(self.step) + 1

    @property
    def following(self) -> Step | None:
        return self.plan.steps[self.number] if self.number < len(self.plan.steps) else None


def plan_of(lesson: Lesson) -> Plan:
    return read(lesson.folder / PLAN, frozenset(lesson.by_slug))


def with_plans() -> list[tuple[Lesson, Plan]]:
    return [(lesson, plan_of(lesson)) for lesson in lessons().values() if (lesson.folder / PLAN).exists()]


def step_of(lesson: Lesson, name: str) -> Step | None:
    if not (lesson.folder / PLAN).exists():
        return None
    return next((step for step in plan_of(lesson).steps if step.id == name), None)


def standing(room: Room) -> Standing | None:
    """None where the room's lesson has no plan. A room opened without a lesson may use the first one's."""
    found = with_plans()
    lesson, plan = next((pair for pair in found if pair[0].slug == room.lesson), found[0] if found else (None, None))
    if lesson is None or plan is None:
        return None
    return Standing(lesson, plan, next((step for step in plan.steps if step.id == room.step), None))


def recipe_of(step: Step) -> tuple[Recipe, float]:
    """The run that answers the step's question, and the instant at which it is shown first."""
    scenario = load(step.scenario)
    asked = addresses.read(scenario, parse_qs(urlsplit(step.run).query), new_seed())
    return asked.recipe or scenario.recipe(new_seed()), asked.t
