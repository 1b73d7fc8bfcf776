"""The dependencies: inventory, payment, orders, recommendations. Where effects happen.

A worker takes a request, looks at its key if it has one, works for a while, has its effect on the ledger, and answers.
In that order: between effect and answer lies everything that makes distributed systems hard.
"""

from collections.abc import Callable
from typing import cast

from playground.checkout import events as e
from playground.checkout.afflictions import Afflictions
from playground.checkout.ledger import Ledger
from playground.checkout.messages import CONFLICT, FAILED, OK, UNPROCESSABLE, Message
from playground.checkout.station import Station, WayBack
from playground.checkout.world import World
from playground.knobs import Settings
from playground.patterns.idempotency import IdempotencyStore, InProgress, KeyReused
from playground.virtual_time.chance import Stream
from playground.virtual_time.loop import Timer

UNDONE_BY = {"release": "reserve", "refund": "charge", "cancel": "write"}
"""An undoing operation names the key of what it undoes."""


class Service(Station):
    """One dependency."""

    def __init__(self, world: World, name: str, afflictions: Afflictions, ledger: Ledger) -> None:
        super().__init__(world, name, afflictions)
        self.ledger = ledger
        self.keys: IdempotencyStore | None = None
        self.keys_survive = True
        self.voided: set[str] = set()
        """Keys of what was undone or called off: it must not happen later."""
        self.version = 0
        """Of the one row that optimistic writers contend for."""
        self.draw_time: Callable[[int], float] = lambda identity: 0.0
        self._remaining: dict[Message, float] = {}
        self._service_time = Stream(world.seed, f"{name}/service_time")
        self._slow = Stream(world.seed, f"{name}/slow")
        self._effects: dict[str, Callable[[Message], None]] = {
            "read": self._read,
            "reserve": self._reserve,
            "charge": self._charge,
            "write": self._write,
            "release": self._release,
            "refund": self._refund,
            "cancel": self._cancel,
        }

    def configure(self, settings: Settings) -> None:
        self._configure_keys(settings)
        mean, spread = settings[f"{self.name}.service_ms"] / 1000, settings[f"{self.name}.spread_ms"] / 1000
        kind = settings[f"{self.name}.service_time"]
        time = self._service_time
        if kind == "constant":
            self.draw_time = lambda identity: mean
        elif kind == "exponential":
            self.draw_time = lambda identity: time.exponential(identity, mean)
        elif kind == "normal":
            self.draw_time = lambda identity: time.normal(identity, mean, spread)
        else:
            self.draw_time = self._bimodal(settings, mean, spread)

    def _bimodal(self, settings: Settings, mean: float, spread: float) -> Callable[[int], float]:
        share = settings[f"{self.name}.slow_share"]
        slow, slow_spread = settings[f"{self.name}.slow_ms"] / 1000, settings[f"{self.name}.slow_spread_ms"] / 1000

        def draw(identity: int) -> float:
            if self._slow.happens(identity, share):
                return self._service_time.normal(identity, slow, slow_spread)
            return self._service_time.normal(identity, mean, spread)

        return draw

    def _configure_keys(self, settings: Settings) -> None:
        self.keys_survive = settings["idempotency.durable"]
        if not settings["idempotency.enabled"]:
            self.keys = None
        elif self.keys is None:
            self.keys = IdempotencyStore()
        if self.keys is not None:
            self.keys.retention = settings["idempotency.retention_s"]
            self.keys.keep_errors = settings["idempotency.replay_errors"]

    # -- working -----------------------------------------------------------------------------------------------

    def begin(self, message: Message, back: WayBack) -> None:
        if message.key is not None and self.keys is not None and message.operation not in UNDONE_BY:
            status = self._known(self.keys, message.key, message)
            if status is not None:
                back.respond(message, status, 0.0, self.loop.now - message.arrived_at)
                return
        time = self.draw_time(message.identity)
        if self.afflictions.any:
            time = self._slowed(message, time)
        self.active[message] = (self.loop.call_at(self.loop.now + time, self._complete, message), back)

    def _known(self, keys: IdempotencyStore, key: str, message: Message) -> int | None:
        """The answer to a request whose key is known; None when this is the first of its kind."""
        now = self.loop.now
        if self._voided(message):
            self.log.append(e.KeyRefused(now, message.call, message.order, self.name, UNPROCESSABLE))
            return UNPROCESSABLE
        try:
            record = keys.begin(key, message.amount, now)
        except (InProgress, KeyReused) as refusal:
            status = CONFLICT if isinstance(refusal, InProgress) else UNPROCESSABLE
            self.log.append(e.KeyRefused(now, message.call, message.order, self.name, status))
            return status
        if record is None:
            return None
        self.log.append(e.DuplicateRecognised(now, message.call, message.order, self.name, record.result))
        return int(record.result)

    def _slowed(self, message: Message, time: float) -> float:
        tail = self.afflictions.hits("slow_tail", message)
        if tail is not None:
            time *= tail.fields["factor"]
        shard = self.afflictions.on_bad_shard(message)
        if shard is not None:
            time += shard.fields["ms"] / 1000
        return time

    def _complete(self, message: Message) -> None:
        """The time for the work is over: the effect, its record, the answer. A crash can come between any two."""
        if not self.afflictions.any and not self.voided and message.version is None:
            self._take_effect(message)
            self.finish(message, OK)
            return
        status = self._error(message)
        if status != OK:
            self._record(message, status)
            self.finish(message, status)
        elif self.afflictions.strikes("crash", "before_effect", message):
            self.crash()
        elif self.afflictions.strikes("crash", "before_record", message):
            self._take_effect(message, record=self.keys_survive)
            self.crash()
        elif self.afflictions.strikes("crash", "after_effect", message):
            self._take_effect(message)
            self.crash()
        else:
            self._take_effect(message)
            self.finish(message, OK)

    def _error(self, message: Message) -> int:
        if message.operation not in UNDONE_BY and self._voided(message):
            return UNPROCESSABLE
        if message.version is not None and message.version != self.version:
            return CONFLICT
        if self.errs(message):
            return FAILED
        shard = self.afflictions.on_bad_shard(message)
        return int(shard.fields["status"]) if shard is not None else OK

    def _take_effect(self, message: Message, record: bool = True) -> None:
        effect = self._effects.get(message.operation)
        if effect is not None:
            effect(message)
        if record:
            self._record(message, OK)

    def _record(self, message: Message, status: int) -> None:
        if message.key is not None and self.keys is not None and message.operation not in UNDONE_BY:
            self.keys.finish(message.key, status, failed=status != OK)

    # -- effects -----------------------------------------------------------------------------------------------

    def _read(self, message: Message) -> None:
        message.version = self.version

    def _reserve(self, message: Message) -> None:
        self.version += 1
        entry = self.ledger.touch(message.order, self.loop.now)
        nth = entry.reserve(message.shard)
        self.log.append(e.StockReserved(self.loop.now, message.call, message.order, message.shard, nth))

    def _charge(self, message: Message) -> None:
        entry = self.ledger.touch(message.order, self.loop.now)
        entry.charge(message.amount)
        self.log.append(e.CardCharged(self.loop.now, message.call, message.order, message.amount, entry.charges))

    def _write(self, message: Message) -> None:
        entry = self.ledger.touch(message.order, self.loop.now)
        entry.orders += 1
        self.log.append(e.OrderWritten(self.loop.now, message.call, message.order, entry.orders))

    def _call_off(self, message: Message) -> bool:
        """Whether there is something to undo. Under a key: whether just this was done; if not, it never will be."""
        if message.key is None:
            return True
        if message.key in self.voided:
            return False
        self.voided.add(message.key)
        return self.keys is None or self.keys.result(message.key) == OK

    def _voided(self, message: Message) -> bool:
        """Called off, by itself or as a shard of a fan-out."""
        key = message.key
        return key is not None and (key in self.voided or (message.shard > 0 and key.rpartition("/")[0] in self.voided))

    def _release(self, message: Message) -> None:
        entry = self.ledger.touch(message.order, self.loop.now)
        self._call_off(message)  # every shard has a key of its own, so this one cannot tell what there is to undo
        if entry.reservations:
            entry.release()
            self.log.append(e.StockReleased(self.loop.now, message.order, "compensation"))

    def _refund(self, message: Message) -> None:
        """Give back one charge; under a key, whatever was or will be charged under it and nothing else."""
        entry = self.ledger.touch(message.order, self.loop.now)
        if self._call_off(message) and entry.paid > 0:
            given = entry.refund(message.amount)
            self.log.append(e.CardRefunded(self.loop.now, message.order, given, "compensation"))

    def _cancel(self, message: Message) -> None:
        entry = self.ledger.touch(message.order, self.loop.now)
        if self._call_off(message) and entry.orders:
            entry.orders = 0
            self.log.append(e.OrderCancelled(self.loop.now, message.order, "compensation"))

    # -- trouble -----------------------------------------------------------------------------------------------

    def pause(self, duration: float | None) -> None:
        """Stand still: nothing is begun and nothing ends until `resume`."""
        self.paused = True
        self.log.append(e.ServicePaused(self.loop.now, self.name, duration or 0.0))
        for message, (work, _) in self.active.items():
            self._remaining[message] = cast(Timer, work).due - self.loop.now  # a dependency works by the clock
            work.cancel()

    def resume(self) -> None:
        self.paused = False
        self.log.append(e.ServiceResumed(self.loop.now, self.name))
        for message, remaining in self._remaining.items():
            if message in self.active:
                back = self.active[message][1]
                self.active[message] = (self.loop.call_later(remaining, self._complete, message), back)
        self._remaining.clear()
        self.fill()

    def crash(self) -> None:
        super().crash()
        self._remaining.clear()
        if self.keys is not None:
            self.keys.abandon() if self.keys_survive else self.keys.lose()
