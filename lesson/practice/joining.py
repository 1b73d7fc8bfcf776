"""Two devices of one person become one reader: what was practised on either is kept.

Answers and attempts are added up. Where both know the same question, it stands where the later answer put it; where
both worked at the same drill, everything that either found out is known, and the earlier time counts.
"""

from datetime import datetime

from lesson.practice.models import Asked, Attempt, DrillState, ItemState
from lesson.reading.models import Reader


def join(reader: Reader, other: Reader) -> None:
    """Give `reader` what is `other`'s. Called within a transaction, before `other` goes."""
    Asked.objects.filter(reader=other, answered_at=None).delete()  # nobody is asked two questions at once
    Asked.objects.filter(reader=other).update(reader=reader)
    for state in ItemState.objects.filter(reader=other):
        _join_item(reader, state)
    for drill in DrillState.objects.filter(reader=other):
        _join_drill(reader, drill)
    Attempt.objects.filter(reader=other).update(reader=reader)


def _join_item(reader: Reader, theirs: ItemState) -> None:
    mine = ItemState.objects.filter(reader=reader, lesson=theirs.lesson, item=theirs.item).first()
    if mine is not None and mine.answered_at >= theirs.answered_at:
        return
    if mine is not None:
        mine.delete()
    theirs.reader = reader
    theirs.save(update_fields=["reader"])


def _join_drill(reader: Reader, theirs: DrillState) -> None:
    mine = DrillState.objects.filter(reader=reader, lesson=theirs.lesson, drill=theirs.drill).first()
    if mine is None:
        theirs.reader = reader
        theirs.save(update_fields=["reader"])
        return
    mine.causes = list(dict.fromkeys([*mine.causes, *theirs.causes]))
    mine.hints = max(mine.hints, theirs.hints)
    for name in ("named_at", "gave_up_at", "passed_at"):
        setattr(mine, name, earlier(getattr(mine, name), getattr(theirs, name)))
    mine.save()


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)
