"""Notices: “part X of the room changed”, to every socket of a room, encoded once for all who get the same.

    announce(room, "question", html={LEARNER: fragment, PROJECTOR: other})

A page that gets a notice with `html` puts it into its element with data-room-part="question" (htmx processes what comes
in; forms need no CSRF field, every request of the page carries the token). A notice without `html` makes the page say
the event `room:question` on its body, so that an element with hx-trigger="room:question from:body" fetches its part
anew; that is the way for whatever differs from person to person. After a broken connection a page fetches every part
whose version it has missed.

Call it from views, after the transaction: it only notes, and never waits. What is not connected here hears nothing.
"""

import asyncio
from collections.abc import Iterable, Mapping
from itertools import count
from time import time_ns
from typing import Protocol

import msgspec

from lesson.classroom.access import HOST, LEARNER, PROJECTOR
from lesson.classroom.models import Room

ROLES = (HOST, LEARNER, PROJECTOR)
TOPICS = ("question", "roster", "pace", "run", "screens", "controls", "room")


class Notice(msgspec.Struct, frozen=True, tag="notice", tag_field="type"):
    topic: str
    version: int
    html: str | None = None


class Listener(Protocol):
    """A socket of a room; `put` is called on the event loop."""

    role: str

    def put(self, text: str) -> None: ...


class Board:
    """All sockets of one event loop, by room."""

    def __init__(self) -> None:
        self.listeners: dict[int, set[Listener]] = {}

    def enter(self, room: int, listener: Listener) -> None:
        self.listeners.setdefault(room, set()).add(listener)

    def leave(self, room: int, listener: Listener) -> None:
        there = self.listeners.get(room, set())
        there.discard(listener)
        if not there:
            self.listeners.pop(room, None)

    def tell(self, room: int, texts: Mapping[str, str]) -> None:
        for listener in self.listeners.get(room, ()):
            if listener.role in texts:
                listener.put(texts[listener.role])


_boards: dict[asyncio.AbstractEventLoop, Board] = {}
_versions: dict[tuple[int, str], int] = {}
_next_version = count(time_ns() // 1_000_000)
"""Grows, also over a restart of this process."""
_encoder = msgspec.json.Encoder()


def board() -> Board:
    """The one of this event loop."""
    return _boards.setdefault(asyncio.get_running_loop(), Board())


def versions(room: Room) -> dict[str, int]:
    """What a page that is rendered now has: compared when its socket comes (back)."""
    return {topic: version for (pk, topic), version in _versions.items() if pk == room.pk}


def announce(room: Room, topic: str, html: Mapping[str, str] | None = None, *, roles: Iterable[str] = ROLES) -> None:
    """Tell the room's sockets with one of `roles` that a part changed; `html` by role where it is the same for all.

    Roles without an entry in `html` are told to fetch it. From any thread.
    """
    _versions[room.pk, topic] = version = next(_next_version)
    fragments = html or {}
    notices = {role: Notice(topic, version, fragments.get(role)) for role in roles}
    texts = {role: _encoder.encode(notice).decode() for role, notice in notices.items()}
    for loop, there in list(_boards.items()):
        _call(loop, there, room.pk, texts)


def _call(loop: asyncio.AbstractEventLoop, there: Board, room: int, texts: Mapping[str, str]) -> None:
    try:
        loop.call_soon_threadsafe(there.tell, room, texts)
    except RuntimeError:  # that loop is closed: its sockets are gone
        _boards.pop(loop, None)
