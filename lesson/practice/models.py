"""What practice keeps. Everything of a reader hangs on reading.Reader and goes with it; the counts of answers belong to
nobody and stay."""

import uuid

from django.db import models
from django.utils import timezone

from lesson.practice.quiz.schedule import State
from lesson.reading.models import Reader


class Asked(models.Model):
    """One question put to one reader. It is answered once; a second answer to it changes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="asked")
    lesson = models.CharField(max_length=80)
    item = models.CharField(max_length=80)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    given = models.JSONField(null=True)  # what the form held; null with an answer: “I do not know”
    right = models.BooleanField(default=False)
    chosen = models.JSONField(default=list)  # the names under which it was counted

    class Meta:
        indexes = [models.Index(fields=["reader", "lesson", "answered_at"])]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.item}"


class ItemState(models.Model):
    """Where a question stands with a reader; see quiz/schedule.py."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="item_states")
    lesson = models.CharField(max_length=80)
    item = models.CharField(max_length=80)
    box = models.PositiveSmallIntegerField(default=0)
    right = models.BooleanField(default=False)
    due_turn = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "lesson", "item"], name="one_state_an_item")]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.item}"

    @property
    def state(self) -> State:
        return State(self.item, self.box, right=self.right, due_turn=self.due_turn, due_at=self.due_at)


class AnswerCount(models.Model):
    """How often an answer was given, by anybody. `first`: at that reader's first meeting with the question."""

    lesson = models.CharField(max_length=80)
    item = models.CharField(max_length=80)
    answer = models.CharField(max_length=170)
    first = models.BooleanField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "item", "answer", "first"], name="one_count")]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.item}: {self.answer}"


class DrillState(models.Model):
    """How far a reader has come with a drill. Made with the first thing that they do there."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="drill_states")
    lesson = models.CharField(max_length=80)
    drill = models.CharField(max_length=80)
    causes = models.JSONField(default=list)  # those that were named, in order, each once
    named_at = models.DateTimeField(null=True)  # when the right one was
    hints = models.PositiveSmallIntegerField(default=0)  # opened so far
    gave_up_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "lesson", "drill"], name="one_state_a_drill")]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.drill}"

    @property
    def over(self) -> bool:
        """Whether the solution may be seen."""
        return self.passed_at is not None or self.gave_up_at is not None


class Attempt(models.Model):
    """One repair handed in. What it is graded by is kept with it, so that it can be read whatever becomes of the drill.

    `submission` is made of the form and what stood in it: the same form sent twice is one attempt.
    """

    class State(models.TextChoices):
        GRADING = "grading"
        GRADED = "graded"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="attempts")
    lesson = models.CharField(max_length=80)
    drill = models.CharField(max_length=80)
    version = models.CharField(max_length=16)
    submission = models.CharField(max_length=64)
    knobs = models.JSONField()  # what it changes of the shop as found
    goals = models.JSONField()  # as they were
    seeds = models.JSONField()  # by day
    job = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.GRADING)
    words = models.TextField(default="")  # why it could not be graded
    answers = models.JSONField(null=True)  # for each run, for each goal
    missed = models.JSONField(default=list)  # ids of goals
    submitted_at = models.DateTimeField(default=timezone.now)
    graded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "submission"], name="handed_in_once")]
        indexes = [models.Index(fields=["reader", "lesson", "drill"])]
        ordering = ["submitted_at"]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.drill}: {self.state}"

    @property
    def passed(self) -> bool:
        return self.state == self.State.GRADED and not self.missed
