"""The edge: one WebSocket of one page. Decodes, limits, and hands on; nothing here waits for the simulation.

Messages in go straight to the hub; messages out are sent by one task that belongs to this consumer and ends with it.
Neither the channel layer nor the database is used, so Channels' dispatch, which visits the database's thread for every
message, is left out.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings

from playground.live import protocol as p
from playground.live.hub import Hub, Viewer
from playground.live.limits import Limits, TokenBucket
from playground.live.outbox import Send
from playground.live.protocol import Refused
from playground.sources import source_of

MALFORMED, IDLE, FLOODING = 4400, 4408, 4429
IDLE_WORDS = "Nothing was done here for a long time. The run is kept; open it again to go on."
UNOPENED_WORDS = "This socket opened no run."
FLOODING_WORDS = "Commands come faster than they can be taken. This one was not carried out."

_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def running_hubs() -> list[Hub]:
    """Those of this process, for whoever asks from another thread."""
    return list(_hubs.values())


def hub() -> Hub:
    """This process's hub; made when the first socket opens."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(Limits(**getattr(settings, "PLAYGROUND_LIMITS", {})))
    return _hubs[loop]


class PlaygroundConsumer(AsyncConsumer):
    """`ws/playground/`"""

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Any], send: Send) -> None:
        await Conversation(hub(), address_of(scope), send).hold(receive)


def address_of(scope: dict[str, Any]) -> str:
    client = scope.get("client")
    return source_of(str(client[0])) if client else ""


class Conversation:
    """One socket from its opening to its end."""

    def __init__(self, hub: Hub, owner: str, send: Send) -> None:
        self.hub = hub
        self.limits = hub.limits
        self.send = send
        self.viewer: Viewer = hub.enter(owner)
        self._clock = asyncio.get_running_loop().time
        now = self._clock()
        self._messages = TokenBucket(self.limits.messages, self.limits.messages_per_s, now)
        self._commands = TokenBucket(self.limits.commands, self.limits.commands_per_s, now)
        self._offences = TokenBucket(self.limits.offences, self.limits.offences_per_s, now)
        self._acted_at = now
        self._opened = False

    async def hold(self, receive: Callable[[], Any]) -> None:
        """If sending fails the conversation fails with it: a socket over which nothing comes any more looks alive."""
        await receive()  # websocket.connect
        await self.send({"type": "websocket.accept"})
        try:
            async with asyncio.TaskGroup() as tasks:
                others = [tasks.create_task(self.viewer.post(self.send)), tasks.create_task(self._watch())]
                message = await receive()
                while message["type"] != "websocket.disconnect":
                    self._receive(message)
                    message = await receive()
                for other in others:
                    other.cancel()
        finally:
            self.hub.leave(self.viewer)

    # -- what comes in -----------------------------------------------------------------------------------------

    def _receive(self, message: dict[str, Any]) -> None:
        text: str | None = message.get("text")
        try:
            self._take(p.decode(self._admitted(text)))
        except Refused as refusal:
            self._refuse(refusal, None if text is None else p.id_of(text))

    def _admitted(self, text: str | None) -> str:
        if not self._messages.take(self._clock()):
            raise Refused("too_fast", FLOODING_WORDS)
        if text is None:
            raise Refused("malformed", "Messages are JSON text, not bytes.")
        if len(text) > self.limits.message_length:
            raise Refused("too_long", f"A message has at most {self.limits.message_length:,} characters.")
        return text

    def _take(self, said: p.FromBrowser) -> None:
        if isinstance(said, p.Ack):
            self.hub.acknowledge(self.viewer, said.seq)
            return
        now = self._clock()
        if not self._commands.take(now):
            raise Refused("too_fast", FLOODING_WORDS)
        self._acted_at = now
        self._opened = self._opened or isinstance(said, p.Open)
        self._hand_on(said)

    def _hand_on(self, said: p.Command) -> None:
        self.hub.command(self.viewer, said)

    def _refuse(self, refusal: Refused, id_: str | None) -> None:
        """In words; and after too many, for good."""
        self.viewer.put(p.encode(refusal.reply(id_)))
        if not self._offences.take(self._clock()):
            self.viewer.close(FLOODING if refusal.code == "too_fast" else MALFORMED)

    # -- idling ------------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Close a socket that opens nothing, and one over which nobody does anything any more."""
        await asyncio.sleep(self.limits.opening_s)
        if not self._opened:
            self._close_idle(UNOPENED_WORDS)
        while not self.viewer.closing:
            await asyncio.sleep(max(self._acted_at + self.limits.idle_s - self._clock(), 0.0))
            if self._clock() - self._acted_at >= self.limits.idle_s:
                self._close_idle(IDLE_WORDS)

    def _close_idle(self, words: str) -> None:
        self.viewer.put(p.encode(p.Error(None, "idle", words)))
        self.viewer.close(IDLE)
