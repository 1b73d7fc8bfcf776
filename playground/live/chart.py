"""The series second by second: rates and percentiles from the measures, queues and breakers from the picture."""

from typing import Any

from playground.checkout.shop import Picture
from playground.measures import Second

Row = tuple[Any, ...]
"""(second, offered, attempts, goodput, failed, p50_ms, p99_ms, {station: [queue, busy, abandoned]}, {service: breaker},
retry_tokens, failed_p50_ms). Attempts are those on the dependency that was asked most: beside what was offered they
show how retries multiply it, whatever the number of dependencies. p50 and p99 are of those told “confirmed”."""


def row(second: int, counts: Second, picture: Picture) -> Row:
    return (
        second,
        counts.offered,
        max(counts.attempts_on.values(), default=0),
        counts.goodput,
        counts.failed + counts.gave_up,
        milliseconds(counts.p50),
        milliseconds(counts.p99),
        {name: [at.queue, at.busy, at.abandoned] for name, at in picture.stations.items()},
        {name: edge.breaker for name, edge in picture.edges.items() if edge.breaker != "off"},
        tokens(picture),
        milliseconds(counts.failed_p50),
    )


def milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def tokens(picture: Picture) -> float | None:
    """Left for the dependency that has fewest; None where nothing counts tokens."""
    left = [edge.retry_tokens for edge in picture.edges.values() if edge.retry_tokens is not None]
    return round(min(left), 1) if left else None
