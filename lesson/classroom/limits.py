"""Guessing codes: failures are counted by source, successes are free. A school shares one address.

With 31⁶ codes and at most FAILURES_PER_S wrong ones a second, one source needs 140 days for an even chance of hitting
one of fifty open rooms. It is not less, because one learner who types nonsense would shut the door for the class.
Counted in each process; a few of them make it a few times quicker.
"""

from collections.abc import Callable
from time import monotonic

from playground.live.limits import TokenBucket

FAILURES = 60.0
FAILURES_PER_S = 1.0
SOURCES_MAX = 10_000


class Guesses:
    """`clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._sources: dict[str, TokenBucket] = {}

    def too_many(self, source: str) -> bool:
        bucket = self._sources.get(source)
        if bucket is None:
            return False
        bucket.take(self._clock(), 0.0)
        return bucket.tokens < 1

    def note_failure(self, source: str) -> None:
        now = self._clock()
        if len(self._sources) >= SOURCES_MAX:
            self._forget(now)
        bucket = self._sources.setdefault(source, TokenBucket(FAILURES, FAILURES_PER_S, now))
        bucket.take(now)

    def _forget(self, now: float) -> None:
        """Those who have long stopped; if all are at it, the oldest."""
        for source in [source for source, bucket in self._sources.items() if bucket.full(now)]:
            del self._sources[source]
        if len(self._sources) >= SOURCES_MAX:
            del self._sources[next(iter(self._sources))]


guesses = Guesses()
