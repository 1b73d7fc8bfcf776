"""Who is reading: a row behind the session, made only when there is something to keep.

A resume link carries a secret of 192 bits; only its hash is stored. Following one joins what is here to what is there,
so neither device loses anything.
"""

import hashlib
import secrets
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from lesson.reading.models import CheckAnswer, Prediction, Reader, SectionRead

SESSION_KEY = "reader"
SECRET_BYTES = 24

Joiner = Callable[[Reader, Reader], None]
_joiners: list[Joiner] = []


def add_joiner(joiner: Joiner) -> None:
    """For apps that keep something for a reader: `joiner(reader, other)` hands over what is `other`'s."""
    if joiner not in _joiners:
        _joiners.append(joiner)


def current(request: HttpRequest) -> Reader | None:
    """The reader of this session, if there is one. Touches no cookie."""
    key = request.session.get(SESSION_KEY)
    return Reader.objects.filter(pk=key).first() if key else None


def ensure(request: HttpRequest) -> Reader:
    """The reader of this session; a new one, and with it the cookie, where there was none."""
    reader = current(request)
    if reader is None:
        reader = Reader.objects.create()
        request.session[SESSION_KEY] = reader.pk
    return reader


def forget(request: HttpRequest) -> None:
    """Everything kept for this reader, and the session itself."""
    reader = current(request)
    if reader is not None:
        reader.delete()
    request.session.flush()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_resume_secret(reader: Reader) -> str:
    """A new secret; the one before it, if any, stops working."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    reader.resume_hash = hash_of(secret)
    reader.resume_made_at = timezone.now()
    reader.save(update_fields=["resume_hash", "resume_made_at"])
    return secret


def revoke_resume_secret(reader: Reader) -> None:
    reader.resume_hash = reader.resume_made_at = None
    reader.save(update_fields=["resume_hash", "resume_made_at"])


def by_secret(secret: str) -> Reader | None:
    return Reader.objects.filter(resume_hash=hash_of(secret)).first()


def resume(request: HttpRequest, reader: Reader) -> None:
    """Go on as `reader` in this browser, bringing along what was done here before."""
    here = current(request)
    if here is not None and here.pk != reader.pk:
        join(reader, here)
    request.session.cycle_key()
    request.session[SESSION_KEY] = reader.pk


@transaction.atomic
def join(reader: Reader, other: Reader) -> None:
    """Give `reader` what only `other` has; where both have something, the earlier belief stands. `other` goes."""
    join_rows(SectionRead, reader, other, ("lesson", "section"), "read_at")
    join_rows(Prediction, reader, other, ("lesson", "playground"), "predicted_at")
    join_rows(CheckAnswer, reader, other, ("lesson", "check_id"), "answered_at")
    if not reader.place_section:
        reader.place_lesson, reader.place_section = other.place_lesson, other.place_section
        reader.place_anchor = other.place_anchor
        reader.save(update_fields=["place_lesson", "place_section", "place_anchor"])
    for joiner in _joiners:
        joiner(reader, other)
    other.delete()


def join_rows(
    model: type[SectionRead | Prediction | CheckAnswer],
    reader: Reader,
    other: Reader,
    keys: tuple[str, ...],
    moment: str,
) -> None:
    mine = {tuple(getattr(row, key) for key in keys): row for row in model.objects.filter(reader=reader)}
    for row in model.objects.filter(reader=other):
        have = mine.get(tuple(getattr(row, key) for key in keys))
        if have is not None and getattr(have, moment) <= getattr(row, moment):
            continue
        if have is not None:
            have.delete()
        row.reader = reader
        row.save(update_fields=["reader"])
