"""Counts that belong to nobody: how often an answer was given or a thing was done. They stay when a reader goes."""

from collections.abc import Iterable

from django.db.models import F

from lesson.practice.models import AnswerCount


def add(lesson: str, item: str, names: Iterable[str], *, first: bool) -> None:
    """One more of each. `first`: at that reader's first meeting with the item."""
    for name in names:
        where = {"lesson": lesson, "item": item, "answer": name, "first": first}
        AnswerCount.objects.get_or_create(**where)
        AnswerCount.objects.filter(**where).update(count=F("count") + 1)
