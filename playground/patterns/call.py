"""What travels through the patterns: one call, and the ways in which it can fail.

A pattern is an object with `async def run(operation, call)`: it awaits `operation(call)` once, several times or not at
all. That single shape is why patterns can be stacked in any order. Nothing here or in the other pattern files knows of
checkouts, simulations or virtual time; they run on any asyncio loop.
"""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Self

import msgspec


class Call(msgspec.Struct):
    """One request to a dependency. Patterns copy it rather than change it."""

    target: str
    identity: int = 0
    """Who asks: the key under which jitter and other luck is drawn."""
    attempt: int = 1
    """1 for the first try, 2 for the first retry."""
    hedge: int = 0
    """0 for the original, 1 for the first copy sent because the original was slow."""
    deadline: float | None = None
    """Loop time after which nobody needs the answer any more, in seconds."""
    critical: bool = True
    """Whether this is work to keep when something has to go."""

    def as_attempt(self, attempt: int) -> Self:
        return msgspec.structs.replace(self, attempt=attempt)

    def as_hedge(self, hedge: int) -> Self:
        return msgspec.structs.replace(self, hedge=hedge)


Operation = Callable[[Any], Awaitable[Any]]
"""What a pattern wraps: the next pattern, or the network."""


class CallFailed(Exception):
    """The call gave no usable answer. `kind` is the word that retry and breaker settings use for it."""

    kind: ClassVar[str] = "error"
    dependency_failed: ClassVar[bool] = True
    """Whether this says something about the dependency (a breaker counts it) or only about ourselves."""
    retry_after: float | None = None
    """Seconds that the dependency asked us to wait, if it did."""


class AttemptTimedOut(CallFailed):
    """No answer in time. The work may have been done, may be going on, or may never have begun."""

    kind = "timeout"


class DeadlineExceeded(CallFailed):
    """The whole time allowed is used up. There is nothing left to retry in."""

    kind = "deadline"


class CircuitOpen(CallFailed):
    """The breaker refused the call: nothing was sent."""

    kind = "breaker"
    dependency_failed = False


class BulkheadFull(CallFailed):
    """No place in the dependency's pool came free in time: nothing was sent."""

    kind = "bulkhead"
    dependency_failed = False


class Shed(CallFailed):
    """Refused early, on purpose, to protect the rest: nothing was sent."""

    kind = "shed"
    dependency_failed = False


def ignore(*_: object) -> None:
    """The listener of a pattern that nobody listens to."""
