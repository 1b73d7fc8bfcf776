"""What a reader did with the quiz: asking, answering once, and the counts that belong to nobody."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from lesson.practice import counts
from lesson.practice.models import Asked, ItemState
from lesson.practice.quiz import schedule
from lesson.practice.quiz.loader import Quiz
from lesson.practice.quiz.marking import Given, Marking, mark
from lesson.practice.quiz.schema import Item
from lesson.reading.models import Reader

ANSWERED, RIGHT = "*answered", "*right"
"""Counted beside the answers themselves; no option can be called so."""


def open_question(reader: Reader, lesson: str, quiz: Quiz) -> Asked | None:
    """The one that was asked and not answered yet, if there is one. One whose item has gone is dropped."""
    pending = Asked.objects.filter(reader=reader, lesson=lesson, answered_at=None).order_by("-asked_at")
    for asked in pending:
        if asked.item in quiz.by_id:
            return asked
        asked.delete()
    return None


def ask(reader: Reader, lesson: str, quiz: Quiz, items: Iterable[Item] = ()) -> Asked | None:
    """The open question, or the next one out of `items` (none named: all); None when there is none for today."""
    wanted = tuple(items) or quiz.items
    with transaction.atomic():
        Reader.objects.select_for_update().get(pk=reader.pk)  # two tabs at once get the same question
        asked = open_question(reader, lesson, quiz)
        if asked is not None and asked.item in {item.id for item in wanted}:
            return asked
        if asked is not None:
            asked.delete()
        given = answers_given(reader, lesson)
        item = schedule.next_item(
            wanted,
            [row.state for row in ItemState.objects.filter(reader=reader, lesson=lesson)],
            turn=given + 1,
            now=timezone.now(),
            last=last_item(reader, lesson),
            repeated=repeated(reader, lesson, given % schedule.ROUND),
        )
        return None if item is None else Asked.objects.create(reader=reader, lesson=lesson, item=item.id)


def answers_given(reader: Reader, lesson: str) -> int:
    return Asked.objects.filter(reader=reader, lesson=lesson).exclude(answered_at=None).count()


def last_item(reader: Reader, lesson: str) -> str:
    rows = Asked.objects.filter(reader=reader, lesson=lesson).exclude(answered_at=None)
    return rows.order_by("-answered_at").values_list("item", flat=True).first() or ""


def repeated(reader: Reader, lesson: str, count: int) -> list[str]:
    """Which of the last so many questions had been answered before on the same day."""
    rows = Asked.objects.filter(reader=reader, lesson=lesson).exclude(answered_at=None)
    round_ = list(rows.order_by("-answered_at").values_list("item", flat=True)[:count])
    answers = rows.filter(item__in=round_).order_by("answered_at").values_list("item", "answered_at")
    return schedule.repeats(answers, count)


def latest(reader: Reader, lesson: str, count: int) -> list[bool]:
    """Whether the last so many answers were right, in the order in which they were given."""
    rows = Asked.objects.filter(reader=reader, lesson=lesson).exclude(answered_at=None).order_by("-answered_at")
    return list(rows.values_list("right", flat=True)[:count])[::-1]


def answer(asked: Asked, item: Item, given: Given | None) -> bool:
    """Marks and keeps the first answer to this question, and says whether this was it. Raises Unanswerable."""
    marking = mark(item, given)
    with transaction.atomic():
        now = timezone.now()
        kept: dict[str, Any] = {"given": given, "right": marking.right, "chosen": list(marking.counted)}
        if not Asked.objects.filter(pk=asked.pk, answered_at=None).update(answered_at=now, **kept):
            return False
        first = not ItemState.objects.filter(reader=asked.reader, lesson=asked.lesson, item=asked.item).exists()
        _move(asked, right=marking.right)
        _count(asked, marking, first=first)
    asked.refresh_from_db()
    return True


def _move(asked: Asked, *, right: bool) -> None:
    row = ItemState.objects.filter(reader=asked.reader, lesson=asked.lesson, item=asked.item).first()
    turn, now = answers_given(asked.reader, asked.lesson), timezone.now()
    state = schedule.after(row.state if row else None, asked.item, right=right, turn=turn, now=now)
    ItemState.objects.update_or_create(
        reader=asked.reader, lesson=asked.lesson, item=asked.item,
        defaults={"box": state.box, "right": state.right, "due_turn": state.due_turn, "due_at": state.due_at,
                  "answered_at": now},
    )  # fmt: skip


def _count(asked: Asked, marking: Marking, *, first: bool) -> None:
    names = (ANSWERED, *([RIGHT] if marking.right else []), *marking.counted)
    counts.add(asked.lesson, asked.item, names, first=first)
