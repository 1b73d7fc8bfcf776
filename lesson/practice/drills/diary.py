"""What a reader did with a drill, short of handing in: causes named, hints opened, giving up. Each step is kept once.

Whatever is sent twice changes nothing the second time, so a reload and a double click do no harm.
"""

from django.db import transaction
from django.utils import timezone

from lesson.practice import counts
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.drills.schema import HINTS, Cause
from lesson.practice.models import DrillState
from lesson.reading.models import Reader


def item_of(drill: str) -> str:
    """Under which a drill is counted. No question can be called so."""
    return f"drill:{drill}"


def state_of(reader: Reader | None, lesson: str, drill: str) -> DrillState:
    """As kept; of somebody who has done nothing yet, an empty one that is not kept."""
    kept = DrillState.objects.filter(reader=reader, lesson=lesson, drill=drill).first() if reader else None
    return kept or DrillState(lesson=lesson, drill=drill)


def _locked(reader: Reader, lesson: str, drill: str) -> DrillState:
    """For changing, within a transaction."""
    DrillState.objects.get_or_create(reader=reader, lesson=lesson, drill=drill)
    return DrillState.objects.select_for_update().get(reader=reader, lesson=lesson, drill=drill)


@transaction.atomic
def name_cause(reader: Reader, lesson: str, named: NamedDrill, cause: Cause) -> None:
    state = _locked(reader, lesson, named.slug)
    if state.named_at is not None or cause.id in state.causes:
        return
    counts.add(lesson, item_of(named.slug), [f"cause:{cause.id}"], first=not state.causes)
    state.causes = [*state.causes, cause.id]
    state.named_at = timezone.now() if cause.right else None
    state.save(update_fields=["causes", "named_at"])


@transaction.atomic
def open_hint(reader: Reader, lesson: str, named: NamedDrill, number: int) -> None:
    """The next one and no other."""
    state = _locked(reader, lesson, named.slug)
    if number != state.hints + 1 or number > HINTS:
        return
    counts.add(lesson, item_of(named.slug), [f"hint:{number}"], first=True)
    state.hints = number
    state.save(update_fields=["hints"])


@transaction.atomic
def give_up(reader: Reader, lesson: str, named: NamedDrill) -> None:
    """From now on the solution may be seen, and the cause with it."""
    state = _locked(reader, lesson, named.slug)
    if state.over:
        return
    counts.add(lesson, item_of(named.slug), ["gave-up"], first=True)
    state.gave_up_at = timezone.now()
    state.save(update_fields=["gave_up_at"])


def note_passed(reader: Reader, lesson: str, drill: str) -> None:
    """Within a transaction. The first time counts."""
    state = _locked(reader, lesson, drill)
    if state.passed_at is None:
        state.passed_at = timezone.now()
        state.save(update_fields=["passed_at"])
