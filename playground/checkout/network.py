"""Edges: how a request gets to a service and its answer back, or does not.

Everything a network can do to a message is done here: delay, loss in either direction, duplication, resets. What the
caller learns is an answer, a broken connection, or nothing at all.
"""

from asyncio import CancelledError, Future

import msgspec

from playground.checkout import events as e
from playground.checkout.afflictions import Afflictions
from playground.checkout.messages import BROKEN, OK, ConnectionReset, ErrorReply, Message, Request
from playground.checkout.station import Station
from playground.checkout.world import World
from playground.patterns.hedging import LOST
from playground.virtual_time.chance import Stream, combine

READING = 1_000
"""The part of an attempt that reads first has luck of its own."""


class Edge:
    """From `source` to one service and back. Delays in seconds."""

    def __init__(self, world: World, source: str, station: Station, afflictions: Afflictions) -> None:
        self.world = world
        self.loop = world.loop
        self.log = world.log
        self.source = source
        self.target = station.name
        self.station = station
        self.afflictions = afflictions
        self._there = Stream(world.seed, f"{source}>{station.name}/there")
        self._back = Stream(world.seed, f"{source}>{station.name}/back")
        self.delay = 0.0
        self.jitter = 0.0
        self.attempt_timeout: float | None = None
        self.propagates_deadline = False

    # -- there -------------------------------------------------------------------------------------------------

    async def attempt(self, request: Request) -> Message:
        """Send one request and wait for its answer, for ever if need be. The innermost thing that patterns wrap."""
        message = self._message(request)
        self.send(message)
        try:
            status: int = await message.reply  # type: ignore[misc]  # a future, see _message
        except CancelledError as cancelled:
            self._abandoned(message, request, loser=LOST in cancelled.args)
            raise
        if status == OK:
            return message
        if status == BROKEN:
            if request.step is not None:
                request.step.abandoned += 1
            raise ConnectionReset(f"the connection to {self.target} broke")
        raise ErrorReply(self.target, status, message.retry_after)

    async def read_then_write(self, request: Request) -> Message:
        """An optimistic write: it is refused with 409 if somebody else wrote since we read."""
        luck = combine(request.identity, READING)
        read = await self.attempt(
            msgspec.structs.replace(request, operation="read", identity=luck, key=None, step=None)
        )
        return await self.attempt(msgspec.structs.replace(request, version=read.version))

    def _message(self, request: Request) -> Message:
        identity = request.identity
        if request.attempt > 1 or request.hedge or request.shard:
            identity = combine(combine(combine(identity, request.shard), request.attempt), request.hedge)
        message = Message(
            self.world.next_call(),
            request.order,
            request.operation,
            identity,
            Future(loop=self.loop),
            request.amount,
            request.attempt,
            request.hedge,
            request.shard,
            request.key,
            self._deadline(request) if self.propagates_deadline else None,
            request.critical,
        )
        message.version = request.version
        return message

    def _deadline(self, request: Request) -> float | None:
        own = None if self.attempt_timeout is None else self.loop.now + self.attempt_timeout
        if own is None or request.deadline is None:
            return request.deadline if own is None else own
        return min(own, request.deadline)

    def _abandoned(self, message: Message, request: Request, *, loser: bool) -> None:
        """The caller stopped waiting. That stops nothing on the other side, unless a notice is sent and gets there."""
        if request.step is not None:
            request.step.abandoned += 1
        if self.propagates_deadline or loser:
            self.loop.call_later(self.delay, self.station.call_off, message)

    def send(self, message: Message) -> None:
        loop = self.loop
        now = message.sent_at = loop.now
        travel = self._there.normal(message.identity, self.delay, self.jitter)
        ill = self.afflictions.any
        if ill:
            travel += self._extra_delay(message)
        self.log.append(
            e.RequestSent(
                now,
                message.call,
                message.order,
                self.source,
                self.target,
                message.operation,
                message.attempt,
                message.hedge,
                message.shard,
                message.key is not None,
                travel,
            )
        )
        if ill and self._lost_there(message, travel):
            return
        self.world.in_transit += 1
        loop.call_at(now + travel, self._arrive, message)

    def _extra_delay(self, message: Message) -> float:
        slow = self.afflictions.hits("latency", message)
        if slow is None:
            return 0.0
        jitter = self.afflictions.jitter("latency", message.identity, slow.fields["jitter_ms"] / 1000)
        return float(slow.fields["ms"]) / 1000 + jitter

    def _lost_there(self, message: Message, travel: float) -> bool:
        for kind in ("partition", "request_lost"):
            if self.afflictions.hits(kind, message):
                self.log.append(e.RequestLost(self.loop.now, message.call, message.order, self.target, kind))
                return True
        twice = self.afflictions.hits("duplicate", message)
        if twice is not None:
            late = travel + float(twice.fields["ms"]) / 1000
            self.log.append(e.RequestDuplicated(self.loop.now, message.call, message.order, self.target, late))
            self.world.in_transit += 1
            self.loop.call_later(late, self._arrive, self._copy(message))
        return False

    def _copy(self, message: Message) -> Message:
        """A second copy of the same bytes: same key, same caller, luck of its own at the service."""
        return Message(
            message.call,
            message.order,
            message.operation,
            combine(message.identity, 0),
            message.reply,
            amount=message.amount,
            attempt=message.attempt,
            hedge=message.hedge,
            shard=message.shard,
            key=message.key,
            deadline=message.deadline,
            critical=message.critical,
        )

    def _arrive(self, message: Message) -> None:
        self.world.in_transit -= 1
        message.arrived_at = self.loop.now
        if self.afflictions.any:
            if self.afflictions.strikes("reset", "before_effect", message):
                self.log.append(
                    e.RequestRefused(self.loop.now, message.call, message.order, self.target, "connection_reset")
                )
                self.break_connection(message)
                return
            if self.afflictions.hits("blackhole", message):
                self.log.append(e.RequestSwallowed(self.loop.now, message.call, message.order, self.target))
                return
        self.station.receive(message, self)

    # -- back --------------------------------------------------------------------------------------------------

    def respond(self, message: Message, status: int, worked: float, sojourn: float) -> None:
        """Send the answer on its way. The effect, if there was one, already stands."""
        loop = self.loop
        now = loop.now
        travel = self._back.normal(message.identity, self.delay, self.jitter)
        self.log.append(
            e.ResponseSent(now, message.call, message.order, self.target, self.source, status, worked, sojourn, travel)
        )
        if self.afflictions.any and self._lost_back(message, status):
            return
        self.world.in_transit += 1
        loop.call_at(now + travel, self._deliver, message, status)

    def _lost_back(self, message: Message, status: int) -> bool:
        for kind in ("partition", "response_lost"):
            if self.afflictions.hits(kind, message):
                self.log.append(e.ResponseLost(self.loop.now, message.call, message.order, self.target, status, kind))
                return True
        if self.afflictions.strikes("reset", "after_effect", message):
            self.log.append(e.ResponseLost(self.loop.now, message.call, message.order, self.target, status, "reset"))
            self.break_connection(message)
            return True
        return False

    def _deliver(self, message: Message, status: int) -> None:
        self.world.in_transit -= 1
        now = self.loop.now
        heard = e.ResponseArrivedLate if message.reply.done() else e.ResponseArrived
        self.log.append(heard(now, message.call, message.order, self.target, status, now - message.sent_at))
        if not message.reply.done():
            message.reply.set_result(status)

    def break_connection(self, message: Message) -> None:
        """The other end is gone: the caller finds out one network delay later, unless no news passes."""
        if "partition" in self.afflictions.active:
            return
        self.world.in_transit += 1
        self.loop.call_later(self.delay, self._broken, message)

    def _broken(self, message: Message) -> None:
        self.world.in_transit -= 1
        if message.reply.done():
            return
        now = self.loop.now
        self.log.append(e.ConnectionBroke(now, message.call, message.order, self.target, now - message.sent_at))
        message.reply.set_result(BROKEN)
