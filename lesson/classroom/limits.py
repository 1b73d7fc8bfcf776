"""Guessing codes: wrong ones are counted by browser and by address, right ones are free. A school shares one address.

With 31⁶ codes and at most ADDRESS_PER_S wrong ones a second, one address needs 140 days for an even chance of hitting
one of fifty open rooms. A browser has so little that a learner who types nonsense all day leaves the address nearly all
it has. Counted in each process; a few of them make it a few times quicker.
"""

from collections.abc import Callable
from time import monotonic

from playground.live.limits import TokenBucket

ADDRESS, ADDRESS_PER_S = 300.0, 1.0
BROWSER, BROWSER_PER_S = 10.0, 0.05
"""Wrong codes at once, and a second in the long run."""
KEPT_MAX = 20_000


class Guesses:
    """`clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, ...], TokenBucket] = {}

    def exhausted(self, address: str, browser: str) -> str:
        """Whose wrong codes were too many: "browser", "address", or empty."""
        if self._empty((address, browser)):
            return "browser"
        return "address" if self._empty((address,)) else ""

    def note_failure(self, address: str, browser: str) -> None:
        self._take((address,), ADDRESS, ADDRESS_PER_S)
        self._take((address, browser), BROWSER, BROWSER_PER_S)

    def _empty(self, who: tuple[str, ...]) -> bool:
        bucket = self._buckets.get(who)
        if bucket is None:
            return False
        bucket.take(self._clock(), 0.0)
        return bucket.tokens < 1

    def _take(self, who: tuple[str, ...], burst: float, per_s: float) -> None:
        now = self._clock()
        if len(self._buckets) >= KEPT_MAX:
            self._forget(now)
        self._buckets.setdefault(who, TokenBucket(burst, per_s, now)).take(now)

    def _forget(self, now: float) -> None:
        """Those who have long stopped; if all are at it, the oldest browser, and only then an address."""
        for who in [who for who, bucket in self._buckets.items() if bucket.full(now)]:
            del self._buckets[who]
        if len(self._buckets) >= KEPT_MAX:
            del self._buckets[next((who for who in self._buckets if len(who) > 1), next(iter(self._buckets)))]


guesses = Guesses()
