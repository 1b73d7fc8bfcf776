"""What a room is opened from: a run of the playground, a step of a plan, a section of the reading, or nothing at all.

Everything comes out of a form, so everything is checked; what is not there becomes the sandbox, never an error page in
front of a class.
"""

from collections.abc import Mapping

import msgspec

from lesson.classroom import plans
from lesson.reading import runs
from lesson.reading.shelf import lessons
from lesson.reading.text.blocks import Playground
from lesson.reading.text.lesson import Lesson
from playground import links
from playground.links import LinkError
from playground.live.host import new_seed
from playground.live.limits import Limits
from playground.runs import Recipe
from playground.scenarios.catalogue import ScenarioError, load

SANDBOX = "sandbox"


class Origin(msgspec.Struct, frozen=True):
    recipe: Recipe
    t: float = 0.0
    lesson: str = ""
    section: str = ""
    step: str = ""


def read(form: Mapping[str, str]) -> Origin:
    lesson = lessons().get(form.get("lesson", ""))
    found = (_step(lesson, form) or _section(lesson, form)) if lesson else None
    return found or _run(form) or _scenario(form.get("scenario", "")) or Origin(load(SANDBOX).recipe(new_seed()))


def _step(lesson: Lesson, form: Mapping[str, str]) -> Origin | None:
    step = plans.step_of(lesson, form.get("step", ""))
    if step is None:
        return None
    recipe, t = plans.recipe_of(step)
    return Origin(recipe, t, lesson.slug, step.section, step.id)


def _section(lesson: Lesson, form: Mapping[str, str]) -> Origin | None:
    """With the section's first experiment; a section without one brings the sandbox."""
    section = lesson.section(form.get("section", ""))
    if section is None:
        return None
    block = next((block for block in section.blocks if isinstance(block, Playground)), None)
    recipe = runs.playground_plan(block).recipe if block else load(SANDBOX).recipe(new_seed())
    return Origin(msgspec.structs.replace(recipe, ends_at=None), lesson=lesson.slug, section=section.slug)


def _run(form: Mapping[str, str]) -> Origin | None:
    """The run on somebody's screen, at the instant at which it stands."""
    try:
        recipe = links.read(form.get("recipe", ""))
        load(recipe.scenario)
    except (LinkError, ScenarioError):
        return None
    return Origin(recipe, instant(form.get("t", "")))


def instant(text: str) -> float:
    try:
        t = float(text)
    except ValueError:
        return 0.0
    return t if 0 <= t <= Limits().virtual_s else 0.0


def _scenario(slug: str) -> Origin | None:
    try:
        return Origin(load(slug).recipe(new_seed()))
    except ScenarioError:
        return None
