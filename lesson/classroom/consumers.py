"""A room's sockets: who may watch, and whose commands reach the shared run.

`ws/classroom/<code>/<role>/` speaks the protocol of the live playground. The page's `open` leads to the room's run,
whatever it asks for; everybody else's commands are refused in words, noted, and change nothing. Whether somebody may
command is asked of the database for every single command, for controls are handed over and host links revoked.
"""

import asyncio
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import msgspec
from channels.consumer import AsyncConsumer
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http.cookie import parse_cookie

from lesson.classroom import access, deeds, presence, rooms
from lesson.classroom.access import HOST, LEARNER, PROJECTOR, shows
from lesson.classroom.database import in_database
from lesson.classroom.keeping import keeper, key_of
from lesson.classroom.models import Room
from lesson.classroom.notices import ENDED, FORBIDDEN, board, versions
from playground import links
from playground.live import protocol as p
from playground.live.consumers import FLOODING, IDLE, UNOPENED_WORDS, Conversation, address_of, hub
from playground.live.hub import Hub
from playground.live.outbox import Send
from playground.live.protocol import Refused
from playground.live.shared import Origin

log = logging.getLogger(__name__)

NO_ROOM = 4404
QUEUE_MAX = 60
"""Commands of one socket that wait for the database."""
NOT_YOURS = {
    LEARNER: "Only the host can do that, or whoever has been handed the controls. Nothing has changed.",
    PROJECTOR: "The projector only shows. Use the host's page.",
    HOST: "This page is no longer the host's: the private link was renewed. Open the new one.",
}


class Versions(msgspec.Struct, frozen=True, tag="room", tag_field="type"):
    """First of all, and after every reconnection: how new each part of the room is."""

    versions: dict[str, int]


class Turned(Exception):
    """Somebody who may not watch; with the words and the closing code."""

    def __init__(self, close: int, code: str, words: str) -> None:
        super().__init__(words)
        self.close = close
        self.error = p.Error(None, code, words)


@dataclass(frozen=True)
class Place:
    """Where somebody is in a room, as it was when the socket opened; rights are asked for again for every command."""

    session: SessionBase
    room: Room
    role: str
    seat: int | None

    @property
    def holder(self) -> Hashable:
        """Whose pages are counted together: a seat's, or those of one browser that hosts or shows the room."""
        return self.seat if self.seat is not None else (self.role, self.session.session_key)

    def commander(self) -> str:
        """What the hosts are told who it was. Raises Refused for whoever has no right to command now."""
        room = rooms.find(self.room.code)
        if room is not None and room.pk == self.room.pk and rooms.is_open(room):
            if self.role == HOST and access.is_host(self.session, room):
                return "Another host"
            seat = access.seat_in(self.session, room) if self.role == LEARNER else None
            if seat is not None and seat.has_controls:
                return "The learner" if room.anonymous else seat.called
        raise Refused("not_yours", NOT_YOURS[self.role])


class RoomConsumer(AsyncConsumer):
    """`ws/classroom/<code>/<role>/`"""

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Any], send: Send) -> None:
        arguments = scope["url_route"]["kwargs"]
        try:
            place = await in_database(lambda: place_of(session_of(scope), arguments["code"], arguments["role"]))
        except Turned as turned:
            await turn_away(turned, send)
            return
        await RoomConversation(hub(), address_of(scope), send, place).hold(receive)


def session_of(scope: dict[str, Any]) -> SessionBase:
    """As the cookie says; read when it is first asked for something."""
    headers = dict(scope["headers"])
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return store(cookies.get(settings.SESSION_COOKIE_NAME))


def place_of(session: Any, code: str, role: str) -> Place:
    """Raises Turned. Notes that the room is in use."""
    seat = access.seat_with_room(session, code) if role == LEARNER else None
    room = seat.room if seat else rooms.find(code)
    if room is None or not access.known(session, room):
        raise Turned(NO_ROOM, "no_room", "There is no room with this code any more.")
    if not (
        seat or (role != LEARNER and access.is_host(session, room)) or (role == PROJECTOR and shows(session, room))
    ):
        log.warning("Room %s: a socket as %s refused", room.code, role)
        raise Turned(FORBIDDEN, "no_place", access.NOT_SEATED if role == LEARNER else access.NOT_THE_HOST)
    if not rooms.is_open(room):
        raise Turned(ENDED, "ended", "This class is over.")
    rooms.note_use(room)
    return Place(session, room, role, seat.pk if seat else None)


async def turn_away(turned: Turned, send: Send) -> None:
    """Accepted first: a refused handshake looks like an outage and is retried for ever."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": p.encode(turned.error)})
    await send({"type": "websocket.close", "code": turned.close})


class RoomConversation(Conversation):
    """One socket of a room."""

    def __init__(self, hub: Hub, owner: str, send: Send, place: Place) -> None:
        super().__init__(hub, owner, send)
        self.place = place
        self.role, self.seat, self.holder = place.role, place.seat, place.holder
        self.put, self.close = self.viewer.put, self.viewer.close
        self._asked: asyncio.Queue[p.Command] = asyncio.Queue(QUEUE_MAX)
        self._deeds: dict[str, str] = {}
        """What the other hosts are told when the answer to a command comes, by its id."""
        self.viewer.overheard = self._overheard
        self._watches = False
        self._keeper = keeper(hub)

    async def hold(self, receive: Callable[[], Any]) -> None:
        there = board()
        there.enter(self.place.room.pk, self)
        if self.seat is not None:
            presence.loads.forget(self.place.room.code, self.seat)
        working = asyncio.create_task(self._work())
        try:
            await super().hold(receive)
        finally:
            working.cancel()
            there.leave(self.place.room.pk, self)

    async def _watch(self) -> None:
        """Nobody in a class has to do anything; only a socket that opens nothing is closed."""
        await asyncio.sleep(self.limits.opening_s)
        if not self._opened:
            self.viewer.put(p.encode(p.Error(None, "idle", UNOPENED_WORDS)))
            self.viewer.close(IDLE)

    def _hand_on(self, said: p.Command) -> None:
        try:
            self._asked.put_nowait(said)
        except asyncio.QueueFull:
            self.viewer.close(FLOODING)

    # -- in the order in which they came -----------------------------------------------------------------------

    async def _work(self) -> None:
        while True:
            command = await self._asked.get()
            try:
                if isinstance(command, p.Open):
                    self._open(command)
                else:
                    await self._command(command)
            except Refused as refusal:
                self._refuse(refusal, command.id)
            except Exception:  # one command's defect ends neither the socket nor the room
                log.exception("Room %s: %s failed", self.place.room.code, type(command).__name__)
                self.put(p.encode(p.Error(command.id, "defect", "That went wrong here. The room goes on.")))

    def _open(self, command: p.Open) -> None:
        """Should nobody watch the run yet, it is what was kept when this socket opened: nobody can have changed it."""
        if self._watches:
            raise Refused("already_open", "This socket shows the room's run already.")
        self._watches = True
        room = self.place.room
        self.put(msgspec.json.encode(Versions(versions(room.pk))).decode())
        origin = Origin(key_of(room.pk), read(room.recipe), room.t, room.speed, room.playing)
        self.hub.attend(self.viewer, command.id, origin)
        self._keeper.poke()

    async def _command(self, command: p.Command) -> None:
        room = self.place.room
        try:
            by = await in_database(self.place.commander)
        except Refused:
            log.warning("Room %s: %s by a %s refused", room.code, type(command).__name__, self.role)
            raise
        told = deeds.told(by, command)
        if told is not None:
            self._deeds[command.id] = told
        self.hub.command(self.viewer, command, patient=self.role == HOST)
        self._keeper.poke()

    def _overheard(self, text: str) -> None:
        """Hosts are told of what was done, once it is done, and of nothing that was refused."""
        if not self._deeds or deeds.NO_REPLY.match(text):
            return
        reply = deeds.read_reply(text)
        told = self._deeds.pop(reply.id or "", None)
        if told is not None and reply.type != "error":
            board().tell(self.place.room.pk, {HOST: told}, but=self)


read = lru_cache(maxsize=32)(links.read)
"""A class opens the same recipe three hundred times."""
