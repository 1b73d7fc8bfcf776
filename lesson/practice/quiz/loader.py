"""Reads quiz.toml and says what is wrong with it: every fault with file and line, all of them at once.

Only what can be told without running anything is checked here; that the right numbers come out of the runs is for the
tests (tests/lesson/practice), which run them.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lesson.practice.links import Targets
from lesson.practice.places import Block, blocks, convert, whole
from lesson.practice.quiz import runs
from lesson.practice.quiz.schema import (
    KINDS,
    Head,
    Item,
    ItemBase,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    RunSpec,
    Single,
    TraceItem,
)
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.problems import TOML_POSITION, Problems
from lesson.reading.text.schema import SLUG, Misconception
from playground.formulas import Formula, FormulaError

OPTIONS_MIN = 2


@dataclass(frozen=True, eq=False)
class Quiz:
    """The items of one lesson, in the order of the file."""

    items: tuple[Item, ...] = ()
    misconceptions: dict[str, Misconception] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}


def load_quiz(lesson: Lesson, problems: Problems) -> Quiz:
    """An item that cannot be read is left out; the rest of the quiz works."""
    known = {misconception.id: misconception for misconception in lesson.misconceptions}
    path = lesson.folder / "quiz.toml"
    if not path.exists():
        return Quiz(misconceptions=known)
    text = path.read_text("utf-8")
    head = _head(path, text, problems)
    if head is None:
        return Quiz(misconceptions=known)
    known |= {misconception.id: misconception for misconception in head.misconceptions}
    reader = QuizReader(path, Targets(lesson), known, {objective.id for objective in lesson.objectives}, problems)
    for misconception in head.misconceptions:
        reader.check_target(misconception.section, whole(text))
    items = [reader.item(data, block) for data, block in zip(head.items, blocks(text, "items"), strict=False)]
    return Quiz(tuple(item for item in items if item is not None), known)


def _head(path: Path, text: str, problems: Problems) -> Head | None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = TOML_POSITION.search(str(error))
        problems.add(path, int(found[1]) if found else 1, f"not valid TOML: {error}")
        return None
    return convert(data, Head, (path, whole(text)), problems)


@dataclass
class QuizReader:
    path: Path
    targets: Targets
    misconceptions: dict[str, Misconception]
    objectives: set[str]
    problems: Problems
    ids: set[str] = field(default_factory=set)

    def item(self, data: dict[str, Any], block: Block) -> Item | None:
        kind = data.get("kind")
        if kind not in KINDS:
            self.problems.add(self.path, block.line_of_key("kind"), f"kind is one of {', '.join(KINDS)}, not {kind!r}")
            return None
        item: Item | None = convert(data, KINDS[kind], (self.path, block), self.problems, str(data.get("id", "")))
        if item is None:
            return None
        before = len(self.problems)
        self.check_names(item, block)
        for complaint in COMPLAINTS[type(item)](item):
            self.problems.add(self.path, block.first, f"{item.id}: {complaint}")
        for target in read_targets(item):
            self.check_target(target, block)
        for spec in run_specs(item):
            self.check_run(item, spec, block)
        return item if len(self.problems) == before else None

    def check_names(self, item: Item, block: Block) -> None:
        if not re.match(SLUG, item.id):
            self.problems.add(self.path, block.line_of_key("id"), f"{item.id!r} is not a slug")
        if item.id in self.ids:
            self.problems.add(self.path, block.line_of_key("id"), f"the id {item.id} is used twice")
        self.ids.add(item.id)
        if item.objective not in self.objectives:
            self.problems.add(self.path, block.line_of_key("objective"), f"there is no objective {item.objective}")
        if item.misconception not in self.misconceptions:
            line = block.line_of_key("misconception")
            self.problems.add(self.path, line, f"there is no misconception {item.misconception}")

    def check_target(self, target: str, block: Block) -> None:
        complaint = self.targets.complaint(target)
        if complaint:
            self.problems.add(self.path, block.line_with(f'"{target}"'), complaint)

    def check_run(self, item: Item, spec: RunSpec, block: Block) -> None:
        complaint = runs.complaint(spec)
        if complaint:
            self.problems.add(self.path, block.line_with(f'"{spec.scenario}"'), f"{item.id}: {complaint}")


# --- what every kind must hold ---------------------------------------------------------------------------------------


def parts(item: ItemBase) -> list[Any]:
    """Whatever in the item has an explanation of its own."""
    names = ("options", "traps", "steps", "choices")
    return [part for name in names for part in getattr(item, name, ())]


def read_targets(item: Item) -> Iterator[str]:
    yield item.read
    yield from (part.read for part in parts(item) if part.read)


def run_specs(item: Item) -> Iterator[RunSpec]:
    candidates = [item.see, *(getattr(part, "see", None) for part in parts(item))]
    if item.drawing is not None:
        candidates.append(item.drawing.run)
    if isinstance(item, Numeric):
        candidates.append(item.answer.run)
    yield from (spec for spec in candidates if spec is not None)


def _several(item: ItemBase) -> Iterator[str]:
    found = [part.id for part in parts(item)]
    if len(found) < OPTIONS_MIN:
        yield f"there is little to choose from: {len(found)}"
    if len(set(found)) != len(found):
        yield "two of its parts have the same id"
    yield from (f"{part.id} has no explanation" for part in parts(item) if not part.because.strip())


def _single(item: Single) -> Iterator[str]:
    yield from _several(item)
    right = sum(option.right for option in item.options)
    if right != 1:
        yield f"exactly one option is right, not {right}"


def _multiple(item: Multiple) -> Iterator[str]:
    yield from _several(item)
    if all(option.right for option in item.options) or not any(option.right for option in item.options):
        yield "some options are right and some are wrong"


def _trace(item: TraceItem) -> Iterator[str]:
    yield from _several(item)
    if len({option.is_ for option in item.options}) != len(item.options):
        yield "two options say the same"


def _numeric(item: Numeric) -> Iterator[str]:
    try:
        Formula(item.answer.value)
    except FormulaError as error:
        yield str(error)
    if not item.traps:
        yield "a number that a wrong idea leads to is missing: [[items.traps]]"
    if len({trap.id for trap in item.traps}) != len(item.traps):
        yield "two of its traps have the same id"


def _ordering(item: Ordering) -> Iterator[str]:
    yield from _several(item)


def _matching(item: Matching) -> Iterator[str]:
    yield from _several(item)
    choices = {choice.id for choice in item.choices}
    yield from (f"there is no choice {pair.choice}" for pair in item.pairs if pair.choice not in choices)
    if len({pair.id for pair in item.pairs}) != len(item.pairs):
        yield "two pairs have the same id"


COMPLAINTS: dict[type, Callable[[Any], Iterator[str]]] = {
    Single: _single,
    Multiple: _multiple,
    Numeric: _numeric,
    Ordering: _ordering,
    Matching: _matching,
    TraceItem: _trace,
}
