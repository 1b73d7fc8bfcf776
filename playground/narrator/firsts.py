"""Notes about the first time that something happens. One row of a table each."""

from collections.abc import Callable
from typing import Any

import msgspec

from playground.checkout import events as e
from playground.checkout.messages import CONFLICT, OK
from playground.narrator.notes import EventType, Note, how_long, money


class First(msgspec.Struct, frozen=True):
    """The first `event` for which `when` holds is worth `words`; for each of `of` anew where that is given."""

    kind: str
    event: EventType
    link: str
    words: Callable[[Any], str]
    when: Callable[[Any], bool] = lambda event: True
    of: Callable[[Any], object] = lambda event: None


TWICE = 2
WHY_DROPPED = {
    "deadline": "its deadline has passed.",
    "called_off": "its caller has called it off.",
    "codel": "the queue has stood too long.",
}

FIRSTS: tuple[First, ...] = (
    First(
        "first_answer_lost", e.ResponseLost, "partial-failure#four-places",
        lambda lost: f"First answer lost, on its way back from {lost.source}. "
        "What was done is done; the caller cannot know.",
        lambda lost: lost.status == OK,
    ),
    First(
        "first_timeout", e.AttemptTimedOut, "partial-failure#question",
        lambda out: f"First timeout: {out.source} stops waiting for {out.target}, and does not know what became of it.",
    ),
    First(
        "first_double_charge", e.CardCharged, "safe-recovery#idempotency",
        lambda charge: f"Order {charge.order} is charged a second time: another {money(charge.amount)}.",
        lambda charge: charge.nth == TWICE,
    ),
    First(
        "first_duplicate_recognised", e.DuplicateRecognised, "safe-recovery#idempotency",
        lambda known: f"{known.target.capitalize()} knows the key of order {known.order}. "
        "It replays its answer and does nothing twice.",
    ),
    First(
        "first_key_refused", e.KeyRefused, "safe-recovery#idempotency",
        lambda refused: f"{refused.target.capitalize()} refuses a key: the original is still in progress (409)."
        if refused.status == CONFLICT
        else f"{refused.target.capitalize()} refuses a key: it came with another payload (422).",
        of=lambda refused: refused.status,
    ),
    First(
        "first_late_answer", e.ResponseArrivedLate, "partial-failure#four-places",
        lambda late: f"An answer from {late.source} comes {how_long(late.elapsed)} after the question. "
        "Nobody waits for it any more.",
        lambda late: late.status == OK,
    ),
    First(
        "first_hedge", e.RequestSent, "composition#hedging",
        lambda sent: f"{sent.target.capitalize()} is slow to answer: a second copy of the request goes out.",
        lambda sent: sent.hedge > 0,
    ),
    First(
        "first_paid_again", e.CustomerPaidAgain, "safe-recovery#idempotency",
        lambda again: f"The customer of order {again.order} presses Pay again: one intent, a new request.",
    ),
    First(
        "first_fallback", e.FallbackServed, "containment#bulkheads",
        lambda served: f"{served.target.capitalize()} failed; the checkout goes on without.",
    ),
    First(
        "first_bulkhead_refusal", e.BulkheadRefused, "containment#bulkheads",
        lambda refused: f"The pool for {refused.target} is full: the call fails at once and holds no worker.",
        of=lambda refused: refused.target,
    ),
    First(
        "first_throttled", e.CallThrottled, "containment#shedding",
        lambda held: f"{held.target.capitalize()} refuses so much that checkout holds calls back by itself.",
    ),
    First(
        "first_work_dropped", e.WorkDropped, "composition#deadlines",
        lambda dropped: f"{dropped.target.capitalize()} drops a request that waited {dropped.waited:.1f} s: "
        + WHY_DROPPED[dropped.cause],
        of=lambda dropped: dropped.cause,
    ),
    First(
        "first_refund", e.CardRefunded, "safe-recovery#trade-off",
        lambda refund: f"Order {refund.order} gets its {money(refund.amount)} back, by {refund.cause}.",
        of=lambda refund: refund.cause,
    ),
    First(
        "first_left_crooked", e.CompensationFinished, "safe-recovery#trade-off",
        lambda done: f"Order {done.order} could not be undone completely: {done.left} is left.",
        lambda done: bool(done.left),
    ),
)  # fmt: skip


class FirstOfItsKind:
    """One row of the table at work in one run."""

    def __init__(self, row: First) -> None:
        self.row = row
        self.hears: tuple[EventType, ...] = (row.event,)
        self._seen: set[object] = set()

    def hear(self, event: e.Event) -> Note | None:
        row = self.row
        if not row.when(event) or row.of(event) in self._seen:
            return None
        self._seen.add(row.of(event))
        return Note(event.t, row.kind, row.words(event), row.link)
