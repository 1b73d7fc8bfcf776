"""Reads drills/*.toml and says what is wrong with them: every fault with file and line, all of them at once."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lesson.practice.drills import grading, reasons
from lesson.practice.drills.grading import NotAllowed
from lesson.practice.drills.schema import ARMS, FOUND_NAME, HINTS, Drill, Figure, Goal
from lesson.practice.links import Targets
from lesson.practice.places import convert, whole
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.problems import TOML_POSITION, Problems
from lesson.reading.text.schema import SLUG
from playground import effects
from playground.checkout.faults import FaultError
from playground.conflicts import ConflictError
from playground.formulas import Formula, FormulaError
from playground.headline import RULES
from playground.knob import KnobError
from playground.knobs import KNOBS

Complaint = tuple[str, str]
"""What it is about, as it stands in the file, and what is wrong."""
RESERVED = ("traffic.", "network.")
"""Groups of the world outside: nobody on call can turn those."""


@dataclass(frozen=True)
class NamedDrill:
    """A drill and the name of its file, which is its address."""

    slug: str
    drill: Drill


def load_drills(lesson: Lesson, misconceptions: set[str], problems: Problems) -> dict[str, NamedDrill]:
    """In the order in which they are to be done. One that cannot be read is left out."""
    found = [
        _load(path, lesson, misconceptions, problems) for path in sorted((lesson.folder / "drills").glob("*.toml"))
    ]
    named = sorted((each for each in found if each is not None), key=lambda each: each.drill.order)
    return {each.slug: each for each in named}


def _load(path: Path, lesson: Lesson, misconceptions: set[str], problems: Problems) -> NamedDrill | None:
    text = path.read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = TOML_POSITION.search(str(error))
        problems.add(path, int(position[1]) if position else 1, f"not valid TOML: {error}")
        return None
    drill = convert(data, Drill, (path, whole(text)), problems)
    if drill is None:
        return None
    before = len(problems)
    for about, words in _complaints(path.stem, drill, lesson, misconceptions):
        problems.add(path, whole(text).line_with(about), words)
    return NamedDrill(path.stem, drill) if len(problems) == before else None


def _complaints(slug: str, drill: Drill, lesson: Lesson, misconceptions: set[str]) -> Iterator[Complaint]:
    if not re.match(SLUG, slug):
        yield "title", f"the file’s name {slug!r} is not a slug"
    known = {objective.id for objective in lesson.objectives}
    yield from (("objectives", f"there is no objective {name}") for name in drill.objectives if name not in known)
    if drill.misconception not in misconceptions:
        yield "misconception", f"there is no misconception {drill.misconception}"
    targets = Targets(lesson)
    reads = [("read =", drill.read), *((f'id = "{goal.id}"', read) for goal in drill.goals for read in _reads(goal))]
    yield from ((about, wrong) for about, target in reads if (wrong := targets.complaint(target)))
    for check in CHECKS:
        found = list(check(drill))
        yield from found
        if found and check in (_controls, _shop):
            return  # the rest is about runs that cannot be made


def _reads(goal: Goal) -> list[str]:
    return [read for read in (goal.read, *(reason.read for reason in goal.reasons)) if read]


def _controls(drill: Drill) -> Iterator[Complaint]:
    for name in drill.controls:
        if name not in KNOBS:
            yield f'"{name}"', f"there is no control {name}"
        elif name.startswith(RESERVED):
            yield f'"{name}"', f"{name} is not a control of whoever is on call"
    if len(set(drill.controls)) != len(drill.controls):
        yield "controls", "a control is named twice"


def _shop(drill: Drill) -> Iterator[Complaint]:
    if drill.shop.headline not in RULES:
        yield "headline", f"there is no headline {drill.shop.headline}; there are {', '.join(RULES)}"
    for arm, about in zip(ARMS, ("[shop]", "[variation]"), strict=True):
        try:
            grading.plan_of(drill, arm, 1, {})
        except (KnobError, FaultError, ConflictError, ValueError) as error:
            yield about, str(error)
            return


def _without_effect(drill: Drill) -> Iterator[Complaint]:
    """What is set or offered can act, or some control can make it act; on one of the days at least."""
    if any(name not in KNOBS for name in drill.controls):
        return
    try:
        days = [grading.settings_on(drill, arm, {}) for arm in ARMS]
    except (KnobError, FaultError, ConflictError, ValueError):
        return  # _shop has named it
    for name in dict.fromkeys([*drill.shop.knobs, *drill.variation.knobs, *drill.controls]):
        if not any(effects.may_act(name, settings, drill.controls) for settings in days):
            yield f'"{name}"', f"{name} has no effect here: nothing switches on what it belongs to"


def _goals(drill: Drill) -> Iterator[Complaint]:
    yield from _unique(drill, "goals")
    for goal in drill.goals:
        about = f'id = "{goal.id}"'
        if goal.at_most is None and goal.at_least is None:
            yield about, f"the goal {goal.id} has no threshold"
        try:
            reaches = Formula(goal.value).reaches_s
        except FormulaError as error:
            yield about, str(error)
            continue
        if reaches > drill.shop.duration_s:
            yield about, f"the goal {goal.id} looks at second {reaches:g} of {drill.shop.duration_s:g}"


def _reasons(drill: Drill) -> Iterator[Complaint]:
    for goal in drill.goals:
        for reason in goal.reasons:
            yield from ((f'id = "{goal.id}"', f"{goal.id}: {wrong}") for wrong in reasons.complaints(drill, reason))


def _causes(drill: Drill) -> Iterator[Complaint]:
    yield from _unique(drill, "causes")
    right = sum(cause.right for cause in drill.causes)
    if right != 1:
        yield "[[causes]]", f"exactly one cause is right, not {right}"


def _hints(drill: Drill) -> Iterator[Complaint]:
    if len(drill.hints) != HINTS:
        yield "hints", f"there are {HINTS} hints, not {len(drill.hints)}"


def _repairs(drill: Drill) -> Iterator[Complaint]:
    yield from _unique(drill, "repairs")
    goals = {goal.id for goal in drill.goals}
    if not drill.repairs or drill.repairs[0].misses:
        yield "[[repairs]]", "the first repair is the reference and misses no goal"
    if all(not repair.misses for repair in drill.repairs):
        yield "[[repairs]]", "a wrong repair is missing: one that misses a goal"
    for repair in drill.repairs:
        about = f'id = "{repair.id}"'
        yield from ((about, f"{repair.id}: there is no goal {name}") for name in repair.misses if name not in goals)
        try:
            grading.checked_repair(drill, repair.knobs)
        except NotAllowed as error:
            yield about, f"{repair.id}: {error}"


def _figures(drill: Drill) -> Iterator[Complaint]:
    prose = " ".join(prose_of(drill).split())
    for figure in drill.figures:
        yield from ((f'said = "{figure.said}"', wrong) for wrong in _figure_complaints(drill, figure, prose))


def _figure_complaints(drill: Drill, figure: Figure, prose: str) -> Iterator[str]:
    if figure.said not in prose:
        yield f"nothing in this drill says {figure.said!r}"
    if figure.of not in {FOUND_NAME, *(repair.id for repair in drill.repairs)}:
        yield f"there is no repair {figure.of}"
    if figure.at_least is None and figure.at_most is None:
        yield "the figure has no bounds"
    try:
        Formula(figure.value)
    except FormulaError as error:
        yield str(error)


def prose_of(drill: Drill) -> str:
    """Everything in words, and nothing of what is measured."""
    return " ".join(_strings(msgspec.to_builtins(msgspec.structs.replace(drill, figures=[]))))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _strings(each)


def _unique(drill: Drill, name: str) -> Iterator[Complaint]:
    ids = [part.id for part in getattr(drill, name)]
    yield from (
        (f'id = "{each}"', f"two of the {name} are called {each}") for each in {i for i in ids if ids.count(i) > 1}
    )


CHECKS: tuple[Callable[[Drill], Iterator[Complaint]], ...] = (
    _controls, _shop, _without_effect, _goals, _reasons, _causes, _hints, _repairs, _figures,
)  # fmt: skip
