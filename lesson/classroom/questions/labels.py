"""Short names for a host's lists, whole at the width of a phone, where the first words of a question are cut."""

import re

from lesson.practice.quiz.schema import Item, Matching, Multiple, Numeric, Ordering, TraceItem
from lesson.reading.text.blocks import Check
from lesson.reading.text.lesson import Lesson

LABEL_LENGTH_MAX = 36
"""Characters that a list shows on a screen of 360 px."""
KINDS: dict[type[Item], str] = {
    Matching: "pairs",
    Multiple: "several",
    Numeric: "a number",
    Ordering: "an order",
    TraceItem: "a drawing",
}
_KIND_IN_ID = re.compile("^(number|order|trace)-")


def of_item(item: Item) -> str:
    """What it is about, and what kind of answer it asks for if it is not one out of several."""
    kind = KINDS.get(type(item))
    about = words_of(_KIND_IN_ID.sub("", item.id), item.ask)
    return f"{about} · {kind}" if kind else about


def of_check(check: Check) -> str:
    return check.spec.title or words_of(check.id, check.spec.ask)


def words_of(name: str, text: str) -> str:
    """ "attempts-in-polly" → "Attempts in Polly", if the text writes Polly in the middle of a sentence."""
    words = " ".join(_as_written(word, text) for word in name.split("-"))
    return words[:1].upper() + words[1:]


def _as_written(word: str, text: str) -> str:
    found = re.search(rf"(?<=\w )({re.escape(word)})\b", text, re.IGNORECASE)
    return found[1] if found else word


def concepts(lesson: Lesson) -> dict[str, str]:
    """By objective, the concept that it is about, as its section is called."""
    sections = {section.slug: section.title for section in lesson.sections}
    return {objective.id: sections.get(objective.section, objective.title) for objective in lesson.objectives}
