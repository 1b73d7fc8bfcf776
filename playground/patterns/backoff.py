"""How long to wait before a retry: a growth, and a jitter that spreads clients who failed together.

The jitters are those of Brooker, "Exponential Backoff and Jitter" (AWS, 2015). All durations are in seconds; `chance`
is a uniform number in [0, 1) drawn by the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass

Growth = Callable[["Backoff", int], float]
Jitter = Callable[["Backoff", float, float, float], float]

GROWTHS: dict[str, Growth] = {
    "none": lambda _, retry: 0.0,
    "constant": lambda backoff, retry: backoff.first_delay,
    "exponential": lambda backoff, retry: backoff.first_delay * backoff.multiplier ** min(retry - 1, 64),
}

JITTERS: dict[str, Jitter] = {
    "none": lambda backoff, delay, previous, chance: delay,
    "full": lambda backoff, delay, previous, chance: delay * chance,
    "equal": lambda backoff, delay, previous, chance: delay / 2 + delay / 2 * chance,
    "decorrelated": lambda backoff, delay, previous, chance: backoff.decorrelated(previous, chance),
}


@dataclass(slots=True)
class Backoff:
    """The waits between the attempts of one call."""

    growth: str = "exponential"
    first_delay: float = 0.1
    multiplier: float = 2.0
    longest_delay: float = 20.0
    jitter: str = "full"

    def delay(self, retry: int, previous: float, chance: float) -> float:
        """Seconds to wait before retry number `retry` (1 for the first), given the wait before the last one."""
        grown = min(self.longest_delay, GROWTHS[self.growth](self, retry))
        if grown <= 0:
            return 0.0
        return JITTERS[self.jitter](self, grown, previous, chance)

    def decorrelated(self, previous: float, chance: float) -> float:
        """Between the first delay and three times the last wait: grows by luck, forgets the retry's number."""
        low = self.first_delay
        high = max(low, 3 * (previous or low))
        return min(self.longest_delay, low + (high - low) * chance)
