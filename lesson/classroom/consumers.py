"""A room's sockets: who may watch, and whose commands reach the shared run.

`ws/classroom/<code>/<role>/` speaks the protocol of the live playground. The page's `open` leads to the room's run,
whatever it asks for; everybody else's commands are refused in words, noted, and change nothing. Whether somebody may
command is asked of the database for every single command, for controls are handed over and host links revoked.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from channels.consumer import AsyncConsumer

from lesson.classroom import access, deeds, rooms
from lesson.classroom.access import HOST, LEARNER, PROJECTOR, Access
from lesson.classroom.database import in_database
from lesson.classroom.keeping import keeper, key_of
from lesson.classroom.models import Room
from lesson.classroom.notices import ENDED, board, versions
from playground import links
from playground.live import protocol as p
from playground.live.consumers import FLOODING, IDLE, UNOPENED_WORDS, Conversation, address_of, hub
from playground.live.hub import Hub, Send
from playground.live.protocol import Refused
from playground.live.shared import Origin

log = logging.getLogger(__name__)

FORBIDDEN, NO_ROOM = 4403, 4404
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
    """Where somebody is in a room. `session` is read again for every command that needs a right."""

    session: Any
    room: int
    code: str
    role: str
    seat: int | None

    def access(self) -> Access | None:
        return access.access_of(self.session, self.code)


class RoomConsumer(AsyncConsumer):
    """`ws/classroom/<code>/<role>/`"""

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Any], send: Send) -> None:
        arguments = scope["url_route"]["kwargs"]
        try:
            place = await in_database(lambda: place_of(scope["session"], arguments["code"], arguments["role"]))
        except Turned as turned:
            await turn_away(turned, send)
            return
        await RoomConversation(hub(), address_of(scope), send, place).hold(receive)


def place_of(session: Any, code: str, role: str) -> Place:
    """Raises Turned."""
    found = access.access_of(session, code)
    if found is None:
        raise Turned(NO_ROOM, "no_room", "There is no room with this code any more.")
    if not {HOST: found.is_host, LEARNER: found.seat, PROJECTOR: found.is_projector or found.is_host}[role]:
        log.warning("Room %s: a socket as %s refused", found.room.code, role)
        raise Turned(FORBIDDEN, "no_place", access.NOT_SEATED if role == LEARNER else access.NOT_THE_HOST)
    if not rooms.is_open(found.room):
        raise Turned(ENDED, "ended", "This class is over.")
    seat = found.seat.pk if role == LEARNER and found.seat else None
    return Place(session, found.room.pk, found.room.code, role, seat)


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
        self.role, self.seat = place.role, place.seat
        self.put, self.close = self.viewer.put, self.viewer.close
        self._asked: asyncio.Queue[p.Command] = asyncio.Queue(QUEUE_MAX)
        self._keeper = keeper(hub)

    async def hold(self, receive: Callable[[], Any]) -> None:
        there = board()
        there.enter(self.place.room, self)
        working = asyncio.create_task(self._work())
        try:
            await super().hold(receive)
        finally:
            working.cancel()
            there.leave(self.place.room, self)

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
                await (self._open(command) if isinstance(command, p.Open) else self._command(command))
            except Refused as refusal:
                self._refuse(refusal, command.id)
            except Exception:  # one command's defect ends neither the socket nor the room
                log.exception("Room %s: %s failed", self.place.code, type(command).__name__)
                self.put(p.encode(p.Error(command.id, "defect", "That went wrong here. The room goes on.")))

    async def _open(self, command: p.Open) -> None:
        origin = await in_database(lambda: origin_of(self.place.room))
        self.put(msgspec.json.encode(Versions(versions(self.place.room))).decode())
        self.hub.attend(self.viewer, command.id, origin)
        self._keeper.poke()

    async def _command(self, command: p.Command) -> None:
        found = await in_database(self.place.access)
        if found is None or not self._may(found):
            log.warning("Room %s: %s by a %s refused", self.place.code, type(command).__name__, self.role)
            raise Refused("not_yours", NOT_YOURS[self.role])
        self.hub.command(self.viewer, command)
        self._keeper.poke()
        told = deeds.told(self._called(found), command)
        if told is not None:
            board().tell(self.place.room, {HOST: told}, but=self)

    def _called(self, found: Access) -> str:
        """What the hosts are told who it was."""
        if self.role == HOST:
            return "Another host"
        return "The learner" if found.room.anonymous or found.seat is None else found.seat.called

    def _may(self, found: Access) -> bool:
        if not rooms.is_open(found.room):
            return False
        if self.role == HOST:
            return found.is_host
        return self.role == LEARNER and found.seat is not None and found.seat.has_controls


def origin_of(room: int) -> Origin:
    """What the room's run is built from, should it not be there. Notes that the room is in use."""
    row = Room.objects.filter(pk=room).first()
    if row is None:
        raise Refused("no_room", "This room has been deleted.")
    rooms.note_use(row)
    return Origin(key_of(row.pk), links.read(row.recipe), row.t, row.speed, row.playing)
