"""What a section is made of once it has been read: frozen values, each with a template of its own."""

from dataclasses import dataclass
from typing import ClassVar

from lesson.reading.text.schema import CheckSpec, PlaygroundSpec


class Drawn:
    """What every block has in common: the template that draws it."""

    kind: ClassVar[str]

    @property
    def template(self) -> str:
        return f"reading/blocks/{self.kind}.html"


@dataclass(frozen=True)
class Prose(Drawn):
    kind: ClassVar[str] = "prose"
    html: str  # sanitised


@dataclass(frozen=True)
class Playground(Drawn):
    kind: ClassVar[str] = "playground"
    id: str
    line: int
    spec: PlaygroundSpec
    explanation: tuple["Block", ...] = ()


@dataclass(frozen=True)
class Check(Drawn):
    kind: ClassVar[str] = "check"
    id: str
    line: int
    spec: CheckSpec


@dataclass(frozen=True)
class Figure(Drawn):
    kind: ClassVar[str] = "figure"
    id: str
    svg: str  # checked by figures.py
    caption: str  # sanitised


@dataclass(frozen=True)
class CodeLine:
    number: int
    html: str
    ran: bool


@dataclass(frozen=True)
class Code(Drawn):
    kind: ClassVar[str] = "code"
    id: str
    file: str
    caption: str  # sanitised
    lines: tuple[CodeLine | None, ...]  # None stands for lines left out
    text: str  # what the copy button copies
    traced: bool
    claim: str = ""  # scenario/arm whose run was traced


@dataclass(frozen=True)
class Listing(Drawn):
    """One of the lesson's TOML files, set out: objectives, resources, glossary or stack."""

    kind: ClassVar[str] = "listing"
    what: str


Block = Prose | Playground | Check | Figure | Code | Listing


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    part: str
    minutes: int
    objectives: tuple[str, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    words: int

    @property
    def playgrounds(self) -> tuple[Playground, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Playground))

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Check))
