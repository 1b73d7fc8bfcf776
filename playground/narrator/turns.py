"""Notes about a state that turned: a fault in force, a service down, a breaker open, a queue that grows."""

from typing import Any

from playground.checkout import events as e
from playground.checkout.faults import KINDS
from playground.narrator.notes import EventType, Note, a_few, money

REARM_S = 20.0
"""After so many quiet seconds of virtual time the same trouble is news again."""


def place(service: str) -> str:
    return "" if service == "traffic" else f" at {service}"


class Faults:
    hears: tuple[EventType, ...] = (e.FaultStruck, e.FaultHealed)

    def hear(self, event: e.FaultStruck | e.FaultHealed) -> Note | None:
        kind = KINDS[event.kind]
        if isinstance(event, e.FaultStruck):
            words = f"{kind.label.capitalize()}{place(event.service)}. {kind.help}"
            return Note(event.t, "fault_struck", words, "partial-failure#four-places")
        words = f"{kind.label.capitalize()}{place(event.service)}: healed."
        return Note(event.t, "fault_healed", words, "composition#metastability")


class Services:
    """Down, up again; standing still. A service that keeps crashing is left alone after the first few times."""

    hears: tuple[EventType, ...] = (e.ServiceCrashed, e.ServiceRestarted, e.ServicePaused)
    ROUNDS = 2

    def __init__(self) -> None:
        self._crashes: dict[str, int] = {}

    def hear(self, event: e.ServiceCrashed | e.ServiceRestarted | e.ServicePaused) -> Note | None:
        name = event.service.capitalize()
        if isinstance(event, e.ServicePaused):
            words = f"{name} stands still for {a_few(event.duration)}. To its callers it is merely slow."
            return Note(event.t, "service_paused", words, "partial-failure#four-places")
        if isinstance(event, e.ServiceCrashed):
            self._crashes[event.service] = self._crashes.get(event.service, 0) + 1
        if self._crashes.get(event.service, 0) > self.ROUNDS:
            return None
        if isinstance(event, e.ServiceRestarted):
            words = f"{name} is back. A restart repairs the process, not its half-done orders."
            return Note(event.t, "service_restarted", words, "myths#recovery-is-enough")
        lost = "1 request in hand is lost" if event.lost == 1 else f"{event.lost} requests in hand are lost"
        return Note(event.t, "service_crashed", f"{name} crashes: {lost}.", "myths#recovery-is-enough")


class Breakers:
    """Every change of the first few rounds; a breaker that keeps flapping is then left alone until it has closed."""

    hears: tuple[EventType, ...] = (e.BreakerChanged,)
    ROUNDS = 2

    def __init__(self) -> None:
        self._openings: dict[str, int] = {}

    def hear(self, event: e.BreakerChanged) -> Note | None:
        target = event.target
        if event.state == "open":
            self._openings[target] = self._openings.get(target, 0) + 1
        openings = self._openings.get(target, 0)
        if event.state == "closed":
            self._openings[target] = 0
        elif openings > self.ROUNDS:
            return None
        return Note(event.t, f"breaker_{event.state}", self._words(event, openings), "containment#breakers")

    def _words(self, event: e.BreakerChanged, openings: int) -> str:
        if event.state == "half_open":
            return f"The breaker for {event.target} lets a few probes through."
        if event.state == "closed":
            return f"The probes succeeded: the breaker for {event.target} closes."
        if openings > 1:
            return f"A probe failed: the breaker for {event.target} opens again."
        return f"The breaker for {event.target} opens: calls now fail at once, and {event.target} is left in peace."


class PoolFull:
    """Requests begin to wait for a worker, and more than one of them."""

    hears: tuple[EventType, ...] = (e.RequestQueued,)
    FROM = 3

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def hear(self, event: e.RequestQueued) -> Note | None:
        if event.waiting < self.FROM:
            return None
        last = self._last.get(event.target)
        self._last[event.target] = event.t
        if last is not None and event.t - last < REARM_S:
            return None
        words = f"Every worker of {event.target} is busy: requests begin to wait."
        return Note(event.t, "pool_full", words, "containment#waiting")


class QueueGrew:
    """A queue has become several times as long as when it was last worth a note. Each length is worth one once."""

    hears: tuple[EventType, ...] = (e.RequestQueued,)
    FROM = 50
    TIMES = 4

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def hear(self, event: e.RequestQueued) -> Note | None:
        level = self._next.get(event.target, self.FROM)
        if event.waiting < level:
            return None
        self._next[event.target] = self.TIMES * level
        first = level == self.FROM
        words = f"{level} wait at {event.target}." if first else f"The queue at {event.target} has grown to {level:,}."
        return Note(event.t, "queue_grew", words, "containment#waiting")


class Began:
    """Something has begun that was quiet for a while: shedding, or a spent retry budget."""

    def __init__(self, kind: str, event: EventType, words: str, link: str) -> None:
        self.hears: tuple[EventType, ...] = (event,)
        self.kind = kind
        self.words = words
        self.link = link
        self._last: float | None = None

    def hear(self, event: e.Event) -> Note | None:
        last, self._last = self._last, event.t
        if last is not None and event.t - last < REARM_S:
            return None
        return Note(event.t, self.kind, self.words, self.link)


class Repairs:
    """A sweep that repaired something; the third and later ones go without saying."""

    hears: tuple[EventType, ...] = (e.SweepFinished,)
    MOST = 2

    def __init__(self) -> None:
        self._told = 0

    def hear(self, event: e.SweepFinished) -> Note | None:
        if event.repaired == 0 or self._told >= self.MOST:
            return None
        self._told += 1
        orders = "1 order" if event.repaired == 1 else f"{event.repaired} orders"
        words = f"Reconciliation compares the books and repairs {orders} of {event.looked_at}."
        return Note(event.t, "reconciliation_repaired", words, "myths#recovery-is-enough")


class GhostCharge:
    """A customer who was not told “confirmed” turns out to have been charged, or is charged afterwards."""

    hears: tuple[EventType, ...] = (e.CardCharged, e.CardRefunded, e.CustomerTold, e.CustomerGaveUp)
    REMEMBERED = 10_000

    def __init__(self) -> None:
        self._charged: dict[int, int] = {}
        self._told: dict[int, str] = {}
        self._done = False

    def hear(self, event: e.CardCharged | e.CardRefunded | e.CustomerTold | e.CustomerGaveUp) -> Note | None:
        if self._done:
            return None
        if isinstance(event, e.CardCharged):
            return self._charge(event)
        if isinstance(event, e.CardRefunded):
            self._charged.pop(event.order, None)
        elif isinstance(event, e.CustomerGaveUp):
            return self._hears_of_failure(event.t, event.order, "told nothing")
        elif isinstance(event, e.CustomerTold):
            if event.told == "failed":
                return self._hears_of_failure(event.t, event.order, "told “failed”")
            self._charged.pop(event.order, None)
        return None

    def _charge(self, event: e.CardCharged) -> Note | None:
        told = self._told.get(event.order)
        if told is not None:
            return self._ghost(event.t, event.order, event.amount, told)
        self._remember(self._charged, event.order, event.amount)
        return None

    def _hears_of_failure(self, t: float, order: int, told: str) -> Note | None:
        amount = self._charged.pop(order, None)
        if amount is not None:
            return self._ghost(t, order, amount, told)
        if order > 0:
            self._remember(self._told, order, told)
        return None

    def _remember(self, book: dict[int, Any], order: int, what: object) -> None:
        book[order] = what
        if len(book) > self.REMEMBERED:
            del book[next(iter(book))]

    def _ghost(self, t: float, order: int, amount: int, told: str) -> Note:
        self._done = True
        self._charged.clear()
        self._told.clear()
        words = f"First ghost charge: the customer of order {order} was {told}, yet {money(amount)} is gone."
        return Note(t, "first_ghost_charge", words, "partial-failure#four-places")
