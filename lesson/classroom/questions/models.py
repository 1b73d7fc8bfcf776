"""What a room was asked, and what each seat said. Both hang on the room and go with it.

The database holds the two laws of voting: one vote a seat in each round, and one question of each number in a room.
"""

from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.utils import timezone

from lesson.classroom.models import Room, Seat
from lesson.classroom.questions.deciding import Decide, Outcome, read_decide, read_outcome
from lesson.practice.models import Asked


class Question(models.Model):
    OPEN, CLOSED, REVEALED = "open", "closed", "revealed"
    STATES: ClassVar = [(OPEN, "people vote"), (CLOSED, "the vote is over"), (REVEALED, "everybody sees the tally")]

    room = models.ForeignKey(Room, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=160)  # "typed", "control", or kind/name: "plan/silence", "quiz/giving-up"
    prompt = models.TextField()
    rich = models.BooleanField(default=False)  # the lesson's own Markdown; what a host typed is text
    options = models.JSONField()
    reasons = models.JSONField(default=list)  # of each option: why it is right or wrong; may be empty
    right = models.PositiveSmallIntegerField(null=True)  # the place of the right option, where it is known beforehand
    measured = models.JSONField(null=True)  # deciding.Decide: how a run marks it
    run = models.TextField(default="")  # a recipe as a link: the run that marks it when the room's own is another
    patches = models.JSONField(null=True)  # of each option: the settings that the room would get
    anonymous = models.BooleanField(default=False)  # as the room was when this was put; see anonymity.py

    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(default=timezone.now)  # the present round
    closes_at = models.DateTimeField(null=True)  # null: until the host closes it
    closed_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    standing = models.JSONField(null=True)  # the room's run when this was asked: {"recipe": link, "t": seconds}
    outcome = models.JSONField(null=True)  # deciding.Outcome: what the run said
    settled = models.BooleanField(default=False)  # the host has told the answer
    applied = models.PositiveSmallIntegerField(null=True)  # the option whose settings the room got
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="question_number_once_in_a_room")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.room} question {self.number}"

    # -- how it stands -------------------------------------------------------------------------------------------

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether a vote counts. Time running out closes it without anybody's doing."""
        return self.state == self.OPEN and (self.closes_at is None or (now or timezone.now()) < self.closes_at)

    @property
    def phase(self) -> str:
        """The state, with time that ran out taken for what it is."""
        return self.CLOSED if self.state == self.OPEN and not self.is_open() else self.state

    @property
    def stage(self) -> str:
        """What a form about this question has seen: a form that has seen another is stale."""
        return f"{self.round}-{self.phase}"

    @property
    def revealed(self) -> bool:
        return self.state == self.REVEALED

    # -- what is right -------------------------------------------------------------------------------------------

    @cached_property
    def decide(self) -> Decide | None:
        return read_decide(self.measured)

    @property
    def verdict(self) -> Outcome | None:
        return read_outcome(self.outcome)

    @property
    def answer(self) -> int | None:
        """The right option as far as anybody knows: the run's word before the content's."""
        return self.verdict.option if self.verdict else self.right

    @property
    def shown_answer(self) -> int | None:
        """The same, once the room may know it."""
        return self.answer if self.answer_is_out else None

    @property
    def answer_is_out(self) -> bool:
        """A question that a run marks waits for the run, or for the host who answers it without one."""
        return self.revealed and (self.decide is None or self.verdict is not None or self.settled)

    @property
    def kind(self) -> str:
        if self.patches is not None:
            return "control"
        return "prediction" if self.decide else "concept"

    def reason(self, option: int) -> str:
        return self.reasons[option] if option < len(self.reasons) else ""


class Vote(models.Model):
    """What a seat says in one round: the last word counts for as long as the round is open."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="votes", null=True)  # null: nobody's any more
    voter = models.PositiveBigIntegerField()  # the same in both rounds: the seat, or once it is nobody's a number
    round = models.PositiveSmallIntegerField()
    option = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "seat", "round"], name="one_vote_a_seat_and_round")]

    def __str__(self) -> str:
        return f"{self.question_id} round {self.round}"


class Met(models.Model):
    """An asking of a quiz item that somebody opened because the room was moved to it. Whose, the room does not keep."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="met")
    asked = models.ForeignKey(Asked, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "asked"], name="one_meeting_a_room_and_asking")]

    def __str__(self) -> str:
        return f"{self.asked} in room {self.room_id}"


def current(room: Room) -> Question | None:
    """The question before the room, if there is one."""
    return Question.objects.filter(room=room, put_away_at=None).order_by("-number").first()
