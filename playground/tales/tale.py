"""One checkout in a sentence or two: what became of it, and why. Pure: events in, words out."""

from collections.abc import Sequence
from typing import Any

import msgspec

from playground.checkout import events as e
from playground.checkout.events import Event
from playground.checkout.messages import OK
from playground.tales.facts import Facts

TOLD = {"confirmed": "told “confirmed”", "failed": "told “failed”", "nothing": "left without an answer"}
TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


class Tale(msgspec.Struct, frozen=True):
    verdict: str
    text: str


def tell(events: Sequence[Event], *, why: bool = True) -> Tale:
    """`events` are all those of one order, in order. Without `why`, what came about is told, and whose fault is not."""
    facts = Facts(events)
    verdict = facts.verdict
    sentences = SENTENCES[verdict](facts)
    return Tale(verdict, " ".join(filter(None, sentences if why or verdict not in EXPLAINED else sentences[:1])))


def times(count: int) -> str:
    return TIMES.get(count, f"{count} times")


def attempts(count: int) -> str:
    return f"{NUMBERS.get(count, count)} attempts"


# -- one function a verdict: its sentences ------------------------------------------------------------------------


def _waiting(facts: Facts) -> list[str]:
    return ["is still waiting.", "It has been charged already." if facts.paid else ""]


def _ok(facts: Facts) -> list[str]:
    outcome = "confirmed, charged once." if facts.paid == 1 else "confirmed."
    if facts.refunds:
        outcome = f"charged {times(len(facts.charges))}, refunded {times(len(facts.refunds))}: confirmed, paid once."
    if facts.by_type[e.CustomerNotified]:
        outcome += " The customer had left without an answer and was written to."
    return [outcome, _saved_by_key(facts) or _took_attempts(facts), _fell_back(facts)]


def _double(facts: Facts) -> list[str]:
    outcome = f"charged {times(facts.paid)}, {TOLD[facts.told or 'nothing']}."
    return [outcome, why_twice(facts)]


def _ghost(facts: Facts) -> list[str]:
    count = facts.attempts_on("payment")
    after = f" after {attempts(count)}" if count > 1 and facts.told == "failed" else ""
    why = _where_the_answer_went(facts) or _what_failed(facts)
    return [f"{TOLD[facts.told or 'nothing']}{after}, yet charged.", why]


def _paid_without_order(facts: Facts) -> list[str]:
    return ["told “confirmed” and charged, but the order is not recorded."]


def _order_without_payment(facts: Facts) -> list[str]:
    return [f"recorded but not paid; {TOLD[facts.told or 'nothing']}."]


def _stranded(facts: Facts) -> list[str]:
    return [f"{TOLD[facts.told or 'nothing']}; nothing charged, but its stock is still reserved.", _what_failed(facts)]


def _failed(facts: Facts) -> list[str]:
    outcome = "told “failed”, refunded." if facts.charges else "told “failed”, and nothing was charged."
    return [outcome, _what_failed(facts)]


def _gave_up(facts: Facts) -> list[str]:
    return ["left without an answer, refunded." if facts.charges else "left without an answer; nothing was charged."]


SENTENCES = {
    "waiting": _waiting,
    "ok": _ok,
    "double": _double,
    "ghost": _ghost,
    "paid_without_order": _paid_without_order,
    "order_without_payment": _order_without_payment,
    "stranded": _stranded,
    "failed": _failed,
    "gave_up": _gave_up,
}
EXPLAINED = {"double", "ghost"}
"""Verdicts whose last sentence is a diagnosis."""


# -- why ----------------------------------------------------------------------------------------------------------


def why_twice(facts: Facts) -> str:
    """What made the second charge: what became of the first one's answer, and why the bank did not see a repetition."""
    first, second = facts.charges[0], facts.charges[1]
    if first.call == second.call:
        return "The network delivered the request twice" + _unrecognised(facts, second.call, "the copy")
    cause, who = _why_asked_again(facts, first, second)
    if _keyed(facts, second.call):
        return f"{cause}; the bank no longer knew the key, and took {who} for a new payment."
    return f"{cause}; {who} carried no key, so the bank took it for a new payment."


def _unrecognised(facts: Facts, call: int, who: str) -> str:
    if _keyed(facts, call):
        return f", and the key was not remembered, so the bank took {who} for a new payment."
    return f". Without a key the bank took {who} for a new payment."


def _why_asked_again(facts: Facts, first: e.CardCharged, second: e.CardCharged) -> tuple[str, str]:
    sent = facts.requests.get(second.call)
    if sent is not None and sent.hedge:
        return "The first answer was slow, so checkout sent a second copy", "the copy"
    if _paid_again_between(facts, first, second):
        return "The customer heard nothing and pressed Pay again", "the new request"
    return _fate_of_answer(facts, first.call) or "Checkout got no answer in time", "the retry"


def _paid_again_between(facts: Facts, first: e.CardCharged, second: e.CardCharged) -> bool:
    """Whether the call of the second charge belongs to a later press of Pay than the call of the first."""
    began, again = _sent_at(facts, first), _sent_at(facts, second)
    return any(began <= pressed.t <= again for pressed in facts.by_type[e.CustomerPaidAgain])


def _sent_at(facts: Facts, charge: e.CardCharged) -> float:
    sent = facts.requests.get(charge.call)
    return charge.t if sent is None else sent.t


def _fate_of_answer(facts: Facts, call: int) -> str:
    if facts.about(e.ResponseLost, call):
        return "The first answer was lost"
    if facts.about(e.ResponseArrivedLate, call):
        return "The first answer came too late"
    if facts.about(e.WorkLost, call) or facts.about(e.ConnectionBroke, call):
        return "The connection broke after the first charge"
    return ""


def _keyed(facts: Facts, call: int) -> bool:
    sent = facts.requests.get(call)
    return sent is not None and sent.keyed


def _where_the_answer_went(facts: Facts) -> str:
    """For a ghost charge: why nobody heard of the charge."""
    call = facts.charges[-1].call
    if facts.about(e.ResponseLost, call):
        return "The charge went through; its answer was lost."
    if facts.about(e.ResponseArrivedLate, call):
        return "The charge went through; its answer came when nobody was waiting any more."
    if facts.about(e.WorkLost, call) or facts.about(e.ConnectionBroke, call):
        return "The charge went through; the connection broke before the answer."
    return ""


def _saved_by_key(facts: Facts) -> str:
    known: list[e.DuplicateRecognised] = facts.by_type[e.DuplicateRecognised]
    if not known:
        return ""
    return f"{known[0].target.capitalize()} was asked {times(facts.attempts_on(known[0].target))} and knew the key."


def _took_attempts(facts: Facts) -> str:
    retried = next((sent.target for sent in facts.requests.values() if sent.attempt > 1), None)
    return "" if retried is None else f"{retried.capitalize()} took {attempts(facts.attempts_on(retried))}."


def _fell_back(facts: Facts) -> str:
    return "Without recommendations." if facts.by_type[e.FallbackServed] else ""


# -- what failed --------------------------------------------------------------------------------------------------


def _what_failed(facts: Facts) -> str:
    """The last thing that checkout itself met before it gave up."""
    for event in reversed(facts.events):
        words = FAILURES.get(type(event))
        sentence = words(event) if words is not None else ""
        if sentence:
            return sentence
    return ""


def _refused(event: e.RequestRefused) -> str:
    causes = {
        "queue_full": f"The queue at {event.target} was full.",
        "down": f"{event.target.capitalize()} was down.",
        "throttled": f"{event.target.capitalize()} asked for fewer requests.",
    }
    return causes.get(event.cause, "")


def _answered(event: e.ResponseArrived) -> str:
    if event.status == OK or event.source in ("checkout", "customers") or event.source.startswith("gateway"):
        return ""
    return f"{event.source.capitalize()} answered with an error ({event.status})."


FAILURES: dict[type, Any] = {
    e.CheckoutShed: lambda event: "Checkout turned it away at the door.",
    e.DeadlineExceeded: lambda event: f"The time allowed ran out while {event.target} was asked.",
    e.AttemptTimedOut: lambda event: f"{event.target.capitalize()} did not answer in time.",
    e.BreakerRefused: lambda event: f"The breaker for {event.target} was open.",
    e.BulkheadRefused: lambda event: f"The pool for {event.target} was full.",
    e.CallThrottled: lambda event: f"Checkout held the call to {event.target} back.",
    e.ConnectionBroke: lambda event: f"The connection to {event.target} broke.",
    e.RequestRefused: _refused,
    e.ResponseArrived: _answered,
}
