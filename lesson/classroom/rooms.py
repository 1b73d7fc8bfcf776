"""Rooms: opened, found, used, ended, deleted. What may be done with one, and by whom, is in access.py."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from lesson.classroom import codes, hashes
from lesson.classroom.models import Room
from playground import links
from playground.runs import Recipe

IDLE = timedelta(hours=48)
"""A code nobody used for so long opens no seat any more; the host still has the report."""
KEPT = timedelta(days=30)
"""Then the room and everything in it is deleted."""
USED_EVERY = timedelta(minutes=1)
DRAWS_MAX = 20


class RevokedError(Exception):
    """Whoever asks was a host when the request began, and is none any more."""


def open_room(
    recipe: Recipe, t: float = 0.0, *, lesson: str = "", section: str = "", step: str = ""
) -> tuple[Room, str]:
    """A new room that shares this run, and the host's secret, which is told this once."""
    delete_old()
    secret = hashes.new_secret()
    row = {"scenario": recipe.scenario, "recipe": links.write(recipe), "t": t}
    origin = {"lesson": lesson, "section": section, "step": step}
    for _ in range(DRAWS_MAX):
        try:
            with transaction.atomic():
                return Room.objects.create(code=codes.draw(), host_hash=hashes.hash_of(secret), **row, **origin), secret
        except IntegrityError:  # drawn before: one in millions
            continue
    raise RuntimeError(f"No free code in {DRAWS_MAX} draws")


def find(code: str) -> Room | None:
    """The room of this code, whether or not it can still be joined: ask `is_open`."""
    return Room.objects.filter(code=codes.read(code)).first()


def is_open(room: Room) -> bool:
    """Whether people can be in it: not ended, and somebody was there in the last 48 hours."""
    return room.ended_at is None and room.last_used_at > timezone.now() - IDLE


def why_closed(room: Room) -> str:
    """What to tell a host who would still steer it; empty where it is open."""
    if room.ended_at is not None:
        return "This class is over, so nothing can be done in it any more. Its report is kept."
    if not is_open(room):
        return "Nobody used this room for two days, so it is closed. Its report is kept; open a new room to go on."
    return ""


def note_use(room: Room) -> None:
    """Somebody is there; at most a write a minute."""
    now = timezone.now()
    if now - room.last_used_at > USED_EVERY:
        Room.objects.filter(pk=room.pk).update(last_used_at=now)
        room.last_used_at = now


def renew_secret(room: Room, *, revoke: bool = False) -> str:
    """A new private link; the old one opens nothing any more. With `revoke`, whoever followed it is host no more.

    Raises RevokedError where another host has just revoked whoever asks: of two who revoke each other one stays.
    """
    secret = hashes.new_secret()
    epoch = room.host_epoch + revoke
    still_host = Room.objects.filter(pk=room.pk, host_epoch=room.host_epoch)
    if not still_host.update(host_hash=hashes.hash_of(secret), host_epoch=epoch):
        raise RevokedError
    room.host_hash, room.host_epoch = hashes.hash_of(secret), epoch
    return secret


def end(room: Room) -> None:
    """The class is over: nobody comes in any more, the report stays until the room is deleted."""
    room.ended_at = timezone.now()
    room.playing = False
    room.save(update_fields=["ended_at", "playing"])


def delete(room: Room) -> None:
    """The room, its seats, and whatever points to either."""
    room.delete()


def old() -> QuerySet[Room]:
    return Room.objects.filter(last_used_at__lt=timezone.now() - KEPT)


def delete_old() -> int:
    """How many rooms were past their time and are gone."""
    found = list(old())
    for room in found:
        delete(room)
    return len(found)
