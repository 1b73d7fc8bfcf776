"""Who somebody is in a room, asked anew for every request and every privileged command.

The code gives a learner's seat and nothing else. A host has followed the private link, whose secret is kept as a hash
only; the session then holds a signature over the room and its epoch, never the secret. A learner has the token of the
seat. All are compared with what is so now: what was revoked a moment ago opens nothing.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from lesson.classroom import codes, hashes, rooms
from lesson.classroom.models import Room, Seat
from lesson.sessions import writing

log = logging.getLogger(__name__)

HOSTS, SEATS, PROJECTORS = "classroom_hosts", "classroom_seats", "classroom_projectors"
"""In the session: by code, a host's mark, the seat's token, the projector's key."""
TOLD = "classroom_told"
"""In the session: what the host's page says once, when it is shown next."""
ROOMS_MAX = 20
"""Remembered in one session; the oldest is forgotten."""
FORBIDDEN, GONE = 403, 410
HOST, LEARNER, PROJECTOR = "host", "learner", "projector"
NOT_THE_HOST = "Only the room's host can do that. On the host's own device, open the private link again."
NOT_SEATED = "You have no seat in this room yet. Join it with its code first."

Session = Any
P = ParamSpec("P")
RoomView = Callable[Concatenate[HttpRequest, Room, P], HttpResponse]
SeatView = Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Access:
    """A room, and what this session is in it. One browser may be host and learner at once."""

    room: Room
    is_host: bool
    seat: Seat | None
    is_projector: bool

    @property
    def may_control(self) -> bool:
        return self.is_host or (self.seat is not None and self.seat.has_controls)


def access_of(session: Session, code: str) -> Access | None:
    """None where there is no such room."""
    room = rooms.find(code)
    return None if room is None else Access(room, is_host(session, room), seat_in(session, room), shows(session, room))


def is_host(session: Session, room: Room) -> bool:
    return _same(_kept(session, HOSTS).get(room.code, ""), _host_mark(room))


def make_host(session: Session, room: Room) -> None:
    """Whoever opened the room, or has just shown the secret of its private link."""
    keep(session, HOSTS, room.code, _host_mark(room))


def become_host(request: HttpRequest, room: Room) -> None:
    """In a session of a new name: who knew the old one, having planted it, knows nothing of the new.

    Kept at once, and both or neither: should the answer fail later, the browser still has all it had.
    """
    make_host(request.session, room)
    with writing, transaction.atomic():
        request.session.cycle_key()
        request.session.save()


def seat_in(session: Session, room: Room) -> Seat | None:
    token = _kept(session, SEATS).get(room.code, "")
    return room.seats.filter(token_hash=hashes.hash_of(token)).first() if token else None


def seat_with_room(session: Session, code: str) -> Seat | None:
    """The seat and its room in one question to the database, for a class that opens its sockets all at once."""
    code = codes.read(code)
    token = _kept(session, SEATS).get(code, "")
    seats = Seat.objects.select_related("room").filter(room__code=code, token_hash=hashes.hash_of(token))
    return seats.first() if token else None


def shows(session: Session, room: Room) -> bool:
    """Whether this browser is the room's projector."""
    return projector_opens(_kept(session, PROJECTORS).get(room.code, ""), room)


def make_projector(session: Session, room: Room) -> None:
    keep(session, PROJECTORS, room.code, projector_key(room))


# -- what a session keeps ------------------------------------------------------------------------------------------


def _kept(session: Session, what: str) -> Mapping[str, str]:
    kept = session.get(what, {})
    return kept if isinstance(kept, dict) else {}


def keep(session: Session, what: str, code: str, secret: str) -> None:
    """`what` is HOSTS, SEATS or PROJECTORS."""
    others = {other: kept for other, kept in _kept(session, what).items() if other != code}
    session[what] = dict([*others.items(), (code, secret)][-ROOMS_MAX:])


# -- marks of the host, which end with the room's epoch, and of the projector, which last as long as the room -------


def projector_key(room: Room) -> str:
    return _signature("projector", f"{room.pk}.{room.code}")


def projector_opens(key: str, room: Room) -> bool:
    return _same(key, projector_key(room))


def _host_mark(room: Room) -> str:
    return _signature("host", f"{room.pk}.{room.host_epoch}")


def _signature(what: str, text: str) -> str:
    return Signer(salt=f"classroom.{what}").signature(text)


def _same(signature: str, right: str) -> bool:
    return bool(signature) and constant_time_compare(signature, right)


# -- for views ----------------------------------------------------------------------------------------------------


def known(session: Session, room: Room) -> bool:
    """Whether this browser is or was something in the room: others are not told that there is one."""
    return remembers(session, room.code)


def remembers(session: Session, code: str) -> bool:
    """The same of a code, whether or not there is such a room."""
    return any(code in _kept(session, what) for what in (HOSTS, SEATS, PROJECTORS))


def room_for(request: HttpRequest, code: str) -> Room:
    """Raises Http404, of a room that this browser has never been in as of one that is not there."""
    room = rooms.find(code)
    if room is None or not known(request.session, room):
        raise Http404("There is no room with this code, or you have no place in it yet: join it first.")
    return room


def host_of(request: HttpRequest, code: str) -> Room:
    """The room, for its host; raises PermissionDenied for anybody else who was in it, and notes it."""
    room = room_for(request, code)
    if not is_host(request.session, room):
        log.warning("Room %s: %s %s refused, not the host", room.code, request.method, request.path)
        raise PermissionDenied(NOT_THE_HOST)
    return room


def seat_of(request: HttpRequest, code: str) -> Seat:
    """The seat, for the learner who has it; raises PermissionDenied for anybody else."""
    seat = seat_in(request.session, room_for(request, code))
    if seat is None:
        raise PermissionDenied(NOT_SEATED)
    return seat


def member_of(request: HttpRequest, code: str) -> Room:
    """The room, for anybody who is in it in any part; raises PermissionDenied for those who were."""
    room = room_for(request, code)
    if not (seat_in(request.session, room) or is_host(request.session, room) or shows(request.session, room)):
        raise PermissionDenied(NOT_SEATED)
    return room


def polite(view: View) -> View:
    """A refusal is a page in words, and nothing out of the ordinary for the log."""

    @wraps(view)
    def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refused:
            return render(request, "classroom/refused.html", {"words": str(refused)}, status=FORBIDDEN)

    return refusing


def _given(who_asks: Callable[[HttpRequest, str], Any], view: Callable[..., HttpResponse]) -> View:
    @polite
    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, who_asks(request, code), *args, **kwargs)

    return guarded


def host_only(view: RoomView[P]) -> View:
    """`view(request, room, …)` behind an address with a code; for the host only."""
    return _given(host_of, view)


def closed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What came too late, in `words`; all of the page is out of date then, and not the part that was asked for."""
    response = render(request, "classroom/over.html", context, status=GONE)
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def while_open(view: RoomView[P]) -> View:
    """Under `host_only`, for what steers: of a room that is closed the report can be read, and all of it deleted."""

    @wraps(view)
    def steering(request: HttpRequest, room: Room, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        words = rooms.why_closed(room)
        if not words:
            return view(request, room, *args, **kwargs)
        return closed(request, {"room": room, "host": True, "words": words})

    return steering


def seated(view: SeatView[P]) -> View:
    """`view(request, seat, …)` behind an address with a code; for a learner with a seat. The room is `seat.room`."""
    return _given(seat_of, view)


def members_only(view: RoomView[P]) -> View:
    """`view(request, room, …)` behind an address with a code; for whoever is in the room in any part."""
    return _given(member_of, view)
