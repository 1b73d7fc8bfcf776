"""A lesson as it is read from its folder: everything a page needs, resolved and frozen.

A lesson is a folder under lesson/content with a lesson.toml. Nothing else announces it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lesson.reading.text.blocks import Block, Check, Playground, Section
from lesson.reading.text.schema import Claim, Contents, Misconception, Objective, Resource, Stack, Term


@dataclass(frozen=True, eq=False)
class Lesson:
    folder: Path
    contents: Contents
    sections: tuple[Section, ...]
    glossary: Mapping[str, Term]
    resources: tuple[Resource, ...]
    stack: Stack | None
    claims: Mapping[str, Claim]  # by "scenario/id": every one that the text quotes, or that its TOML declares
    figures: Mapping[str, list[float]]  # by "scenario/id": the value for each seed

    @property
    def slug(self) -> str:
        return self.contents.slug

    @property
    def objectives(self) -> list[Objective]:
        return self.contents.objectives

    @property
    def misconceptions(self) -> list[Misconception]:
        return self.contents.misconceptions

    @cached_property
    def by_slug(self) -> dict[str, int]:
        return {section.slug: place for place, section in enumerate(self.sections)}

    @cached_property
    def parts(self) -> list[tuple[str, list[Section]]]:
        """The table of contents: sections under the name of their part, in reading order."""
        parts: list[tuple[str, list[Section]]] = []
        for section in self.sections:
            if not parts or parts[-1][0] != section.part:
                parts.append((section.part, []))
            parts[-1][1].append(section)
        return parts

    @cached_property
    def activities(self) -> dict[str, tuple[Section, Playground | Check]]:
        """Everything that a reader answers, by its id."""
        return {
            block.id: (section, block)
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Playground | Check)
        }

    @cached_property
    def playgrounds(self) -> dict[str, tuple[Section, Playground]]:
        return {name: (section, block) for name, (section, block) in self.activities.items() if is_playground(block)}  # type: ignore[misc]

    def section(self, slug: str) -> Section | None:
        place = self.by_slug.get(slug)
        return None if place is None else self.sections[place]

    def before(self, section: Section) -> Section | None:
        place = self.by_slug[section.slug]
        return self.sections[place - 1] if place else None

    def after(self, section: Section) -> Section | None:
        place = self.by_slug[section.slug]
        return self.sections[place + 1] if place + 1 < len(self.sections) else None


def is_playground(block: Block) -> bool:
    return isinstance(block, Playground)
