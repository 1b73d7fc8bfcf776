"""What may stand in drills/*.toml, declared once: each struct is the type, the validation and the documentation.

A drill is a shop in trouble, what is wanted of it, and what may be touched. Everything that a learner must find out
(faults, variation, causes, repairs, solution) stays on the server.
"""

# mypy: disable-error-code="misc"
# (msgspec's structs inherit `frozen`; mypy's model of them does not know)

from typing import Any, Literal

import msgspec

from lesson.reading.text.schema import Slug, Strict, Unit

Judge = Literal["every", "mean"]
HINTS = 3
FOUND_NAME = "found"


class Pager(Strict, kw_only=True):
    """The message that wakes somebody up."""

    at: str
    source: str
    text: str


class Shop(Strict, kw_only=True):
    """The shop as it is found. `knobs` and `faults` are in force from the beginning; nobody is told of the faults."""

    knobs: dict[str, Any] = {}
    faults: list[str] = []
    duration_s: float
    speed: float = 1.0
    headline: str = "orders"  # playground/headline.py


class Variation(Strict, kw_only=True):
    """Another day: what differs from the shop as found. Graded as well, and never shown."""

    knobs: dict[str, Any] = {}
    faults: list[str] = []  # a fault replaces the shop's of the same name
    about: str  # what is different, told after the drill is over


class Reason(Strict, kw_only=True):
    """Why a goal is missed by repairs that stand at these settings, where one text cannot be true of all repairs."""

    when: dict[str, Any]  # each control at this value; "< 2" and the like bound a number
    text: str
    read: str = ""  # the passage that explains it, where it is another one than the goal's


class Goal(Strict, kw_only=True):
    """What is wanted: a formula over the measures of a run, and the threshold."""

    id: Slug
    text: str
    value: str
    at_most: float | None = None
    at_least: float | None = None
    show: Unit = "number"
    digits: int = 1
    judge: Judge = "mean"  # must hold in every run, or on the mean of the runs
    missed: str  # why, when it is missed
    reasons: list[Reason] = []  # the first that fits the repair is told instead
    met: str = ""
    read: str = ""  # the passage that explains it, where it is another one than the drill's


class Cause(Strict, kw_only=True):
    """A diagnosis to choose: the cause, and what one would see if it were so."""

    id: Slug
    text: str
    sign: str
    because: str
    right: bool = False


class Repair(Strict, kw_only=True):
    """Settings that somebody may hand in. The tests do: right ones pass, wrong ones miss just the goals named."""

    id: Slug
    title: str
    knobs: dict[str, Any]
    misses: list[Slug] = []  # none: it is a right one
    because: str


class Figure(Strict, kw_only=True):
    """A number that the drill's words state. The tests run the shop and see whether it is so."""

    said: str  # as it stands in some text of the drill
    value: str
    of: Slug = FOUND_NAME  # the repair that is run, or the shop as found
    day: Literal["found", "variation"] = "found"
    at_least: float | None = None
    at_most: float | None = None


class Drill(Strict, kw_only=True):
    title: str
    order: int
    objectives: list[Slug]
    misconception: Slug
    read: str  # the passage that it practises: slug#anchor
    minutes: int
    pager: Pager
    brief: str  # what is known and wanted, in two or three sentences
    shop: Shop
    variation: Variation
    controls: list[str]  # names of knobs that may be changed
    goals: list[Goal]
    causes: list[Cause]
    hints: list[str]
    repairs: list[Repair]  # the first is the reference
    solution: str  # Markdown
    figures: list[Figure] = []


class Arm(msgspec.Struct, frozen=True):
    """One of the two days on which a repair is graded."""

    name: Literal["found", "variation"]
    title: str


FOUND = Arm("found", "this incident")
VARIATION = Arm("variation", "another day")
ARMS = (FOUND, VARIATION)
