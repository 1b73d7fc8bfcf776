"""Reads the measures of a run at certain instants. Runs in a worker process, which knows nothing of Django."""

from typing import Any

import msgspec

from playground.runs import Recipe, Run

EVENTS_MAX = 4_000_000
"""About a minute of work. A run that the room has watched is rarely longer than a lesson's."""


class Reading(msgspec.Struct, frozen=True):
    """Which run to read, and at which virtual seconds, in their order."""

    recipe: Recipe
    times: tuple[float, ...]
    events_max: int = EVENTS_MAX


def read(reading: Reading) -> list[dict[str, Any]] | None:
    """The measures at each time; None when more happened than should be waited for."""
    found, happened = [], 0
    with Run(reading.recipe) as going:
        for time in reading.times:
            for events in going.strides(time):
                happened += len(events)
                if happened > reading.events_max:
                    return None
            found.append(going.summary())
    return found
