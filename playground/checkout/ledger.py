"""The truth: what was charged, refunded, reserved and written for every order, whatever anybody believes.

The ledger only records. Services cause effects through it, reconciliation reads it, and no caller ever sees it: a
caller that could look here would not need timeouts, retries or keys.
"""

from collections.abc import Iterator

TRUTHS = (
    "nothing",
    "reserved_only",
    "charged_no_order",
    "charged_and_ordered",
    "charged_twice_or_more",
    "ordered_not_charged",
)
BELIEFS = ("confirmed", "failed", "nothing")


class Entry:
    """One order. Money in pence, times in virtual seconds."""

    __slots__ = ("amount", "changed_at", "charges", "orders", "refunds", "reservations", "shards", "taken", "told")

    def __init__(self, amount: int) -> None:
        self.amount = amount
        self.told: str | None = None
        self.charges = 0
        self.refunds = 0
        self.reservations = 0
        self.orders = 0
        self.changed_at = 0.0
        self.taken: list[int] = []
        """What each charge took that was not given back."""
        self.shards: dict[int, int] | None = None
        """Reservations by shard, where there is a fan-out."""

    def reserve(self, shard: int) -> int:
        """Returns 1 for the first reservation of that shard, 2 for the second."""
        self.reservations += 1
        if not shard:
            return self.reservations
        if self.shards is None:
            self.shards = {}
        nth = self.shards[shard] = self.shards.get(shard, 0) + 1
        return nth

    def release(self) -> None:
        self.reservations = 0
        self.shards = None

    def charge(self, amount: int) -> None:
        self.charges += 1
        self.taken.append(amount)

    def refund(self, amount: int) -> int:
        """Give back a charge of that amount, or the latest where there is none of it; returns what was given back."""
        self.refunds += 1
        given = amount if amount in self.taken else self.taken[-1]
        self.taken.remove(given)
        return given

    @property
    def paid(self) -> int:
        """Charges less refunds."""
        return self.charges - self.refunds

    @property
    def ordered(self) -> bool:
        return self.orders > 0

    @property
    def reserved(self) -> bool:
        return self.reservations > 0

    @property
    def truth(self) -> str:
        return truth(self.charges - self.refunds, self.orders > 0, self.reservations > 0)


def truth(paid: int, ordered: bool, reserved: bool) -> str:
    """The row of the belief × truth matrix."""
    if paid > 1:
        return "charged_twice_or_more"
    if paid == 1:
        return "charged_and_ordered" if ordered else "charged_no_order"
    if ordered:
        return "ordered_not_charged"
    return "reserved_only" if reserved else "nothing"


class Ledger:
    """Every order of a run, and which of them changed since they were last found in order."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.unsettled: dict[int, Entry] = {}

    def open(self, order: int, amount: int) -> None:
        self.entries[order] = Entry(amount)

    def touch(self, order: int, now: float) -> Entry:
        """The entry, about to change at `now`."""
        entry = self.entries[order]
        entry.changed_at = now
        self.unsettled[order] = entry
        return entry

    def quiet(self, before: float) -> Iterator[tuple[int, Entry]]:
        """Orders whose customer has been told something and which have not changed since `before`."""
        for order, entry in list(self.unsettled.items()):
            if entry.told is not None and entry.changed_at <= before:
                del self.unsettled[order]
                yield order, entry
