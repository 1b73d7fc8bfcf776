"""One question as a page shows it: its parts in this asking's order, and after the answer what is said about each.

Until it is answered nothing in here says which part is right; templates draw what they are given.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lesson.practice.models import Asked
from lesson.practice.quiz import runs
from lesson.practice.quiz.marking import Given, Marking, Note, mark
from lesson.practice.quiz.schema import Drawing, Item, Matching, Multiple, Numeric, Ordering
from playground.sequence.diagram import Diagram, Shown, diagram


@dataclass(frozen=True)
class Part:
    """An option, a step, or the left side of a match. `note` is what is said about it once it has been answered."""

    id: str
    text: str
    given: str = ""
    """What stands in its field: the place of a step, the choice of a pair, "chosen" for an option."""
    note: Note | None = None


@dataclass(frozen=True)
class Sheet:
    asked: Asked
    item: Item
    parts: Sequence[Part] = ()
    choices: Sequence[Any] = ()
    """The right-hand sides of a match."""
    number: str = ""
    diagram: Diagram | None = None
    marking: Marking | None = None
    complaint: str = ""
    typed: Given = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return type(self.item).__name__.lower().removesuffix("item")

    @property
    def template(self) -> str:
        return f"practice/items/_{TEMPLATES.get(type(self.item), 'choice')}.html"

    @property
    def several(self) -> bool:
        return isinstance(self.item, Multiple)

    @property
    def places(self) -> range:
        return range(1, len(self.parts) + 1)

    @property
    def unknown(self) -> bool:
        """Whether it was answered with “I do not know”."""
        return self.marking is not None and self.asked.given is None

    @property
    def note(self) -> Note | None:
        """Of a number: what is said about the wrong one."""
        return next(iter(self.marking.notes), None) if self.marking else None


TEMPLATES: dict[type, str] = {Numeric: "numeric", Ordering: "ordering", Matching: "matching"}


def sheet_of(asked: Asked, item: Item, *, complaint: str = "", typed: Given | None = None) -> Sheet:
    answered = asked.answered_at is not None
    given: Given = (asked.given or {}) if answered else (typed or {})
    marking = mark(item, asked.given) if answered else None
    notes = {note.part: note for note in marking.notes} if marking else {}
    return Sheet(
        asked=asked,
        item=item,
        parts=[
            Part(part.id, part.text, _given(item, part.id, given), notes.get(part.id))
            for part in _shuffled(item, asked, answered=answered)
        ],
        choices=_mixed(item.choices, asked) if isinstance(item, Matching) else (),
        number="".join(given.get("number", ())),
        diagram=drawn(item.drawing, "everything" if answered else item.drawing.view) if item.drawing else None,
        marking=marking,
        complaint=complaint,
        typed=given,
    )


def _given(item: Item, part: str, given: Given) -> str:
    if isinstance(item, Ordering):
        return "".join(given.get(f"place-{part}", ()))
    if isinstance(item, Matching):
        return "".join(given.get(f"pair-{part}", ()))
    return "chosen" if part in given.get("option", ()) else ""


def _shuffled(item: Item, asked: Asked, *, answered: bool) -> Sequence[Any]:
    """A right order is only shown once it may be."""
    if isinstance(item, Numeric):
        return ()
    if isinstance(item, Ordering):
        return item.steps if answered else _mixed(item.steps, asked, never=item.steps)
    if isinstance(item, Matching):
        return item.pairs
    return item.options if item.keep_order else _mixed(item.options, asked)


def _mixed(parts: Sequence[Any], asked: Asked, never: Sequence[Any] = ()) -> list[Any]:
    """Shuffled, the same each time for the same asking; never into the order `never`."""
    chance = random.Random(str(asked.id))
    mixed = list(parts)
    chance.shuffle(mixed)
    while mixed == list(never):
        chance.shuffle(mixed)
    return mixed


def drawn(drawing: Drawing, shown: Shown) -> Diagram:
    return _diagram(runs.key_of(drawing), shown)


@lru_cache(maxsize=64)
def _diagram(key: str, shown: Shown) -> Diagram:
    return diagram(runs.events_of(runs.drawing_of(key)), shown)


def given_by(form: Mapping[str, Any], item: Item) -> dict[str, list[str]]:
    """The fields of a form that belong to this question, each cut to a sensible length."""
    names = _field_names(item)
    return {name: [text[:FIELD_LENGTH_MAX] for text in form.getlist(name)[:FIELDS_MAX]] for name in names}  # type: ignore[attr-defined]


FIELD_LENGTH_MAX = 80
FIELDS_MAX = 20


def _field_names(item: Item) -> list[str]:
    if isinstance(item, Numeric):
        return ["number"]
    if isinstance(item, Ordering):
        return [f"place-{step.id}" for step in item.steps]
    if isinstance(item, Matching):
        return [f"pair-{pair.id}" for pair in item.pairs]
    return ["option"]
