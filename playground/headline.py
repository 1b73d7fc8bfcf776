"""The headline: what a run has come to, in one number and a few words. The consequence, never the mechanism.

A scenario names its rule. A rule reads the measures and nothing else.
"""

from collections.abc import Callable

import msgspec

from playground.measures import Measures, Second

LATELY_S = 3
"""Rates are over the last whole seconds of virtual time."""
BAD_BELOW, GOOD_FROM = 0.2, 0.8


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
    count = measures.counters()["charged_twice_or_more"]
    confirmed = measures.matrix["confirmed"]["charged_twice_or_more"]
    told = f" · {confirmed:,} were told “confirmed”" if count else ""
    detail = f"of {measures.offered:,}{told}"
    return Headline(f"{count:,}", f"{customers(count)} charged twice", detail, "double" if count else "good")


def _ghosts(measures: Measures) -> Headline:
    counters = measures.counters()
    count = counters["ghost_charges"]
    unconfirmed = counters["told_failed"] + counters["told_nothing"]
    detail = f"of {unconfirmed:,} who were not told “confirmed”"
    return Headline(f"{count:,}", f"{customers(count)} charged, and not told so", detail, "bad" if count else "good")


def _unrecorded(measures: Measures) -> Headline:
    count = measures.counters()["paid_without_order"]
    words = f"{customers(count)} paid for an order that nobody recorded"
    return Headline(f"{count:,}", words, f"of {measures.offered:,}", "bad" if count else "good")


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


def _amplification(measures: Measures) -> Headline:
    calls = sum(service.calls for service in measures.services.values())
    first = sum(service.first_calls for service in measures.services.values())
    factor = calls / first if first else 1.0
    detail = f"{calls:,} calls, {first:,} of them first attempts"
    return Headline(
        f"{factor:.2f}×", "the load that the customers brought", detail, "bad" if factor > 1.5 else "neutral"
    )


def _latency(measures: Measures) -> Headline:
    slowest = [second.p99 for second in lately(measures) if second.p99 is not None]
    if not slowest:
        return Headline("…", "for the slowest checkout in a hundred", "", "neutral")
    worst = max(slowest)
    number = f"{worst:.1f} s" if worst >= 1 else f"{worst * 1000:.0f} ms"
    return Headline(number, "for the slowest checkout in a hundred", f"in the last {LATELY_S} s", "neutral")


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
    "unrecorded": _unrecorded,
    "goodput": _goodput,
    "browse": _browse,
    "orders": _orders,
    "amplification": _amplification,
    "latency": _latency,
}
