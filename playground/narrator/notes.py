"""What the narrator's rules have in common: a note, a rule, and how services are called in a sentence.

A rule is an object that hears the events it asked for, in order, and now and then has something to say. It knows
events and nothing else, so a replayed run is narrated in the same words at the same instants.
"""

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

import msgspec

from playground.checkout.events import Event

EventType = type[Event]
AT_ONCE_S = 2.0
"""Virtual seconds; even at 20× a hand on a slider sends its next value within them."""


class Note(msgspec.Struct, frozen=True):
    """One sentence pinned to an instant of virtual time; `link` is the section of the lesson that explains it.

    `of` names the control that was turned: a slider passes many values before it rests, and a note of the same control
    that follows at once takes the place of the one before. Where a page has that one already, `again` says so.
    """

    t: float
    kind: str
    text: str
    link: str
    of: str = ""
    again: bool = False

    def follows(self, before: "Note") -> bool:
        return self.of != "" and self.of == before.of and self.t - before.t < AT_ONCE_S


class Rule(Protocol):
    """`hears` names the events it is told of."""

    hears: tuple[EventType, ...]

    def hear(self, event: Any, /) -> Note | None: ...


@runtime_checkable
class Ticking(Protocol):
    """A rule that also wants to know when a second of virtual time is over."""

    def second_over(self, second: int) -> Iterator[Note]: ...


def money(pence: int) -> str:
    return f"£{pence / 100:.2f}"


def how_long(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def a_few(seconds: float) -> str:
    return f"{seconds:.0f} s"
