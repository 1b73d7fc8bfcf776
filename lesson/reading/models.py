"""What a reader leaves behind: where they are, what they believed, what they answered. No name, no address, no account.

A reader comes into being with the first thing worth keeping, and everything that belongs to one goes with them. Other
apps that keep something for a reader point here with on_delete=CASCADE.
"""

from django.db import models
from django.utils import timezone


class Reader(models.Model):
    created_at = models.DateTimeField(default=timezone.now)
    resume_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (NULL: there is no link)
    resume_made_at = models.DateTimeField(null=True)
    place_lesson = models.CharField(max_length=80, default="")
    place_section = models.CharField(max_length=80, default="")
    place_anchor = models.CharField(max_length=120, default="")

    def __str__(self) -> str:
        return f"reader {self.pk}"


class SectionRead(models.Model):
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="sections")
    lesson = models.CharField(max_length=80)
    section = models.CharField(max_length=80)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "lesson", "section"], name="section_read_once")]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.section}"


class Prediction(models.Model):
    """One belief and what became of it. It is never overwritten; the run it was marked against is kept whole."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="predictions")
    lesson = models.CharField(max_length=80)
    playground = models.CharField(max_length=120)
    option = models.CharField(max_length=80)  # "" when the reader skipped
    predicted_at = models.DateTimeField(default=timezone.now)
    seen = models.CharField(max_length=80, default="")  # the option that the reader says happened
    said_at = models.DateTimeField(null=True)
    value = models.FloatField(null=True)  # measured in that run
    recipe = models.TextField(default="")
    fingerprint = models.CharField(max_length=64, default="")
    series = models.JSONField(default=dict)  # per second of virtual time, for the static picture

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "lesson", "playground"], name="predicted_once")]
        ordering = ["predicted_at"]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.playground}"

    @property
    def skipped(self) -> bool:
        return not self.option

    @property
    def marked(self) -> bool:
        return self.value is not None


class CheckAnswer(models.Model):
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="answers")
    lesson = models.CharField(max_length=80)
    check_id = models.CharField(max_length=120)
    options = models.JSONField(default=list)  # as last answered
    tries = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "lesson", "check_id"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.lesson}/{self.check_id}"
