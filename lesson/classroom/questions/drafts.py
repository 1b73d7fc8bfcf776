"""What can be put to a room: from the prepared plan, from the lesson, typed by the host, or a control to decide on.

A draft is a question that nobody has been asked yet. Its name says where it comes from, "plan/silence" or
"quiz/giving-up", and the same name in the same room is always the same draft, its options in the same order.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from urllib.parse import parse_qs, urlsplit

from lesson.classroom.plan import Step
from lesson.classroom.questions import labels
from lesson.classroom.questions.deciding import Decide
from lesson.practice.quiz.schema import Single
from lesson.practice.shelf import quiz_of
from lesson.reading import runs as reading_runs
from lesson.reading.text.blocks import Check, Playground, Section
from lesson.reading.text.lesson import Lesson
from playground import addresses, experiments, links
from playground.knob import Value
from playground.runs import Recipe
from playground.scenarios import catalogue

OPTIONS_MIN, OPTIONS_MAX = 2, 6
TYPED, CONTROL = "typed", "control"


@dataclass(frozen=True)
class Draft:
    source: str
    prompt: str
    options: tuple[str, ...]
    title: str = ""
    """For the host's list."""
    rich: bool = False
    reasons: tuple[str, ...] = ()
    right: int | None = None
    decide: Decide | None = None
    recipe: Recipe | None = None
    """The run that marks it."""
    patches: tuple[dict[str, Value], ...] | None = None

    @property
    def run(self) -> str:
        return "" if self.recipe is None else links.write(self.recipe)


@dataclass(frozen=True)
class Group:
    """Drafts under one heading of the host's list."""

    title: str
    drafts: tuple[Draft, ...]


def can_be_voted_on(options: Sequence[object]) -> bool:
    return OPTIONS_MIN <= len(options) <= OPTIONS_MAX


# -- the prepared plan -----------------------------------------------------------------------------------------------


def of_step(step: Step) -> Draft | None:
    """None for a step that asks for no vote."""
    if not can_be_voted_on(step.options):
        return None
    return Draft(
        source=f"plan/{step.id}",
        title=step.title,
        prompt=step.ask,
        options=tuple(step.options),
        right=step.right,
        decide=step.decide,
        recipe=deciding_run(step) if step.decide else None,
    )


def deciding_run(step: Step) -> Recipe:
    """What is run out of sight where the room's own run is another: the step's run with what its question changes."""
    scenario = catalogue.load(step.scenario)
    asked = addresses.read(scenario, parse_qs(urlsplit(step.run).query), fresh_seed=1)
    recipe = asked.recipe or scenario.recipe(1)
    knobs = {**recipe.knobs, **(step.changes or {})}
    plan = experiments.plan(scenario, recipe.seed, knobs=knobs, faults=recipe.faults)
    return plan.recipe


# -- the lesson ------------------------------------------------------------------------------------------------------


def of_prediction(lesson: Lesson, block: Playground) -> Draft:
    spec, measure = block.spec, block.spec.measure
    per = lesson.figures.get(measure.per) or [1.0]
    decide = Decide(
        value=measure.value,
        words=measure.words,
        show=measure.show,
        digits=measure.digits,
        per=fmean(per) or 1.0,
        ranges=[(option.from_, option.below) for option in spec.predict.options],
    )
    return Draft(
        source=f"prediction/{block.id}",
        title=spec.title,
        prompt=spec.predict.ask,
        options=tuple(option.text for option in spec.predict.options),
        reasons=tuple(option.because for option in spec.predict.options),
        decide=decide,
        recipe=reading_runs.playground_plan(block).recipe,
    )


def of_check(block: Check) -> Draft | None:
    if block.spec.several or not can_be_voted_on(block.spec.options):
        return None
    return _chosen(f"check/{block.id}", labels.of_check(block), block.spec.ask, block.spec.options)


def of_item(item: Single) -> Draft | None:
    """A quiz item of one right answer. What needs a drawing, several answers or a number is for the quiz itself."""
    if item.drawing is not None or not can_be_voted_on(item.options):
        return None
    return _chosen(f"quiz/{item.id}", labels.of_item(item), item.ask, item.options, mixed=not item.keep_order)


def _chosen(source: str, title: str, ask: str, options: Sequence[object], *, mixed: bool = False) -> Draft:
    offered: list[object] = list(options)
    if mixed:
        random.Random(source).shuffle(offered)
    right = [getattr(option, "right") for option in offered]  # noqa: B009 (three kinds of option, one shape)
    return Draft(
        source=source,
        title=title,
        prompt=ask,
        rich=True,
        options=tuple(str(getattr(option, "text")) for option in offered),  # noqa: B009
        reasons=tuple(str(getattr(option, "because")) for option in offered),  # noqa: B009
        right=right.index(True) if True in right else None,
    )


# -- all of them -----------------------------------------------------------------------------------------------------


def of_section(lesson: Lesson, section: Section) -> Iterator[Draft]:
    for block in section.blocks:
        if isinstance(block, Playground):
            yield of_prediction(lesson, block)
        elif isinstance(block, Check) and (draft := of_check(block)):
            yield draft


@lru_cache(maxsize=8)
def of_lesson(lesson: Lesson) -> tuple[Group, ...]:
    """Everything in the lesson that a room can vote on, in reading order, then the quiz by concept."""
    sections = [Group(section.title, tuple(of_section(lesson, section))) for section in lesson.sections]
    concepts = labels.concepts(lesson)
    by_concept: dict[str, list[Draft]] = {}
    for item in quiz_of(lesson).items:
        if isinstance(item, Single) and (draft := of_item(item)):
            by_concept.setdefault(concepts[item.objective], []).append(draft)
    quiz = [Group(f"Quiz: {title}", tuple(drafts)) for title, drafts in by_concept.items()]
    return tuple(group for group in (*sections, *quiz) if group.drafts)


def named(source: str, lesson: Lesson | None, steps: Sequence[Step]) -> Draft | None:
    """The draft of that name, or None where there is none (any more)."""
    kind, _, name = source.partition("/")
    if kind == "plan":
        return next((of_step(step) for step in steps if step.id == name), None)
    groups = of_lesson(lesson) if lesson else ()
    return next((draft for group in groups for draft in group.drafts if draft.source == source), None)
