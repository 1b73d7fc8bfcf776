"""Keeps what a room's run is rebuilt from: its recipe at once when somebody changed it, its instant every few seconds.

One task for each event loop, which lives while any room has a socket. A stop costs a room nothing, a crash at most
KEEP_S of its instant.
"""

import asyncio
import atexit
import logging
from functools import partial

from django.utils import timezone

from lesson.classroom import notices
from lesson.classroom.database import in_database
from lesson.classroom.models import Room
from playground.live import shared
from playground.live.hub import Hub
from playground.live.shared import State

log = logging.getLogger(__name__)

KEEP_S = 2.0
SOON_S = 0.1
"""How long what people do in one go is gathered."""
LAST_S_MAX = 2.0
USED_S = 60.0
"""How often a room in which nothing moves is noted as used."""


def key_of(room: int) -> str:
    """Under which the live playground knows the room's run."""
    return f"room:{room}"


class Keeper:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._kept: dict[int, tuple[State, float]] = {}
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._clock = asyncio.get_running_loop().time
        atexit.register(self._keep_the_last)

    def poke(self) -> None:
        """Somebody came, or did something that must not be lost."""
        self._poked.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_on())

    async def _keep_on(self) -> None:
        """Until nobody is left anywhere; a room that has just been left is kept once more."""
        watched = set(notices.board().listeners)
        while watched or self._kept:
            try:
                await self._keep(watched | set(self._kept))
            except Exception:  # the next round may succeed; what is in memory is not lost
                log.exception("The state of %d rooms could not be kept", len(watched))
            self._kept = {room: kept for room, kept in self._kept.items() if room in watched}
            await self._pause()
            watched = set(notices.board().listeners)

    async def _pause(self) -> None:
        self._poked.clear()
        try:
            await asyncio.wait_for(self._poked.wait(), KEEP_S)
            await asyncio.sleep(SOON_S)
        except TimeoutError:
            return

    async def _keep(self, rooms: set[int]) -> None:
        for room in rooms:
            state = await asyncio.wrap_future(self._hub.ask(partial(shared.state, key=key_of(room))))
            if state is not None and self._is_news(room, state):
                await in_database(partial(keep, room, state))
                self._kept[room] = (state, self._clock())

    def _keep_the_last(self) -> None:
        """This process ends in an orderly way; its simulation still answers."""
        for room in self._kept:
            try:
                state = self._hub.ask(partial(shared.state, key=key_of(room))).result(LAST_S_MAX)
                if state is not None:
                    keep(room, state)
            except Exception:  # the others are still to be kept
                log.exception("The last state of a room could not be kept")

    def _is_news(self, room: int, state: State) -> bool:
        before, at = self._kept.get(room, (None, 0.0))
        return state != before or self._clock() - at > USED_S


def keep(room: int, state: State) -> None:
    Room.objects.filter(pk=room, ended_at=None).update(
        scenario=state.scenario, recipe=state.recipe, t=state.t, speed=state.speed, playing=state.playing,
        last_used_at=timezone.now(),
    )  # fmt: skip


_keepers: dict[asyncio.AbstractEventLoop, Keeper] = {}


def keeper(hub: Hub) -> Keeper:
    loop = asyncio.get_running_loop()
    if loop not in _keepers:
        _keepers[loop] = Keeper(hub)
    return _keepers[loop]
