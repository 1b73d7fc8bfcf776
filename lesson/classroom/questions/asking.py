"""Putting questions, and what a host does with the one that is out. Everything that changes a question is here.

    open → closed → (open → closed: the second vote) → revealed → put away

Each step locks the question's row and compares what the form had seen with what is there. So of two hosts who press the
same button one does it, and the other is told how it stands.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from lesson.classroom import rooms, run
from lesson.classroom.models import Room
from lesson.classroom.plan import Step
from lesson.classroom.questions import anonymity, controls, oracle
from lesson.classroom.questions.deciding import kept
from lesson.classroom.questions.drafts import Draft
from lesson.classroom.questions.models import Question
from lesson.classroom.questions.refusals import NotNow, Stale
from lesson.classroom.questions.tally import ROUNDS, Round, rounds_of

EXTRA_S = 30
QUESTIONS_MAX = 300
"""In one room."""
HOW_IT_STANDS = {
    Question.OPEN: "the vote is open",
    Question.CLOSED: "the vote is over and the tally still hidden",
    Question.REVEALED: "the tally is out",
}


# -- putting a question ----------------------------------------------------------------------------------------------


def put(room: Room, draft: Draft, *, seconds: int | None = None, after: int | None = None) -> Question:
    """Ask the room. The question before it is put away. `after`: the number of the latest one that the host had seen.

    Raises Stale, NotNow.
    """
    refuse_if_closed(room)
    standing = run.instant(room)
    with transaction.atomic():
        anonymous = Room.objects.select_for_update().get(pk=room.pk).anonymous
        last = Question.objects.filter(room=room).aggregate(last=Max("number"))["last"] or 0
        if after is not None and after != last:
            raise Stale("Meanwhile another question was put to the room. Put yours as well, if it is still wanted.")
        if last >= QUESTIONS_MAX:
            raise NotNow(f"This room has been asked {QUESTIONS_MAX} questions; its list is full. Open a new room.")
        now = timezone.now()
        put_away(room, now)
        return Question.objects.create(
            room=room,
            number=last + 1,
            source=draft.source,
            prompt=draft.prompt,
            rich=draft.rich,
            options=list(draft.options),
            reasons=list(draft.reasons),
            right=draft.right,
            measured=kept(draft.decide) if draft.decide else None,
            run=draft.run,
            patches=None if draft.patches is None else list(draft.patches),
            asked_at=now,
            opened_at=now,
            closes_at=closing(now, seconds),
            standing={"recipe": standing.recipe, "t": standing.t},
            anonymous=anonymous,
        )


def put_away(room: Room, now: datetime) -> None:
    """Whatever is out. What was not revealed stays hidden, but in the report."""
    out = Question.objects.filter(room=room, put_away_at=None)
    anonymous = list(out.filter(anonymous=True))
    out.filter(state=Question.OPEN).update(state=Question.CLOSED, closed_at=now)
    out.update(put_away_at=now)
    for question in anonymous:
        anonymity.cut(question)


def put_away_for(room: Room, step: Step) -> bool:
    """When the room goes on to `step`: a vote that is over leaves the wall with the run that it was about, and stays in
    the report. People are not cut off while they vote, and the step's own question may have come first.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().filter(room=room, put_away_at=None).first()
        if question is None or question.phase == Question.OPEN or question.source == f"plan/{step.id}":
            return False
        put_away(room, timezone.now())
    return True


def closing(now: datetime, seconds: int | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)


# -- what a host does with it ----------------------------------------------------------------------------------------


def close(question: Question, now: datetime) -> None:
    """The vote is over; the tally is still hidden."""
    need(question, Question.OPEN)
    question.state = Question.CLOSED
    question.closed_at = now


def extend(question: Question, now: datetime) -> None:
    """Extra time, also for a vote that is over, as long as nobody has seen its tally."""
    need(question, Question.OPEN, Question.CLOSED)
    if question.phase == Question.OPEN and question.closes_at is None:
        raise NotNow("This vote has no end until you close it, so it needs no extra time.")
    begin = question.closes_at if question.phase == Question.OPEN and question.closes_at else now
    question.state = Question.OPEN
    question.closes_at = closing(begin, EXTRA_S)
    question.closed_at = None


def again(question: Question, now: datetime) -> None:
    """The second vote, after people have talked to each other. The first is kept beside it."""
    need(question, Question.CLOSED)
    if question.round >= len(ROUNDS):
        raise NotNow("The room has voted twice on this. Show the tally.")
    lasted = question.closes_at - question.opened_at if question.closes_at else None
    question.round += 1
    question.state = Question.OPEN
    question.opened_at = now
    question.closes_at = now + lasted if lasted else None
    question.closed_at = None


def reveal(question: Question, now: datetime) -> None:
    need(question, Question.OPEN, Question.CLOSED)
    question.closed_at = question.closed_at or end_of(question, now)
    question.state = Question.REVEALED
    question.revealed_at = now


def settle(question: Question, now: datetime) -> None:
    """The host tells the answer without a run."""
    need(question, Question.REVEALED)
    if question.answer is None:
        raise NotNow("No answer is known beforehand to this; only a run can tell.")
    question.settled = True


def away(question: Question, now: datetime) -> None:
    if question.state == Question.OPEN:
        question.state = Question.CLOSED
        question.closed_at = end_of(question, now)
    question.put_away_at = now
    if question.anonymous:
        anonymity.cut(question)


def end_of(question: Question, now: datetime) -> datetime:
    """When the vote ended that ends now, unless its time had run out before."""
    return min(now, question.closes_at) if question.closes_at else now


VERBS: dict[str, Callable[[Question, datetime], None]] = {
    "close": close,
    "extend": extend,
    "again": again,
    "reveal": reveal,
    "settle": settle,
    "away": away,
}


def act(question: Question, verb: str, seen: str) -> Question:
    """One of VERBS on the question as it is now. `seen`: the stage that the form was made for. Raises Refusal."""
    with transaction.atomic():
        question = locked(question, seen)
        VERBS[verb](question, timezone.now())
        question.save()
    return question


def decide(question: Question, seen: str, owner: str, *, apart: bool = False) -> Question:
    """Let the run say which option is right; the tally is out from then on. `apart`: a run of its own, out of sight.
    `owner`: as the jobs know the host.

    The run is read outside the transaction, since that takes a moment. Raises Refusal.
    """
    if question.decide is None:
        raise NotNow("No run can decide this question.")
    expect(question, seen)
    said = oracle.ask(question, owner, apart=apart)
    with transaction.atomic():
        question = locked(question, seen)
        if question.state != Question.REVEALED:
            reveal(question, timezone.now())
        question.outcome = msgspec.to_builtins(said)
        question.save()
    return question


def apply(question: Question, seen: str, option: int | None) -> Question:
    """Give the room's run the settings that won; `option` is the host's word on a tie. Raises Refusal."""
    with transaction.atomic():
        question = locked(question, seen)
        need(question, Question.REVEALED)
        if question.patches is None:
            raise NotNow("This question changes nothing in the run.")
        if question.applied is not None:
            raise NotNow("This has been applied already.")
        question.applied = controls.winner(standing_of(question)[-1].leaders, option)
        controls.apply(question.room, question.patches[question.applied])
        question.save(update_fields=["applied"])
    return question


# -- helpers ---------------------------------------------------------------------------------------------------------


def locked(question: Question, seen: str) -> Question:
    """The row, for us alone until the transaction ends. Raises Stale."""
    row = Question.objects.select_for_update().get(pk=question.pk)
    row.room = question.room
    expect(row, seen)
    return row


def refuse_if_closed(room: Room) -> None:
    words = rooms.why_closed(room)
    if words:
        raise NotNow(words)


def expect(question: Question, seen: str) -> None:
    refuse_if_closed(question.room)
    if question.put_away_at is not None:
        raise Stale("This question has been put away meanwhile. Its votes are kept, and are in the report.")
    if question.stage != seen:
        how = HOW_IT_STANDS[question.phase] + of_round(question)
        raise Stale(f"Nothing was changed: meanwhile {how}. This is how it stands.")


def of_round(question: Question) -> str:
    return ", in the second round" if question.round > 1 else ""


def need(question: Question, *phases: str) -> None:
    if question.phase not in phases:
        raise NotNow(f"That cannot be done now: {HOW_IT_STANDS[question.phase]}.")


def standing_of(question: Question) -> list[Round]:
    """How many voted for what, in each round so far."""
    counted = question.votes.values_list("round", "option").annotate(votes=Count("pk")).order_by()
    return rounds_of(counted, len(question.options), question.round)
