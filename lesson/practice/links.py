"""Passages of the lesson that practice points to: `slug#anchor`, whether there is such a one, and its address."""

from functools import cached_property

from lesson.reading.text.lesson import Lesson


class Targets:
    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """By section: its headings and the ids of what stands in it."""
        return {
            section.slug: {heading.id for heading in section.headings}
            | {name for block in section.blocks if (name := getattr(block, "id", ""))}
            | (set(self.lesson.glossary) if section.slug == "glossary" else set())
            for section in self.lesson.sections
        }

    def complaint(self, target: str) -> str:
        """What is wrong with it; empty where nothing is."""
        slug, _, anchor = target.partition("#")
        if slug not in self.anchors:
            return f"there is no section {slug}"
        if anchor and anchor not in self.anchors[slug]:
            return f"section {slug} has no passage #{anchor}"
        return ""


def address(lesson: Lesson, target: str) -> str:
    slug, _, anchor = target.partition("#")
    return f"/learn/{lesson.slug}/{slug}/" + (f"#{anchor}" if anchor else "")


def title(lesson: Lesson, target: str) -> str:
    """What the passage is called: its heading, or its section where it is not a heading."""
    slug, _, anchor = target.partition("#")
    section = lesson.section(slug)
    if section is None:
        return slug
    heading = next((heading.text for heading in section.headings if heading.id == anchor), None)
    return heading or section.title
