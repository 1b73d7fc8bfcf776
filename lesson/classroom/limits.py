"""How much one browser or one address may do here. A school shares one address, so each limit does for a school.

**Guessing codes.** Wrong ones are counted by browser and by address, right ones are free. With 31⁶ codes and at most
one wrong one a second, an address needs 140 days for an even chance of hitting one of fifty open rooms. A browser has
so little that a learner who types nonsense all day leaves the address nearly all it has.

**Opening rooms, taking seats.** An address may open as many rooms as a large school has lessons at once, and take
nearly all seats of a room, as a lecture hall behind one address does, but not the last ones.

Counted in each process; a few of them allow a few times as much.
"""

from collections.abc import Callable
from time import monotonic

from django.conf import settings

from playground.live.limits import TokenBucket

KEPT_MAX = 10_000
ADDRESS, ADDRESS_PER_S = 300.0, 1.0
BROWSER, BROWSER_PER_S = 10.0, 0.05
"""Wrong codes at once, and a second in the long run."""
HOUR_S = 3600
SEATS, SEATS_PER_S = 1100.0, 1 / 60
"""Taken from one address in one room at once, and a minute."""

Clock = Callable[[], float]


class Spent:
    """Who has done how much of one thing lately. `clock` in seconds."""

    def __init__(self, burst: float, per_s: float, clock: Clock = monotonic) -> None:
        self._burst, self._per_s, self._clock = burst, per_s, clock
        self._buckets: dict[object, TokenBucket] = {}

    def all(self, who: object) -> bool:
        """Whether they have no more to spend just now."""
        bucket = self._buckets.get(who)
        if bucket is None:
            return False
        bucket.take(self._clock(), 0.0)
        return bucket.tokens < 1

    def note(self, who: object) -> None:
        now = self._clock()
        if len(self._buckets) >= KEPT_MAX and who not in self._buckets:
            self._forget(now)
        self._buckets.setdefault(who, TokenBucket(self._burst, self._per_s, now)).take(now)

    def _forget(self, now: float) -> None:
        """Those who have long stopped; if all are at it, the oldest."""
        for who in [who for who, bucket in self._buckets.items() if bucket.full(now)]:
            del self._buckets[who]
        if len(self._buckets) >= KEPT_MAX:
            del self._buckets[next(iter(self._buckets))]


class Guesses:
    """Wrong codes."""

    def __init__(self, clock: Clock = monotonic) -> None:
        self._addresses = Spent(ADDRESS, ADDRESS_PER_S, clock)
        self._browsers = Spent(BROWSER, BROWSER_PER_S, clock)

    def exhausted(self, address: str, browser: str) -> str:
        """Whose were too many: "browser", "address", or empty."""
        if self._browsers.all((address, browser)):
            return "browser"
        return "address" if self._addresses.all(address) else ""

    def note_failure(self, address: str, browser: str) -> None:
        self._addresses.note(address)
        self._browsers.note((address, browser))


guesses = Guesses()
rooms_opened = Spent(settings.ROOMS_PER_ADDRESS, settings.ROOMS_PER_ADDRESS / HOUR_S)
"""By address: so many at once, and so many an hour."""
seats_taken = Spent(SEATS, SEATS_PER_S)
"""By room and address."""
