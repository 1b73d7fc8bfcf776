"""Notices: “part X of the room changed”, to every socket of a room, encoded once for all who get the same.

    announce(room, "question", html={LEARNER: fragment, PROJECTOR: other})

A page that gets a notice with `html` puts it into its element with data-room-part="question" (htmx processes what comes
in; forms need no CSRF field, every request of the page carries the token). A notice without `html` makes the page say
the event `room:question` on its body, so that an element with hx-trigger="room:question from:body" fetches its part
anew; that is the way for whatever differs from person to person. After a broken connection a page says the event of
every topic whose version it has missed.

Call it from views, after the transaction: it only notes, and never waits. What is not connected here hears nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from itertools import count
from time import time_ns
from typing import Any, Protocol, TypeVar

import msgspec

from lesson.classroom.access import HOST, LEARNER, PROJECTOR
from lesson.classroom.models import Room

K = TypeVar("K")
ROLES = (HOST, LEARNER, PROJECTOR)
STIRRED_S = 0.5
"""How long comings and goings are gathered before the roster is announced."""
ROOMS_MAX = 10_000
"""Whose versions are remembered; the oldest are forgotten, which costs their pages one fetch."""
ENDED, FORBIDDEN, OLDEST = 4410, 4403, 4409
PAGES_MAX = 8
"""Of one holder in a room that are kept up to date at once: tabs, and devices that a session was copied to. The newest
stay."""


class Notice(msgspec.Struct, frozen=True, tag="notice", tag_field="type"):
    topic: str
    version: int
    html: str | None = None


class Listener(Protocol):
    """A socket of a room; used on the event loop only."""

    role: str
    seat: int | None
    holder: Hashable
    """Whose page it is: the seat's, or that of a host's or a projector's browser."""

    def put(self, text: str) -> None: ...

    def close(self, code: int) -> None: ...


class Board:
    """All sockets of one event loop, by room."""

    def __init__(self) -> None:
        self.listeners: dict[int, set[Listener]] = {}
        self._stirred: set[int] = set()
        self._pages: dict[tuple[int, Hashable], list[Listener]] = {}
        """By room and holder, the oldest first."""

    def enter(self, room: int, listener: Listener) -> None:
        self.listeners.setdefault(room, set()).add(listener)
        pages = self._pages.setdefault((room, listener.holder), [])
        pages.append(listener)
        if len(pages) > PAGES_MAX:
            pages.pop(0).close(OLDEST)
        self.stir(room)

    def leave(self, room: int, listener: Listener) -> None:
        self._remove(self.listeners, room, listener)
        self._remove(self._pages, (room, listener.holder), listener)
        self.stir(room)

    @staticmethod
    def _remove(kept: dict[K, Any], key: K, listener: Listener) -> None:
        """Nothing is kept of rooms and holders of whom nobody is there."""
        there = kept.get(key, ())
        if listener in there:
            there.remove(listener)
        if not there:
            kept.pop(key, None)

    def stir(self, room: int) -> None:
        if room not in self._stirred:
            self._stirred.add(room)
            asyncio.get_running_loop().call_later(STIRRED_S, self._announce_roster, room)

    def _announce_roster(self, room: int) -> None:
        self._stirred.discard(room)
        if room in self.listeners:
            self.tell(room, texts_of(room, "roster", {}, (HOST, PROJECTOR)))

    def tell(self, room: int, texts: Mapping[str, str], but: Listener | None = None) -> None:
        for listener in self.listeners.get(room, ()):
            if listener.role in texts and listener is not but:
                listener.put(texts[listener.role])

    def tell_seat(self, room: int, seat: int, text: str) -> None:
        """Where somebody has several pages, each: one of them knows already."""
        pages = self._pages.get((room, seat), [])
        for page in pages if len(pages) > 1 else ():
            page.put(text)

    def dismiss(self, room: int, code: int, role: str | None, seat: int | None) -> None:
        for listener in self.listeners.get(room, ()):
            if role in (None, listener.role) and seat in (None, listener.seat):
                listener.close(code)


_boards: dict[asyncio.AbstractEventLoop, Board] = {}
_versions: dict[int, dict[str, int]] = {}
_next_version = count(time_ns() // 1_000_000)
"""Grows, also over a restart of this process."""
_encoder = msgspec.json.Encoder()


def board() -> Board:
    """The one of this event loop."""
    return _boards.setdefault(asyncio.get_running_loop(), Board())


def versions(room: int) -> dict[str, int]:
    """What a page that is rendered now has: compared when its socket comes (back)."""
    return dict(_versions.get(room, {}))


def announce(room: Room, topic: str, html: Mapping[str, str] | None = None, *, roles: Iterable[str] = ROLES) -> None:
    """Tell the room's sockets with one of `roles` that a part changed; `html` by role where it is the same for all.

    Roles without an entry in `html` are told to fetch it. From any thread.
    """
    texts = texts_of(room.pk, topic, html or {}, roles)
    for loop, there in list(_boards.items()):
        _call(loop, there.tell, room.pk, texts)


def stir(room: Room) -> None:
    """Somebody came whom no socket tells of. From any thread."""
    for loop, there in list(_boards.items()):
        _call(loop, there.stir, room.pk)


def announce_to_seat(room: Room, seat: int, topic: str) -> None:
    """A part changed for this seat only: its pages fetch it, and for nobody else is anything new."""
    text = encoded(topic, versions(room.pk).get(topic, 0), None)
    for loop, there in list(_boards.items()):
        _call(loop, there.tell_seat, room.pk, seat, text)


def texts_of(room: int, topic: str, html: Mapping[str, str], roles: Iterable[str]) -> dict[str, str]:
    version = next(_next_version)
    _versions.setdefault(room, {})[topic] = version
    while len(_versions) > ROOMS_MAX:
        del _versions[next(iter(_versions))]
    same = {text: encoded(topic, version, text) for text in {None, *html.values()}}
    return {role: same[html.get(role)] for role in roles}


def encoded(topic: str, version: int, text: str | None) -> str:
    plain = None if text is None else text[:]  # a template's output is a str of its own kind; a slice is plain
    return _encoder.encode(Notice(topic, version, plain)).decode()


def dismiss(room: Room) -> None:
    """Close every socket of the room for good."""
    _versions.pop(room.pk, None)
    _close(room, ENDED)


def turn_out(room: Room, *, role: str | None = None, seat: int | None = None) -> None:
    """Close the sockets of everybody with that role, or of one seat: they have no place any more."""
    _close(room, FORBIDDEN, role, seat)


def _close(room: Room, code: int, role: str | None = None, seat: int | None = None) -> None:
    for loop, there in list(_boards.items()):
        _call(loop, there.dismiss, room.pk, code, role, seat)


def present(room: Room) -> Counter[str]:
    """How many sockets there are by role. From any thread; a moment old at best."""
    return Counter(listener.role for listener in _there(room))


def seats_present(room: Room) -> set[int]:
    """The seats somebody sits in right now."""
    return {listener.seat for listener in _there(room) if listener.seat is not None and listener.role == LEARNER}


def _there(room: Room) -> list[Listener]:
    return [listener for there in list(_boards.values()) for listener in list(there.listeners.get(room.pk, ()))]


def _call(loop: asyncio.AbstractEventLoop, act: object, *arguments: object) -> None:
    try:
        loop.call_soon_threadsafe(act, *arguments)  # type: ignore[arg-type]
    except RuntimeError:  # that loop is closed: its sockets are gone
        _boards.pop(loop, None)
