"""What one order came to, as a trace item may ask: read off its events, never written down by hand."""

from collections.abc import Callable, Sequence

from lesson.practice.quiz.runs import events_of
from lesson.practice.quiz.schema import Drawing, Fact
from playground.checkout import events as e
from playground.checkout.events import Event
from playground.tales.facts import Facts

READ: dict[Fact, Callable[[Facts], int | str]] = {
    "charges": lambda facts: len(facts.charges),
    "refunds": lambda facts: len(facts.refunds),
    "paid": lambda facts: facts.paid,
    "orders": lambda facts: len(facts.by_type[e.OrderWritten]) - len(facts.by_type[e.OrderCancelled]),
    "attempts": lambda facts: facts.attempts_on("payment"),
    "told": lambda facts: facts.told or "waiting",
    "verdict": lambda facts: facts.verdict,
}


def fact_of(events: Sequence[Event], name: Fact) -> int | str:
    return READ[name](Facts(events))


def true_fact(drawing: Drawing, name: Fact) -> int | str:
    """Runs the drawing's recipe; a few milliseconds."""
    return fact_of(events_of(drawing), name)
