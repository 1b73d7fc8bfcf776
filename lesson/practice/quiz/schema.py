"""What may stand in quiz.toml, declared once: each struct is the type, the validation and the documentation.

No item holds a right number. A number, and what a trace shows, are read off a run of the engine when they are needed.
docs/writing-practice.md shows one of each kind.
"""

# mypy: disable-error-code="misc"
# (msgspec's structs inherit `frozen`; mypy's model of them does not know)

from typing import Any, Literal

import msgspec

from lesson.reading.text.schema import Misconception, Slug, Strict, Unit

View = Literal["caller", "messages"]
Fact = Literal["charges", "refunds", "paid", "orders", "attempts", "told", "verdict"]


class RunSpec(Strict, kw_only=True):
    """A run of the playground: a scenario, and what differs from it."""

    scenario: Slug
    knobs: dict[str, Any] = {}
    faults: list[str] = []  # a fault replaces the scenario's of the same name
    seed: int = 1
    duration_s: float | None = None  # None: the scenario's


class Reasoned(Strict, kw_only=True):
    """Anything that can be chosen: why it is right, or why it is wrong."""

    id: Slug
    text: str
    because: str
    read: str = ""  # where to read on: slug#anchor; none means the item's own
    see: RunSpec | None = None  # a run that shows it


class Option(Reasoned, kw_only=True):
    right: bool = False


class TraceOption(Reasoned, kw_only=True):
    is_: int | str = msgspec.field(name="is")  # right when the trace's fact is this


class Answer(Strict, kw_only=True):
    """The right number: a formula over the measures of a run. A guess within the margin of it is right."""

    run: RunSpec
    value: str
    show: Unit = "number"
    digits: int = 1
    within: float = 0.0  # in the unit shown: percentage points for a percent
    within_share: float = 0.0  # of the value


class Trap(Strict, kw_only=True):
    """A wrong number that a wrong idea leads to."""

    id: Slug
    near: float  # in the unit shown
    because: str
    within: float = 0.0
    read: str = ""
    see: RunSpec | None = None


class Step(Strict, kw_only=True):
    id: Slug
    text: str
    because: str  # why it stands here and not elsewhere
    read: str = ""


class Pair(Strict, kw_only=True):
    """The left-hand side of a match, and the choice that belongs to it."""

    id: Slug
    text: str
    choice: Slug


class Drawing(Strict, kw_only=True):
    """One order of a run as a sequence diagram. Before the answer only a part of it is drawn."""

    run: RunSpec
    order: int = 1
    view: View = "messages"  # what checkout could know, or all messages without their effects


class ItemBase(Strict, kw_only=True, tag_field="kind"):
    id: Slug
    objective: Slug
    misconception: Slug
    read: str  # the passage that answers it: slug#anchor
    ask: str  # Markdown
    why: str  # shown once it has been answered, whatever the answer
    see: RunSpec | None = None
    drawing: Drawing | None = None


class Single(ItemBase, kw_only=True, tag="single"):
    options: list[Option]
    keep_order: bool = False


class Multiple(ItemBase, kw_only=True, tag="multiple"):
    options: list[Option]
    keep_order: bool = False


class Numeric(ItemBase, kw_only=True, tag="numeric"):
    answer: Answer
    unit: str  # what stands behind the field
    traps: list[Trap]
    otherwise: str  # for a wrong number that no trap explains


class Ordering(ItemBase, kw_only=True, tag="ordering"):
    steps: list[Step]  # in the right order


class Matching(ItemBase, kw_only=True, tag="matching"):
    pairs: list[Pair]
    choices: list[Reasoned]


class TraceItem(ItemBase, kw_only=True, tag="trace"):
    """A drawing is shown; what it came to is the question, and the run is the answer."""

    drawing: Drawing
    fact: Fact
    options: list[TraceOption]
    keep_order: bool = True


Item = Single | Multiple | Numeric | Ordering | Matching | TraceItem
Choosing = Single | Multiple | TraceItem
KINDS: dict[str, type[Item]] = {
    "single": Single,
    "multiple": Multiple,
    "numeric": Numeric,
    "ordering": Ordering,
    "matching": Matching,
    "trace": TraceItem,
}


class Head(Strict, kw_only=True):
    """quiz.toml without its items. It may name misconceptions beyond those of lesson.toml."""

    misconceptions: list[Misconception] = []
    items: list[dict[str, Any]]
