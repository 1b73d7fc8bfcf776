"""Seats: taken with the code, kept by a token in the browser's session, named kindly."""

import re
import unicodedata

from django.db import IntegrityError, transaction

from lesson.classroom import hashes, names, rooms
from lesson.classroom.models import NICKNAME_LENGTH_MAX, Room, Seat
from lesson.sessions import writing

SEATS_MAX = 1200
"""In one room: a lecture hall, and a bound."""
DRAWS_MAX = 20
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


class NotSeated(Exception):
    """Somebody who cannot come in; `str()` says why, in words for them."""


def take(room: Room, nickname: str = "") -> tuple[Seat, str]:
    """A new seat, and the token to keep for it. Raises NotSeated."""
    refuse_if_shut(room)
    token = hashes.new_secret()
    for _ in range(DRAWS_MAX):
        try:
            with writing, transaction.atomic():
                return _sit(room, clean(nickname), token), token
        except IntegrityError:  # two people drew one name at the same moment
            continue
    raise NotSeated("So many people are coming in at once that no name was left for you. Please try again.")


def _sit(room: Room, nickname: str, token: str) -> Seat:
    taken = set(room.seats.values_list("name", flat=True))
    if len(taken) >= SEATS_MAX:
        raise NotSeated(f"This room is full: it has {SEATS_MAX:,} seats, and all of them are taken.")
    return Seat.objects.create(room=room, token_hash=hashes.hash_of(token), name=names.draw(taken), nickname=nickname)


def refuse_if_shut(room: Room) -> None:
    if room.ended_at is not None:
        raise NotSeated("This class is over, and its host has closed the room.")
    if not rooms.is_open(room):
        raise NotSeated("This code has expired: nobody used the room for two days. Ask the host for a new one.")
    if room.locked:
        raise NotSeated("The host has locked this room, so nobody else can come in just now. Ask them to unlock it.")


def clean(nickname: str) -> str:
    """One line of visible text of bearable length; no controls, nothing that turns the direction of writing."""
    line = _UNSEEN.sub(" ", nickname[: 20 * NICKNAME_LENGTH_MAX]).strip()
    visible = "".join(letter for letter in line if unicodedata.category(letter)[0] != "C")
    return visible[:NICKNAME_LENGTH_MAX].strip()


def rename(seat: Seat, nickname: str) -> None:
    seat.nickname = clean(nickname)
    seat.save(update_fields=["nickname"])
