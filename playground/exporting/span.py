"""One span of a trace, and how its identity follows from the run: the same run has the same ids, whoever exports it."""

from hashlib import sha256
from typing import Any

import msgspec

INTERNAL, SERVER, CLIENT = 1, 2, 3
"""OpenTelemetry's numbers for the kinds of span."""
TRACE_BYTES, SPAN_BYTES = 16, 8


class Moment(msgspec.Struct, frozen=True):
    """A span event. Times here and below in virtual seconds."""

    t: float
    name: str
    attributes: dict[str, Any]


class Span(msgspec.Struct, kw_only=True):
    """Open until `end` is known. `error` is a word for what went wrong."""

    trace: str
    id: str
    parent: str = ""
    service: str
    name: str
    kind: int
    start: float
    end: float | None = None
    left: float | None = None
    """When its caller stopped waiting, where nothing said so at the time."""
    started: float | None = None
    """When a worker took it on."""
    error: str = ""
    attributes: dict[str, Any]
    moments: list[Moment] = []

    def note(self, t: float, name: str, **attributes: Any) -> None:
        self.moments.append(Moment(t, name, attributes))

    def close(self, t: float, error: str = "") -> None:
        if self.end is None:
            self.end = t
            self.error = error


class Identity:
    """Ids of one run's traces and spans, from the scenario, the seed, and the numbers of orders and calls."""

    def __init__(self, scenario: str, seed: int) -> None:
        self.run = f"{scenario}/{seed}"

    def trace(self, order: int) -> str:
        """`order` 0 is the run itself."""
        return self._digest(f"trace {order}", TRACE_BYTES)

    def span(self, order: int, call: int, role: str, copy: int = 0) -> str:
        """`call` 0 is the whole order; `copy` counts the deliveries of one message."""
        return self._digest(f"span {order} {call} {role} {copy}", SPAN_BYTES)

    def _digest(self, what: str, length: int) -> str:
        return sha256(f"{self.run}/{what}".encode()).digest()[:length].hex()
