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
