"""Belief on one side, truth on the other: what checkout could conclude beside a sequence diagram, and what was so.

Both are read off the same events. A belief is made only of what reached the caller; a truth only of what happened.
"""

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Any, Literal, NamedTuple

from playground.checkout import events as e
from playground.checkout.events import Event
from playground.checkout.messages import OK
from playground.sequence.diagram import EFFECT, LEAVES, WIDE, Drawing, Instant
from playground.tales.facts import Facts
from playground.tales.story import cap, money

Tone = Literal["good", "bad", "unknown"]
BOX = 196.0
LINE, PADDING, GAP = 17.0, 18.0, 6.0
CHARACTERS = 27
"""So many fit on a line of a box."""
EDGE = 8.0


class Said(NamedTuple):
    text: str
    tone: Tone


class Note(NamedTuple):
    """A box in one of the columns."""

    x: float
    y: float
    height: float
    tone: Tone
    lines: list[tuple[float, str]]

    @property
    def width(self) -> float:
        return BOX

    @property
    def text_x(self) -> float:
        return self.x + 12


Says = Callable[[Any, Facts], Said | None]


def beliefs(drawing: Drawing, facts: Facts) -> list[Note]:
    return list(_column(drawing, facts, BELIEFS, EDGE))


def truths(drawing: Drawing, facts: Facts) -> list[Note]:
    notes = list(_column(drawing, facts, TRUTHS, WIDE.width - BOX - EDGE))
    bottom = notes[-1].y + notes[-1].height + GAP if notes else 0.0
    notes.append(_box(_sum(facts), WIDE.width - BOX - EDGE, max(bottom, drawing.out.height - LINE - PADDING)))
    return notes


def _column(drawing: Drawing, facts: Facts, words: dict[type, Says], x: float) -> Iterator[Note]:
    """Each box stands beside its instant, or under the last one where that is taken."""
    free = 0.0
    for event in drawing.events:
        said = words[type(event)](event, facts) if type(event) in words else None
        if said is None:
            continue
        note = _box(said, x, max(free, _height(drawing, event) - PADDING))
        free = note.y + note.height + GAP
        yield note


def _box(said: Said, x: float, y: float) -> Note:
    words = wrap(said.text, CHARACTERS)
    lines = [(y + PADDING + place * LINE, line) for place, line in enumerate(words)]
    return Note(x, y, LINE * (len(words) - 1) + PADDING * 1.6, said.tone, lines)


def _height(drawing: Drawing, event: Event) -> float:
    """Where the event stands, or the last thing before it."""
    t = round(event.t, 6)
    for rank in (EFFECT, LEAVES):
        if Instant(t, rank) in drawing.y:
            return drawing.y[Instant(t, rank)]
    return max((y for instant, y in drawing.y.items() if instant.t <= t), default=0.0)


# -- what checkout could know ------------------------------------------------------------------------------------


def _heard(event: e.ResponseArrived, facts: Facts) -> Said | None:
    operation = facts.requests[event.call].operation
    if event.source == "checkout" or operation in ("read", "pay"):
        return None
    if event.status == OK:
        return Said(f"{operation}: done", "good")
    return Said(f"{operation}: error {event.status}", "bad")


def _told(event: e.CustomerTold, facts: Facts) -> Said:
    return Said(f"customer told “{event.told}”", "good" if event.told == "confirmed" else "bad")


BELIEFS: dict[type, Says] = {
    e.ResponseArrived: _heard,
    e.AttemptTimedOut: lambda event, _: Said(
        f"no answer from {event.target}: it may or may not have happened", "unknown"
    ),
    e.ConnectionBroke: lambda event, _: Said(f"connection to {event.target} broke: nobody knows", "unknown"),
    e.DeadlineExceeded: lambda event, _: Said(f"no time left for {event.target}", "bad"),
    e.RetryDenied: lambda event, _: Said("retry budget spent: no retry", "bad"),
    e.BreakerRefused: lambda event, _: Said(f"breaker open: {event.target} is not called", "bad"),
    e.BulkheadRefused: lambda event, _: Said(f"pool for {event.target} full: not called", "bad"),
    e.CallThrottled: lambda event, _: Said(f"call to {event.target} held back", "bad"),
    e.CheckoutShed: lambda event, _: Said("turned away at the door", "bad"),
    e.FallbackServed: lambda event, _: Said(f"goes on without {event.target}", "unknown"),
    e.CustomerTold: _told,
    e.CustomerGaveUp: lambda event, _: Said("customer left without an answer", "unknown"),
}


# -- what was so -------------------------------------------------------------------------------------------------


def _charged(event: e.CardCharged, facts: Facts) -> Said:
    if event.nth == 1:
        return Said(f"charged {money(event.amount)}", "good")
    keyed = facts.requests[event.call].keyed
    why = "the key did not reach that far" if keyed else "no key, so a new payment"
    return Said(f"charged {money(event.amount)} again: {why}", "bad")


def _answer_lost(event: e.ResponseLost, facts: Facts) -> Said:
    return Said(f"{event.source}’s answer was lost", "unknown")


TRUTHS: dict[type, Says] = {
    e.StockReserved: lambda event, _: Said("stock reserved", "good") if event.nth == 1 else None,
    e.CardCharged: _charged,
    e.OrderWritten: lambda event, _: Said("order recorded", "good") if event.nth == 1 else None,
    e.RequestLost: lambda event, _: Said(f"never reached {event.target}: nothing happened", "unknown"),
    e.RequestSwallowed: lambda event, _: Said(f"{event.target} will never answer", "unknown"),
    e.RequestRefused: lambda event, _: Said(f"{event.target} turned it away: nothing happened", "bad"),
    e.ResponseLost: _answer_lost,
    e.WorkDropped: lambda event, _: Said(f"dropped at {event.target}: nothing happened", "unknown"),
    e.WorkLost: lambda event, _: Said(f"{event.target} crashed", "bad"),
    e.DuplicateRecognised: lambda event, _: Said("key known: the first answer again, nothing done twice", "good"),
    e.KeyRefused: lambda event, _: Said(f"key refused ({event.status}): nothing done", "unknown"),
    e.ResponseArrivedLate: lambda event, _: Said(f"{event.source} had answered; nobody waited any more", "unknown"),
    e.StockReleased: lambda event, _: Said("stock released", "good"),
    e.CardRefunded: lambda event, _: Said(f"refunded {money(event.amount)}", "good"),
    e.OrderCancelled: lambda event, _: Said("order cancelled", "good"),
}


def _sum(facts: Facts) -> Said:
    """What it came to for the customer."""
    net = sum(charge.amount for charge in facts.charges) - sum(refund.amount for refund in facts.refunds)
    right = (facts.paid == 1 and facts.ordered) if facts.told == "confirmed" else facts.paid == 0
    if facts.told is None:
        return Said(f"so far: paid {money(net)}", "unknown")
    return Said(cap(f"in the end: customer paid {money(net)}"), "good" if right else "bad")
