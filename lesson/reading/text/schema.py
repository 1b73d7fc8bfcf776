"""What may stand in a lesson's TOML, declared once: each struct is the type, the validation and the documentation.

Unknown fields are refused, so a misspelt one is an error and never a silent default. Nothing here reads a file.
"""

from typing import Any, Literal

import msgspec

Slug = str  # lower-case words joined by hyphens; checked where it is used as an address
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Unit = Literal["percent", "count", "seconds", "number"]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all content: immutable, and nothing but what is declared."""


# --- lesson.toml -----------------------------------------------------------------------------------------------------


class Objective(Strict, kw_only=True):
    id: Slug
    title: str
    text: str
    section: Slug  # the chapter that teaches it


class Misconception(Strict, kw_only=True):
    id: Slug
    text: str
    section: str  # slug, or slug#anchor, of the passage that corrects it


class Entry(Strict, kw_only=True):
    """One line of the table of contents; its text is in NN-<slug>.md."""

    slug: Slug
    title: str
    part: str
    minutes: int
    objectives: list[Slug] = []


class Contents(Strict, kw_only=True):
    slug: Slug
    number: str
    title: str
    promise: str
    minutes: int
    objectives: list[Objective]
    misconceptions: list[Misconception] = []
    sections: list[Entry]


# --- glossary.toml, resources.toml, stack.toml -----------------------------------------------------------------------


class Term(Strict, kw_only=True):
    term: str
    text: str
    names: list[str] = []  # other spellings under which the prose uses it


class Resource(Strict, kw_only=True):
    id: Slug
    kind: str
    title: str
    by: str
    link: str
    about: str
    core: bool = False


class Resources(Strict, kw_only=True):
    resources: list[Resource]


class StackPattern(Strict, kw_only=True):
    id: Slug
    title: str
    cells: list[tuple[str, str]]  # in the order of the libraries: its name there, its default there


class Stack(Strict, kw_only=True):
    libraries: list[str]
    patterns: list[StackPattern]


# --- claims.toml and figures.toml: what is measured for the prose ----------------------------------------------------


class Claim(Strict, kw_only=True):
    """A measurement that the text needs and no scenario makes already: settings, and a formula over the measures."""

    scenario: Slug
    id: Slug
    value: str  # see playground/formulas.py
    knobs: dict[str, Any] = {}
    faults: list[str] = []  # a fault replaces the scenario's of the same name
    duration_s: float | None = None  # None: the scenario's
    seeds: int = 10


class Claims(Strict, kw_only=True):
    claims: list[Claim]


class Recorded(Strict, kw_only=True):
    """figures.toml: written by `manage.py figures`, never by hand."""

    figures: dict[str, list[float]] = {}  # by scenario/id: the value for each seed
    traces: dict[str, list[int]] = {}  # code directive -> the lines of its file that ran


# --- directives ------------------------------------------------------------------------------------------------------


class Option(Strict, kw_only=True):
    """One answer to a prediction. It is right when the run's value lies in [from, below)."""

    id: Slug
    text: str
    because: str
    from_: float = msgspec.field(default=float("-inf"), name="from")
    below: float = float("inf")

    def holds(self, value: float) -> bool:
        return self.from_ <= value < self.below


class Predict(Strict, kw_only=True):
    ask: str
    options: list[Option]


class RunMeasure(Strict, kw_only=True):
    """What the prediction is about: a formula over the measures of one run, and the words after the number."""

    value: str
    words: str
    per: str = ""  # a recorded figure, scenario/id, to divide by
    show: Unit = "number"
    digits: int = 1


class PlaygroundSpec(Strict, kw_only=True):
    scenario: Slug
    title: str
    watch: str
    controls: list[str]
    duration_s: float
    measure: RunMeasure
    predict: Predict
    seed: int = 1
    settings: dict[str, Any] = {}
    faults: list[str] = []  # a fault replaces the scenario's of the same name


class CheckOption(Strict, kw_only=True):
    id: Slug
    text: str
    because: str
    right: bool = False


class CheckSpec(Strict, kw_only=True):
    ask: str
    title: str = ""  # in a host's lists; none means the words of its id
    options: list[CheckOption]
    several: bool = False


class FigureSpec(Strict, kw_only=True):
    file: str
    caption: str


class CodeSpec(Strict, kw_only=True):
    file: str  # in playground/patterns
    caption: str
    symbols: list[str] = []  # e.g. "Retry.run"; none means the whole file
    claim: str = ""  # scenario/id whose runs tell which lines ran


class Empty(Strict, kw_only=True):
    """A directive whose content is one of the lesson's TOML files."""
