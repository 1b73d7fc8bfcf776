"""What a section is made of once it has been read. Frozen values; templates/reading/blocks/<kind>.html draws each."""

from dataclasses import dataclass
from typing import ClassVar

from lesson.reading.text.schema import CheckSpec, PlaygroundSpec


@dataclass(frozen=True)
class Prose:
    kind: ClassVar[str] = "prose"
    html: str  # sanitised


@dataclass(frozen=True)
class Playground:
    kind: ClassVar[str] = "playground"
    id: str
    line: int
    spec: PlaygroundSpec
    explanation: tuple["Block", ...] = ()


@dataclass(frozen=True)
class Check:
    kind: ClassVar[str] = "check"
    id: str
    line: int
    spec: CheckSpec


@dataclass(frozen=True)
class Figure:
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
class Code:
    kind: ClassVar[str] = "code"
    id: str
    file: str
    caption: str  # sanitised
    lines: tuple[CodeLine | None, ...]  # None stands for lines left out
    text: str  # what the copy button copies
    traced: bool


@dataclass(frozen=True)
class Listing:
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
