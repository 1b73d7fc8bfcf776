"""Voting. One vote a seat and round, however often it is sent; while the round is open the last word counts.

Changing one's mind is allowed because that is what thinking looks like; a second tap on the same option, a reconnect
and a form that is sent again all say the same thing once more and change nothing.
"""

import threading
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lesson.classroom import rooms
from lesson.classroom.models import Seat
from lesson.classroom.questions.models import Question, Vote
from lesson.classroom.questions.refusals import Late, NoSuchOption, Stale, Unseated

_in_turn = threading.Lock()
"""A class votes within seconds. SQLite has one writer, and those who wait for it are served in no order at all: some of
three hundred would wait until they were refused. Here they wait for each other, some two milliseconds each."""

Own = dict[int, int]
"""By round: the place of the option that a seat has voted for."""


@dataclass(frozen=True)
class Ballot:
    """What a form sends: which question, in which round, and what."""

    number: int
    round: str
    option: str


def cast(seat: Seat, ballot: Ballot) -> tuple[Question, Own]:
    """Counts it, and tells what this seat has said so far. Raises Refusal; then nothing changes."""
    try:
        question, option = _count(seat, ballot)
    except IntegrityError:  # the seat, or all of the room, was removed between the asking and the counting
        raise Unseated("Your host has removed this seat, so the vote was not counted.") from None
    earlier = own_votes(question, seat) if question.round > 1 else {}
    return question, earlier | {question.round: option}


def _count(seat: Seat, ballot: Ballot) -> tuple[Question, int]:
    with _in_turn, transaction.atomic():
        question = Question.objects.select_for_update().filter(room=seat.room_id, number=ballot.number).first()
        if question is None:
            raise Stale("This question is not there any more. This is what the room is asked now.")
        refuse_if_over(question, seat, ballot)
        option = option_of(question, ballot.option)
        Vote.objects.bulk_create(
            [Vote(question=question, seat=seat, voter=seat.pk, round=question.round, option=option)],
            update_conflicts=True,
            unique_fields=["question", "seat", "round"],
            update_fields=["option", "at"],
        )
    return question, option


def refuse_if_over(question: Question, seat: Seat, ballot: Ballot) -> None:
    if not (rooms.is_open(seat.room) and question.put_away_at is None and question.is_open()):
        raise Late(f"The vote was over before this came in, so it was not counted. {what_is_kept(question, seat)}")
    if ballot.round != str(question.round):
        raise Late(f"The first vote is over, and this is the second. {what_is_kept(question, seat)} Vote again below.")


def what_is_kept(question: Question, seat: Seat) -> str:
    if question.anonymous and question.put_away_at is not None:
        return "It was anonymous: what had come in before is counted, and is nobody’s any more."
    own = own_votes(question, seat)
    if not own:
        return "No earlier vote of yours had come in."
    last = max(own)
    return f"Your vote for “{question.options[own[last]]}” is kept."


def option_of(question: Question, text: str) -> int:
    if not text:
        raise NoSuchOption("Choose one of the answers first.")
    place = int(text) if text.isascii() and text.isdecimal() and len(text) == 1 else len(question.options)
    if place >= len(question.options):
        raise NoSuchOption("That is none of the answers to this question. Choose one of these.")
    return place


def own_votes(question: Question, seat: Seat) -> Own:
    return dict(Vote.objects.filter(question=question, seat=seat).values_list("round", "option"))


def voters_of(question: Question) -> set[int]:
    """Who has voted in the present round: seats, while the question is out."""
    return set(Vote.objects.filter(question=question, round=question.round).values_list("voter", flat=True))
