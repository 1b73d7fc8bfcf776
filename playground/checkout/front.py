"""Checkout itself, and the gateways that may stand in front of it: stations whose workers call other stations."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from playground.checkout import events as e
from playground.checkout.afflictions import Afflictions
from playground.checkout.ledger import Ledger
from playground.checkout.messages import FAILED, NO_ANSWER, OK, UNAVAILABLE, Message, Request, Step
from playground.checkout.policies import Client
from playground.checkout.station import Station, WayBack
from playground.checkout.world import World
from playground.knobs import Settings
from playground.patterns.call import CallFailed
from playground.patterns.compensation import Saga
from playground.patterns.load_shedding import ConcurrencyLimit
from playground.virtual_time.chance import combine

OPERATIONS = {"inventory": "reserve", "payment": "charge", "orders": "write", "recommendations": "recommend"}
UNDO = {"inventory": "release", "payment": "refund", "orders": "cancel"}
STATUS_OF_FAILURE = {"timeout": NO_ANSWER, "deadline": NO_ANSWER}
UNDOING = 2_000
"""Undoing a step has luck of its own: an answer lost on the way there need not be lost on the way back."""
STATUS_OF_REFUSAL = {"breaker", "bulkhead", "shed", "overload"}


class ProcedureStation(Station):
    """A station whose work is a coroutine. The task is held here, or the garbage collector might take it."""

    def begin(self, message: Message, back: WayBack) -> None:
        self.active[message] = (self.loop.create_task(self._work(message)), back)

    async def _work(self, message: Message) -> None:
        try:
            status = await self.serve(message)
        except Exception as error:  # noqa: BLE001  # a defect of the model, which must not pass as a worker that is busy
            self.loop.fail(error)
            return
        if message in self.active:  # unless the process died meanwhile
            self.finish(message, status)

    def serve(self, message: Message) -> Coroutine[Any, Any, int]:
        """The status to answer with."""
        raise NotImplementedError


class Gateway(ProcedureStation):
    """Passes requests on, and may try again. It has as many workers as it likes."""

    def __init__(self, world: World, name: str, client: Client) -> None:
        super().__init__(world, name, Afflictions(world.seed, name))
        self.client = client

    async def serve(self, message: Message) -> int:
        request = Request(
            target=self.client.target,
            identity=message.identity,
            deadline=message.deadline,
            critical=message.critical,
            order=message.order,
            operation=message.operation,
            amount=message.amount,
        )
        try:
            await self.client.call(request)
        except CallFailed as failure:
            return status_of(failure)
        return OK


class Checkout(ProcedureStation):
    """Takes an order through its steps, one worker an order, and answers what came of it."""

    def __init__(
        self, world: World, afflictions: Afflictions, ledger: Ledger, new_client: Callable[[str, int], Client]
    ) -> None:
        super().__init__(world, "checkout", afflictions)
        self.ledger = ledger
        self.new_client = new_client
        self.clients: list[dict[str, Client]] = []
        self.calls: tuple[str, ...] = ()
        self.fan_out = 1
        self.browse_time = 0.0
        self.deadline: float | None = None
        self.propagates_deadline = False
        self.sends_keys = False
        self.compensates = False
        self.limit: ConcurrencyLimit | None = None
        self._undone: dict[int, int] = {}
        self._compensations: dict[int, asyncio.Task[None]] = {}

    def configure(self, settings: Settings) -> None:
        self.calls = settings["checkout.calls"]
        self.fan_out = settings["inventory.fan_out"]
        self.browse_time = settings["checkout.browse_ms"] / 1000
        self.deadline = settings["timeout.deadline_s"] if settings["timeout.enabled"] else None
        self.propagates_deadline = settings["timeout.propagate"]
        self.sends_keys = settings["idempotency.enabled"]
        self.compensates = settings["compensation.enabled"]
        self._configure_limit(settings)
        self._configure_clients(settings)

    def _configure_limit(self, settings: Settings) -> None:
        if not settings["shedding.enabled"] or settings["shedding.kind"] == "adaptive":
            self.limit = None
            return
        if self.limit is None:
            self.limit = ConcurrencyLimit(0)
            self.limit.inside = len(self.active) + len(self.queue)
        self.limit.limit = settings["shedding.max_in_flight"]
        by_criticality = settings["shedding.kind"] == "criticality"
        self.limit.optional_share = settings["shedding.browse_share"] if by_criticality else 1.0

    def _configure_clients(self, settings: Settings) -> None:
        instances: int = settings["checkout.instances"]
        del self.clients[instances:]
        while len(self.clients) < instances:
            number = len(self.clients)
            self.clients.append({name: self.new_client(name, number) for name in OPERATIONS})
        for clients in self.clients:
            for client in clients.values():
                client.configure(settings)

    # -- the door ----------------------------------------------------------------------------------------------

    def receive(self, message: Message, back: WayBack) -> None:
        if self.limit is None or self.down:
            super().receive(message, back)
            return
        self.limit.inside = len(self.active) + len(self.queue)
        if self.limit.admits(message.critical):
            super().receive(message, back)
            return
        self._refuse(message, "shed")
        self.log.append(e.CheckoutShed(self.loop.now, message.order))
        back.respond(message, UNAVAILABLE, 0.0, 0.0)

    def begin(self, message: Message, back: WayBack) -> None:
        if message.operation == "browse":
            done = self.loop.call_at(self.loop.now + self.browse_time, self._browsed, message)
            self.active[message] = (done, back)
        else:
            super().begin(message, back)

    def _browsed(self, message: Message) -> None:
        self.finish(message, FAILED if self.afflictions.any and self.errs(message) else OK)

    # -- the procedure -----------------------------------------------------------------------------------------

    async def serve(self, message: Message) -> int:
        """Step by step through `checkout.calls`. What failed is told; what was done before it may be undone."""
        if self.afflictions.any and self.errs(message):
            return FAILED
        saga = Saga()
        try:
            await self._steps(message, saga)
        except CallFailed as failure:
            if self.compensates:
                self._compensate(message.order, saga)
            return status_of(failure)
        return OK

    async def _steps(self, message: Message, saga: Saga) -> None:
        ill = self.afflictions
        deadline = self._deadline(message)
        if ill.any:
            await self._crash_point("before_effect", message)
        for name in self.calls:
            await self._step(name, message, deadline, saga)
            if name == "payment" and ill.any:
                await self._crash_point("before_record", message)
        if "orders" not in self.calls:
            self._record_sale(message)
        if ill.any:
            await self._crash_point("after_effect", message)

    def _deadline(self, message: Message) -> float | None:
        """The instant after which this checkout is given up: its own, or an earlier one that the caller sent."""
        own = None if self.deadline is None else message.arrived_at + self.deadline
        if own is None or message.deadline is None:
            return message.deadline if own is None else own
        return min(own, message.deadline)

    async def _step(self, name: str, message: Message, deadline: float | None, saga: Saga) -> None:
        client = self.clients[message.order % len(self.clients)][name]
        step = Step()
        request = self._request(name, OPERATIONS[name], message, deadline, step)
        step.key = request.key
        done = False
        try:
            if name == "inventory" and self.fan_out > 1:
                await self._fan_out(client, request)
            else:
                await client.call(request)
            done = True
        finally:
            if self.compensates:
                self._remember(saga, name, message, step, done=done)

    def _request(
        self, name: str, operation: str, message: Message, deadline: float | None, step: Step | None
    ) -> Request:
        return Request(
            target=name,
            identity=message.identity,
            deadline=deadline,
            order=message.order,
            operation=operation,
            amount=message.amount,
            key=self._key(message.order) if self.sends_keys else None,
            step=step,
        )

    def _key(self, order: int) -> str:
        """Names the intent. After a compensation the intent is over, and paying again is a new one."""
        return f"{order}/{self._undone.get(order, 0)}"

    async def _fan_out(self, client: Client, request: Request) -> None:
        """Ask all shards at once; the slowest decides, and the first failure calls off the rest."""
        calls = [self.loop.create_task(self._shard(client, request, shard)) for shard in range(1, self.fan_out + 1)]
        try:
            await asyncio.wait(calls, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            for call in calls:
                call.cancel()
        failures = [call.exception() for call in calls if call.done() and not call.cancelled()]
        failure = next(filter(None, failures), None)
        if failure is not None:
            raise failure

    async def _shard(self, client: Client, request: Request, shard: int) -> None:
        part = request.as_attempt(1)
        part.shard = shard
        part.key = None if request.key is None else f"{request.key}/{shard}"
        await client.call(part)

    def _record_sale(self, message: Message) -> None:
        """Where no orders service is called, checkout itself keeps the record."""
        entry = self.ledger.touch(message.order, self.loop.now)
        entry.orders += 1
        self.log.append(e.OrderWritten(self.loop.now, message.call, message.order, entry.orders))

    async def _crash_point(self, point: str, message: Message) -> None:
        if self.afflictions.strikes("crash", point, message):
            self.crash()
            await asyncio.sleep(0)  # here this very task ends: its process is gone

    # -- compensation ------------------------------------------------------------------------------------------

    def _remember(self, saga: Saga, name: str, message: Message, step: Step, *, done: bool) -> None:
        """What must be undone: steps that succeeded, and under a key also one whose outcome nobody knows.

        Without a key an unknown charge cannot be named, so it cannot be called off either.
        """
        unknown = not done and step.abandoned > 0 and self.sends_keys
        if name in UNDO and (done or unknown):
            saga.did(name, lambda: self._undo(name, message, step.key))

    async def _undo(self, name: str, message: Message, key: str | None) -> None:
        """`key` is the one that the step was done under: by now the order may have another."""
        client = self.clients[message.order % len(self.clients)][name]
        request = self._request(name, UNDO[name], message, None, None)
        request.key = key
        request.identity = combine(message.identity, UNDOING)
        await client.call(request)

    def _compensate(self, order: int, saga: Saga) -> None:
        """In the background: the customer need not wait for it, and no worker is held."""
        self._undone[order] = self._undone.get(order, 0) + 1
        number = self.world.next_call()
        task = self.loop.spawn(self._compensation(order, saga))
        self._compensations[number] = task
        task.add_done_callback(lambda _: self._compensations.pop(number, None))

    async def _compensation(self, order: int, saga: Saga) -> None:
        left = await saga.compensate()
        self.log.append(e.CompensationFinished(self.loop.now, order, ",".join(left)))

    @property
    def busy_behind_the_scenes(self) -> bool:
        return bool(self._compensations)

    def crash(self) -> None:
        super().crash()
        for task in list(self._compensations.values()):
            task.cancel()


def status_of(failure: CallFailed) -> int:
    if failure.kind in STATUS_OF_REFUSAL:
        return UNAVAILABLE
    return STATUS_OF_FAILURE.get(failure.kind, FAILED)
