"""A question as learners and the wall may see it. Everything hidden is left out here, and not only in the templates:
no counts before they are revealed, no right answer before it is out. What the host sees is in desk.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from lesson.classroom import presence
from lesson.classroom.models import Room, Seat
from lesson.classroom.questions import asking, controls
from lesson.classroom.questions.deciding import Outcome
from lesson.classroom.questions.models import Question, current
from lesson.classroom.questions.tally import Round
from lesson.classroom.questions.typed import LETTERS
from lesson.classroom.questions.votes import Own, own_votes, voters_of

PER_CENT = 100


@dataclass(frozen=True)
class Bar:
    """One option's votes in one round."""

    round: int
    votes: int
    share: float
    """Between 0 and 100."""

    @property
    def percent(self) -> str:
        return f"{self.share:.0f}%"


@dataclass(frozen=True)
class Option:
    place: int
    text: str
    bars: Sequence[Bar] = ()
    right: bool | None = None
    """None where nobody may know, or nothing is right."""
    reason: str = ""
    remark: str = ""
    """Of a control's value: whether the run has it."""

    @property
    def said(self) -> str:
        return f"{self.text} ({self.remark})" if self.remark else self.text

    @property
    def letter(self) -> str:
        return LETTERS[self.place]


@dataclass(frozen=True)
class Count:
    """How many have voted, and how many could. All that is known of a vote while it is hidden."""

    votes: int
    seats: int

    @property
    def text(self) -> str:
        if self.seats >= self.votes:
            return f"{self.votes} of {self.seats} have voted"
        return f"{self.votes} {'has' if self.votes == 1 else 'have'} voted"


@dataclass(frozen=True)
class Card:
    """What everybody may see."""

    question: Question
    count: Count
    options: Sequence[Option]
    rounds: Sequence[Round] = ()
    own: Own = field(default_factory=dict)
    complaint: str = ""

    @property
    def phase(self) -> str:
        return self.question.phase

    @property
    def left_ms(self) -> int | None:
        return left_ms_of(self.question)

    @property
    def left_s(self) -> int:
        return -(-(self.left_ms or 0) // 1000)

    @property
    def outcome(self) -> Outcome | None:
        return self.question.verdict if self.question.answer_is_out else None

    @property
    def answer(self) -> int | None:
        return self.question.shown_answer

    @property
    def applied(self) -> Option | None:
        """What the room has decided, once the run has got it."""
        place = self.question.applied
        return None if place is None else self.options[place]

    @property
    def awaits_the_run(self) -> bool:
        return self.question.revealed and not self.question.answer_is_out

    @property
    def twice(self) -> bool:
        return self.question.round > 1

    @property
    def own_first(self) -> int | None:
        return self.own.get(1)

    @property
    def own_second(self) -> int | None:
        return self.own.get(2)

    @property
    def own_last(self) -> int | None:
        """Their last word, which is the one that is marked."""
        return self.own[max(self.own)] if self.own else None

    @property
    def own_now(self) -> int | None:
        return self.own.get(self.question.round)

    @property
    def summary(self) -> str:
        """For the live region: one sentence when the state changes."""
        if self.phase == Question.OPEN:
            return "The second vote is open." if self.twice else "A question: vote now."
        if self.phase == Question.CLOSED:
            return f"The vote is over: {self.count.text}."
        return " ".join(filter(None, [_told(self.options), self.verdict_words]))

    @property
    def verdict_words(self) -> str:
        """What the run, or the lesson, has to say."""
        parts = []
        if self.outcome:
            parts.append(f"{self.outcome.shown} {self.outcome.words}.")
        if self.answer is not None:
            parts.append(f"Right is {LETTERS[self.answer]}.")
        return " ".join(parts)


def left_ms_of(question: Question) -> int | None:
    """Until the vote closes by itself."""
    if question.closes_at is None or question.phase != Question.OPEN:
        return None
    return max(0, round((question.closes_at - timezone.now()).total_seconds() * 1000))


def _told(options: Sequence[Option]) -> str:
    last = [(option, option.bars[-1]) for option in options if option.bars]
    return "The tally: " + ", ".join(f"{option.letter} {bar.percent}" for option, bar in last) + "."


# -- what everybody sees ---------------------------------------------------------------------------------------------


def card_of(question: Question, *, seat: Seat | None = None, complaint: str = "") -> Card:
    own = own_votes(question, seat) if seat else {}
    rounds = asking.standing_of(question) if question.revealed else []
    return Card(question, count_of(question), options_of(question, rounds), rounds, own, complaint)


def count_of(question: Question) -> Count:
    """Of those who are there: who has voted is, whether or not there is a socket."""
    voters = voters_of(question)
    there = presence.here(question.room)
    return Count(len(voters), len(there | voters) if there else question.room.seats.count())


def options_of(question: Question, rounds: Sequence[Round], *, knowing: bool = False) -> list[Option]:
    """`knowing`: with what only the host may see."""
    answer = question.answer if knowing else question.shown_answer
    out = knowing or question.answer_is_out
    remarks = controls.remarks(question)
    return [
        Option(
            place,
            text,
            [_bar(each, place) for each in rounds],
            None if answer is None else place == answer,
            question.reason(place) if out else "",
            remarks.get(place, ""),
        )
        for place, text in enumerate(question.options)
    ]


def _bar(each: Round, place: int) -> Bar:
    return Bar(each.number, each.counts[place], PER_CENT * (each.share(place) or 0.0))


def for_learner(room: Room, seat: Seat | None, complaint: str = "") -> dict[str, Any]:
    """`seat` None: without what is anybody's own."""
    question = current(room)
    card = None
    if question is not None:
        question.room = room
        card = card_of(question, seat=seat, complaint=complaint)
    return {"room": room, "card": card, "complaint": complaint, "personal": seat is not None}


def for_projector(room: Room) -> dict[str, Any]:
    return for_learner(room, None)
