"""Reconciliation: compare the records of all parties after the fact, and repair what does not agree.

Timeouts, retries and keys keep most stories straight. Some end crooked all the same: a crash between two records, an
answer that never arrived. Only a look at every ledger finds those. It runs late and repeatedly, it touches nothing
that may still be moving, and each repair is itself safe to repeat.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol


class Facts(Protocol):
    """What the ledgers say of one order."""

    told: str | None
    """What the customer was told: "confirmed", "failed", "nothing"; None while the customer is still waiting."""

    @property
    def paid(self) -> int:
        """Charges less refunds."""

    @property
    def ordered(self) -> bool: ...

    @property
    def reserved(self) -> bool: ...


def repairs(facts: Facts) -> list[str]:
    """What would make the ledgers of one order agree with each other and with what the customer was told.

    An order that is paid and recorded is finished forwards where the customer heard nothing, and undone where the
    customer was told that it failed: they may have bought elsewhere by now.
    """
    if facts.told is None:
        return []
    keep = facts.paid >= 1 and facts.ordered and facts.told != "failed"
    needed = ["refund"] * (facts.paid - (1 if keep else 0))
    if facts.ordered and not keep and (facts.paid >= 1 or facts.told != "confirmed"):
        needed.append("cancel_order")
    if facts.reserved and not keep and not (facts.ordered and facts.told == "confirmed"):
        needed.append("release_stock")
    if keep and facts.told == "nothing":
        needed.append("notify")
    return needed


class Sweeper:
    """Every `period` seconds looks at the orders that have been quiet long enough and repairs them.

    `quiet()` yields (order, facts) of those; `repair(order, what)` carries out one repair.
    """

    def __init__(
        self,
        period: float,
        quiet: Callable[[], Iterable[tuple[int, Facts]]],
        repair: Callable[[int, str], None],
        after_sweep: Callable[[int, int], None],
    ) -> None:
        self.period = period
        self.quiet = quiet
        self.repair = repair
        self.after_sweep = after_sweep

    def sweep(self) -> int:
        """One pass; returns how many orders needed repair."""
        looked_at = repaired = 0
        for order, facts in list(self.quiet()):
            looked_at += 1
            needed = repairs(facts)
            for what in needed:
                self.repair(order, what)
            repaired += bool(needed)
        self.after_sweep(looked_at, repaired)
        return repaired

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self.period)
            self.sweep()
