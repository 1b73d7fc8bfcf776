"""What the events of one checkout amount to: what the customer was told, what is true, and how it came to that."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from playground.checkout import events as e
from playground.checkout.events import Event

BAD = ("double", "ghost", "paid_without_order", "order_without_payment", "stranded")
"""Verdicts in which belief and truth disagree, or harm was done."""


class Facts:
    """Of one order. Built from its events, in order; money in pence."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self.by_type: dict[type, list[Any]] = defaultdict(list)
        for event in events:
            self.by_type[type(event)].append(event)
        self.order: int = next((event.order for event in events if hasattr(event, "order")), 0)
        self.told = self._told()
        self.charges: list[e.CardCharged] = self.by_type[e.CardCharged]
        self.refunds: list[e.CardRefunded] = self.by_type[e.CardRefunded]
        self.requests: dict[int, e.RequestSent] = {sent.call: sent for sent in self.by_type[e.RequestSent]}

    def _told(self) -> str | None:
        if self.by_type[e.CustomerNotified]:
            return "confirmed"
        told: list[e.CustomerTold] = self.by_type[e.CustomerTold]
        if told:
            return told[-1].told
        return "nothing" if self.by_type[e.CustomerGaveUp] else None

    @property
    def paid(self) -> int:
        """Charges less refunds."""
        return len(self.charges) - len(self.refunds)

    @property
    def ordered(self) -> bool:
        return self._last(e.OrderWritten) > self._last(e.OrderCancelled)

    @property
    def reserved(self) -> bool:
        return self._last(e.StockReserved) > self._last(e.StockReleased)

    def _last(self, kind: type) -> float:
        found = self.by_type[kind]
        return found[-1].t if found else -1.0

    def calls_to(self, target: str) -> list[e.RequestSent]:
        return [sent for sent in self.requests.values() if sent.target == target]

    def attempts_on(self, target: str) -> int:
        """How many requests of the forward way went there; undoing ones do not count."""
        undoing = ("release", "refund", "cancel")
        return sum(sent.operation not in undoing for sent in self.calls_to(target))

    def about(self, kind: type, call: int) -> Any | None:
        return next((event for event in self.by_type[kind] if event.call == call), None)

    @property
    def verdict(self) -> str:
        """One word; see `docs/protocol.md` for what each means."""
        if self.told is None:
            return "waiting"
        if self.paid > 1:
            return "double"
        if self.told != "confirmed":
            return self._verdict_unconfirmed()
        if self.paid == 1:
            return "ok" if self.ordered else "paid_without_order"
        return "order_without_payment" if self.ordered and self.calls_to("payment") else "ok"

    def _verdict_unconfirmed(self) -> str:
        if self.paid == 1:
            return "ghost"
        if self.ordered and self.calls_to("payment"):
            return "order_without_payment"
        if self.reserved:
            return "stranded"
        return "failed" if self.told == "failed" else "gave_up"
