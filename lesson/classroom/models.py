"""A room, and the seats in it. Everything that a class leaves behind hangs on its room and goes with it.

No account, no address, no name that somebody did not type in themselves. Secrets are kept as hashes only.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from lesson.classroom import codes

NICKNAME_LENGTH_MAX = 40


class Room(models.Model):
    FREE, LED = "free", "led"
    PACES: ClassVar = [(FREE, "everybody at their own pace"), (LED, "led by the host")]

    code = models.CharField(max_length=codes.LENGTH, unique=True)
    host_hash = models.CharField(max_length=64)  # of the secret in the private link
    host_epoch = models.PositiveIntegerField(default=0)  # hosts of an earlier one are hosts no more
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True)

    # What it was opened from
    lesson = models.CharField(max_length=80, default="")
    section = models.CharField(max_length=80, default="")
    step = models.CharField(max_length=80, default="")  # of the lesson's plan; "" outside of it

    # The run it shares; these are what it is rebuilt from
    scenario = models.CharField(max_length=80)
    recipe = models.TextField()
    t = models.FloatField(default=0.0)  # virtual seconds
    speed = models.FloatField(default=1.0)
    playing = models.BooleanField(default=False)

    locked = models.BooleanField(default=False)  # nobody else comes in
    screens_paused = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)  # no names, not even to the host
    pace = models.CharField(max_length=4, choices=PACES, default=FREE)
    place = models.CharField(max_length=200, default="")  # where the room is, when it is led: an address of this site

    def __str__(self) -> str:
        return codes.shown(self.code)

    @property
    def shown(self) -> str:
        """The code as people say it."""
        return codes.shown(self.code)

    @property
    def steerer(self) -> "Seat | None":
        """The learner who has been handed the controls."""
        return self.seats.filter(has_controls=True).first()


class Seat(models.Model):
    """One learner in one browser. The token is in that browser's session."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)  # given, unique in the room
    nickname = models.CharField(max_length=NICKNAME_LENGTH_MAX, default="")
    nickname_hidden = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    has_controls = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="name_once_in_a_room")]
        ordering = ["joined_at", "pk"]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """What the room calls this person."""
        return self.nickname if self.nickname and not self.nickname_hidden else self.name
