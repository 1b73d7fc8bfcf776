"""One checkout event by event: each in a plain sentence, and whether anybody in the shop could know of it.

A timeout is known to the caller who set it. That an answer was lost on the way is known to nobody; only the ledger and
the reader see both.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from playground.checkout import events as e
from playground.checkout.events import Event
from playground.checkout.messages import OK

Words = Callable[[Any], str]


class Line(msgspec.Struct, frozen=True):
    """`known`: whether the one who waits for it could know."""

    t: float
    event: str
    text: str
    known: bool


def lines(events: Sequence[Event]) -> list[Line]:
    """What is worth telling of these events, in order."""
    return [line for line in map(line_of, events) if line is not None]


def line_of(event: Event) -> Line | None:
    kind = type(event)
    known = kind in KNOWN
    words = KNOWN.get(kind) or HIDDEN.get(kind)
    return None if words is None else Line(event.t, kind.__name__, words(event), known)


def money(pence: int) -> str:
    return f"£{pence / 100:.2f}"


def cap(name: str) -> str:
    return name[:1].upper() + name[1:]


def _arrived(event: e.CustomerArrived) -> str:
    return f"A customer comes to pay {money(event.amount)}." if event.order > 0 else "A customer comes to browse."


def _sent(event: e.RequestSent) -> str:
    route = f"{cap(event.source)} → {event.target}: {event.operation}"
    if event.order < 0:
        return f"{route}."
    if event.source == "customers":
        return f"{route}, press {event.attempt} of Pay."
    which = f"copy {event.hedge} of attempt {event.attempt}" if event.hedge else f"attempt {event.attempt}"
    return f"{route}, {which}, {'with a key' if event.keyed else 'no key'}."


def _answer(event: e.ResponseSent) -> str:
    return f"{cap(event.source)} answers: {'done' if event.status == OK else f'error {event.status}'}."


def _heard(event: e.ResponseArrived) -> str:
    what = "success" if event.status == OK else f"error {event.status}"
    return f"The answer of {event.source} arrives after {milliseconds(event.elapsed)}: {what}."


def _late(event: e.ResponseArrivedLate) -> str:
    return f"The answer of {event.source} arrives after {milliseconds(event.elapsed)}; nobody waits for it any more."


def milliseconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _again(nth: int) -> str:
    ordinals = {2: "second", 3: "third", 4: "fourth"}
    return "" if nth == 1 else f", for the {ordinals.get(nth, f'{nth}th')} time"


def _told(event: e.CustomerTold) -> str:
    return f"The customer is told “{event.told}”, after {milliseconds(event.latency)}."


def _undone(event: e.CompensationFinished) -> str:
    return (
        f"Checkout has undone what it could; {event.left} is left." if event.left else "Checkout has undone everything."
    )


KNOWN: dict[type, Words] = {
    e.CustomerArrived: _arrived,
    e.CustomerPaidAgain: lambda event: f"The customer presses Pay again (press {event.submission}).",
    e.CustomerTold: _told,
    e.CustomerGaveUp: lambda event: f"The customer leaves without an answer, after {milliseconds(event.latency)}.",
    e.CustomerNotified: lambda event: "The customer, who had left, is written to: the order stands.",
    e.RequestSent: _sent,
    e.ResponseArrived: _heard,
    e.ConnectionBroke: lambda event: f"The connection to {event.target} breaks.",
    e.AttemptTimedOut: lambda event: f"{cap(event.source)} stops waiting for {event.target} (attempt {event.attempt}).",
    e.DeadlineExceeded: lambda event: f"The deadline has passed: {event.source} gives up on {event.target}.",
    e.RetryScheduled: lambda event: f"{cap(event.source)} will try again in {milliseconds(event.delay)}.",
    e.RetryDenied: lambda event: "No retry: the budget is spent.",
    e.BreakerChanged: lambda event: f"The breaker for {event.target} is now {event.state.replace('_', '-')}.",
    e.BreakerRefused: lambda event: f"The breaker for {event.target} is open: no call is made.",
    e.BulkheadRefused: lambda event: f"The pool for {event.target} is full: no call is made.",
    e.CallThrottled: lambda event: f"Checkout holds the call to {event.target} back.",
    e.CheckoutShed: lambda event: "Checkout turns it away at the door.",
    e.FallbackServed: lambda event: f"{cap(event.target)} failed; the checkout goes on without.",
    e.CompensationFinished: _undone,
}
HIDDEN: dict[type, Words] = {
    e.RequestLost: lambda event: f"The request to {event.target} is lost on the way.",
    e.RequestDuplicated: lambda event: f"The network delivers the request to {event.target} twice.",
    e.RequestQueued: lambda event: f"It waits at {event.target}, number {event.waiting} in the queue.",
    e.RequestRefused: lambda event: f"{cap(event.target)} turns it away: {event.cause.replace('_', ' ')}.",
    e.RequestSwallowed: lambda event: f"{cap(event.target)} accepts it and will never answer.",
    e.WorkStarted: lambda event: f"{cap(event.target)} begins to work on it.",
    e.WorkDropped: lambda event: f"{cap(event.target)} throws it away after {milliseconds(event.waited)} in the queue.",
    e.WorkLost: lambda event: f"{cap(event.target)} crashes while working on it.",
    e.ResponseSent: _answer,
    e.ResponseLost: lambda event: f"The answer of {event.source} is lost on the way.",
    e.ResponseArrivedLate: _late,
    e.StockReserved: lambda event: f"Stock is reserved{_again(event.nth)}.",
    e.StockReleased: lambda event: f"The stock is released, by {event.cause}.",
    e.CardCharged: lambda event: f"The card is charged {money(event.amount)}{_again(event.nth)}.",
    e.CardRefunded: lambda event: f"{money(event.amount)} is refunded, by {event.cause}.",
    e.OrderWritten: lambda event: f"The order is recorded{_again(event.nth)}.",
    e.OrderCancelled: lambda event: f"The order is cancelled, by {event.cause}.",
    e.DuplicateRecognised: lambda event: (
        f"{cap(event.target)} knows the key: it replays its answer and does nothing twice."
    ),
    e.KeyRefused: lambda event: f"{cap(event.target)} refuses the key ({event.status}).",
    e.FaultStruck: lambda event: f"A fault strikes: {event.service}, {event.kind.replace('_', ' ')}.",
    e.FaultHealed: lambda event: f"A fault heals: {event.service}, {event.kind.replace('_', ' ')}.",
    e.ServiceCrashed: lambda event: f"{cap(event.service)} crashes.",
    e.ServiceRestarted: lambda event: f"{cap(event.service)} is back.",
    e.ServicePaused: lambda event: f"{cap(event.service)} stands still.",
    e.ServiceResumed: lambda event: f"{cap(event.service)} goes on.",
    e.SweepFinished: lambda event: f"Reconciliation looked at {event.looked_at} orders and repaired {event.repaired}.",
}
UNSEEN = frozenset({e.RequestQueued, e.WorkStarted, e.SweepFinished})
"""Left out when stepping from event to event: nothing moves in the picture that the next event does not show better."""
