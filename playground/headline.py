"""The headline: what a run has come to, in one number and a few words. The consequence, never the mechanism.

A scenario names its rule. A rule reads the measures and nothing else.
"""

from collections.abc import Callable
from statistics import median

import msgspec

from playground.measures import Measures, Second

LATELY_S = 3
"""Rates are over the last whole seconds of virtual time."""
BAD_BELOW, GOOD_FROM = 0.2, 0.8
LATEST = 300
"""So many of the last latencies."""
SLOW_SHARD_S = 0.05
SLOW_FAILURE_S = 0.5


class Headline(msgspec.Struct, frozen=True):
    """`tone` is double, bad, good or neutral: what the number means for the customers."""

    number: str
    words: str
    detail: str
    tone: str


NOBODY_YET = Headline("0", "customers so far", "", "neutral")


def headline(rule: str, measures: Measures) -> Headline:
    """By the rule of that name (see RULES)."""
    if not measures.offered and not measures.browse_offered:
        return NOBODY_YET
    return RULES[rule](measures)


def customers(count: int) -> str:
    return "customer" if count == 1 else "customers"


def _doubles(measures: Measures) -> Headline:
    counters = measures.counters()
    count, ghosts = counters["charged_twice_or_more"], counters["ghost_charges"]
    confirmed = measures.matrix["confirmed"]["charged_twice_or_more"]
    told = (
        f" · {confirmed:,} were told “confirmed”"
        if count
        else f" · {ghosts:,} charged, and not told so"
        if ghosts
        else ""
    )
    mood = "double" if count else "neutral" if ghosts else "good"
    return Headline(f"{count:,}", f"{customers(count)} charged twice", f"of {measures.offered:,}{told}", mood)


def _ghosts(measures: Measures) -> Headline:
    counters = measures.counters()
    count = counters["ghost_charges"]
    unconfirmed = counters["told_failed"] + counters["told_nothing"]
    detail = f"of {unconfirmed:,} who were not told “confirmed”"
    return Headline(f"{count:,}", f"{customers(count)} charged, and not told so", detail, "bad" if count else "good")


def _paid_without_order(measures: Measures) -> Headline:
    count = measures.counters()["paid_without_order"]
    words = f"{customers(count)} paid for an order that nobody recorded"
    return Headline(f"{count:,}", words, f"of {measures.offered:,}", "bad" if count else "good")


def _misordered(measures: Measures) -> Headline:
    count = measures.told["failed"]
    words = f"{customers(count)} told “failed”, though nothing failed"
    detail = f"{measures.charges:,} charges for {measures.offered:,} customers"
    return Headline(f"{count:,}", words, detail, "bad" if count else "neutral")


def _goodput(measures: Measures) -> Headline:
    seconds = lately(measures)
    if not seconds:
        return Headline("…", "checkouts a second get through", "", "neutral")
    good, offered = (mean([getattr(second, name) for second in seconds]) for name in ("goodput", "offered"))
    return Headline(
        f"{good:,.0f}", "checkouts a second get through", f"of {offered:,.0f} that come", tone(good, offered)
    )


def _browse(measures: Measures) -> Headline:
    seconds = lately(measures)
    answered = sum(second.browse_ok for second in seconds)
    failed = sum(second.browse_failed for second in seconds)
    if not answered + failed:
        waiting = measures.browse_offered - measures.browse_ok - measures.browse_failed
        return Headline(
            "0", "visits answered lately", f"{waiting:,} are waiting", "bad" if waiting > LATELY_S else "neutral"
        )
    share = answered / (answered + failed)
    return Headline(
        f"{share:.0%}", "of those who only browse get an answer", f"in the last {LATELY_S} s", tone(share, 1)
    )


def _orders(measures: Measures) -> Headline:
    right = measures.matrix["confirmed"]["charged_and_ordered"]
    finished = sum(measures.told.values())
    counters = measures.counters()
    wronged = sum(counters[name] for name in ("ghost_charges", "paid_without_order", "order_without_payment"))
    wronged += measures.matrix["confirmed"]["charged_twice_or_more"]
    detail = f"of {finished:,} finished · {wronged:,} with a complaint"
    return Headline(f"{right:,}", "orders paid once, recorded and confirmed", detail, "bad" if wronged else "good")


def _contention(measures: Measures) -> Headline:
    calls = measures.services["inventory"].calls
    served = measures.told["confirmed"]
    detail = f"{served:,} of {measures.offered:,} customers have got through"
    return Headline(f"{calls:,}", "requests for one row", detail, tone(served, measures.offered))


def _failures(measures: Measures) -> Headline:
    failed = measures.told["failed"]
    if not failed:
        return Headline("0", "customers told “failed”", f"of {measures.offered:,}", "good")
    typical = median(measures.failed_latency[-LATEST:])
    detail = f"lately; {failed:,} of {measures.offered:,} were told so"
    return Headline(
        duration(typical), "until a customer is told “failed”", detail, "bad" if typical > SLOW_FAILURE_S else "neutral"
    )


def _tail(measures: Measures) -> Headline:
    latest = measures.confirmed_latency[-LATEST:]
    if not latest:
        return Headline("…", "of checkouts waited for a slow shard", "", "neutral")
    share = sum(latency > SLOW_SHARD_S for latency in latest) / len(latest)
    detail = f"longer than {duration(SLOW_SHARD_S)}, of the last {len(latest)}; half took {duration(median(latest))}"
    return Headline(
        f"{share:.0%}", "of checkouts waited for a slow shard", detail, "bad" if share > BAD_BELOW else "good"
    )


def duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def lately(measures: Measures) -> list[Second]:
    return measures.seconds[-LATELY_S:]


def mean(values: list[int]) -> float:
    return sum(values) / len(values)


def tone(part: float, whole: float) -> str:
    share = part / whole if whole else 1.0
    return "bad" if share < BAD_BELOW else "good" if share >= GOOD_FROM else "neutral"


RULES: dict[str, Callable[[Measures], Headline]] = {
    "doubles": _doubles,
    "ghosts": _ghosts,
    "paid-without-order": _paid_without_order,
    "misordered": _misordered,
    "goodput": _goodput,
    "browse": _browse,
    "orders": _orders,
    "contention": _contention,
    "failures": _failures,
    "tail": _tail,
}
