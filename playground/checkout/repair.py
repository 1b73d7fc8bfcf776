"""The sweeper at work in the shop: reconciliation carried out on the ledgers."""

import asyncio
from collections.abc import Callable, Iterable

from playground.checkout import events as e
from playground.checkout.ledger import Entry, Ledger
from playground.checkout.world import World
from playground.knobs import Settings
from playground.patterns.reconciliation import Facts, Sweeper


class Repairs:
    """Runs the sweeper while reconciliation is on, and does what it finds needful."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world = world
        self.ledger = ledger
        self.quiet_for = 5.0
        self.sweeper = Sweeper(5.0, self._quiet, self._repair, self._after)
        self._task: asyncio.Task[None] | None = None
        self._repairs: dict[str, Callable[[int, Entry], None]] = {
            "refund": self._refund,
            "cancel_order": self._cancel,
            "release_stock": self._release,
            "notify": self._notify,
        }

    @property
    def enabled(self) -> bool:
        return self._task is not None

    def configure(self, settings: Settings) -> None:
        self.quiet_for = settings["reconciliation.quiet_s"]
        enabled, period = settings["reconciliation.enabled"], settings["reconciliation.period_s"]
        if self._task is not None and not (enabled and period == self.sweeper.period):
            self._task.cancel()
            self._task = None
        self.sweeper.period = period
        if enabled and self._task is None:
            self._task = self.world.loop.spawn(self.sweeper.run())

    def _quiet(self) -> Iterable[tuple[int, Facts]]:
        return self.ledger.quiet(self.world.loop.now - self.quiet_for)

    def _repair(self, order: int, what: str) -> None:
        self._repairs[what](order, self.ledger.entries[order])

    def _after(self, looked_at: int, repaired: int) -> None:
        self.world.log.append(e.SweepFinished(self.world.loop.now, looked_at, repaired))

    def _refund(self, order: int, entry: Entry) -> None:
        given = entry.refund(entry.amount)
        self.world.log.append(e.CardRefunded(self.world.loop.now, order, given, "reconciliation"))

    def _cancel(self, order: int, entry: Entry) -> None:
        entry.orders = 0
        self.world.log.append(e.OrderCancelled(self.world.loop.now, order, "reconciliation"))

    def _release(self, order: int, entry: Entry) -> None:
        entry.release()
        self.world.log.append(e.StockReleased(self.world.loop.now, order, "reconciliation"))

    def _notify(self, order: int, entry: Entry) -> None:
        entry.told = "confirmed"
        self.world.log.append(e.CustomerNotified(self.world.loop.now, order))
