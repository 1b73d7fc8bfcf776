"""Keyed randomness: every draw is a pure function of who asks, never of who asked before.

A stream of random numbers would tie everybody's luck together: one retry more and every later customer meets another
fate. Here a draw depends on the seed, the name of the stream and the identity of the request and nothing else, so two
arms of a comparison see the same customers arrive at the same instants and the same faults strike the same attempts.

The mixing function is SplitMix64's finaliser (Steele, Lea & Flood, "Fast splittable pseudorandom number generators",
OOPSLA 2014, with Stafford's variant 13 constants); one draw costs about 0.4 µs in plain Python.

Durations are cut to whole nanoseconds. `math.log` may differ in its last bit between C libraries; on a nanosecond grid
that difference disappears, and with it the only way in which two machines could disagree about a run.
"""

from hashlib import blake2b
from math import log
from statistics import NormalDist

MASK = 0xFFFF_FFFF_FFFF_FFFF
GOLDEN = 0x9E37_79B9_7F4A_7C15  # 2**64 / golden ratio, SplitMix64's increment
NANOSECONDS = 1_000_000_000
UNIT = 2.0**-53
normal_quantile = NormalDist().inv_cdf


def mix(state: int) -> int:
    """Scramble 64 bits so that neighbouring identities get unrelated results."""
    state = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9 & MASK
    state = (state ^ (state >> 27)) * 0x94D0_49BB_1331_11EB & MASK
    return state ^ (state >> 31)


def combine(identity: int, part: int) -> int:
    """The identity of a part of something: an attempt of a call, a shard of a fan-out, a submission of an order."""
    return (identity * GOLDEN + part + 1) & MASK


class Stream:
    """One named source of luck, such as "payment.service_time", under one seed."""

    __slots__ = ("_salt", "name")

    def __init__(self, seed: int, name: str) -> None:
        self.name = name
        digest = blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
        self._salt = int.from_bytes(digest, "big")

    def uniform(self, identity: int) -> float:
        """A number in [0, 1)."""
        state = (self._salt + identity * GOLDEN) & MASK
        state = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9 & MASK
        state = (state ^ (state >> 27)) * 0x94D0_49BB_1331_11EB & MASK
        return ((state ^ (state >> 31)) >> 11) * UNIT

    def happens(self, identity: int, probability: float) -> bool:
        """Whether something of that probability (0 to 1) strikes this identity."""
        return probability > 0 and self.uniform(identity) < probability

    def exponential(self, identity: int, mean: float) -> float:
        """Seconds, exponentially distributed around `mean` seconds."""
        return int(-log(1.0 - self.uniform(identity)) * mean * NANOSECONDS + 0.5) / NANOSECONDS

    def normal(self, identity: int, mean: float, deviation: float) -> float:
        """Seconds, |N(mean, deviation)|: normal, folded at zero because nothing takes less than no time."""
        if deviation <= 0:
            return mean
        quantile = self.uniform(identity) or UNIT  # the normal quantile of exactly 0 is minus infinity
        return int(abs(mean + deviation * normal_quantile(quantile)) * NANOSECONDS + 0.5) / NANOSECONDS
