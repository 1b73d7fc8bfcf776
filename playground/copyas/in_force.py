"""Which parameters decide, with these settings, how checkout calls its dependencies. Pure."""

from collections.abc import Iterator

from playground.knobs import KNOBS, Settings

BUDGETS = {
    "ratio": ("ratio", "minimum"),
    "bucket": ("capacity", "cost", "timeout_cost", "deposit", "deposit_on"),
    "throttle": ("capacity", "ratio"),
}
SHEDDING = {"static": ("max_in_flight",), "adaptive": ("k",), "criticality": ("max_in_flight", "browse_share")}


def in_force(settings: Settings) -> tuple[str, ...]:
    """The names of the knobs, in no particular order. What is off has no parameters."""
    return (
        *_whole(settings, "timeout", "idempotency", "hedging", "breaker", "reconciliation"),
        *_retries(settings),
        *_bulkheads(settings),
        *_shedding(settings),
        *(f"{group}.enabled" for group in ("fallback", "compensation") if settings[f"{group}.enabled"]),
        *(("gateway.hops", "gateway.attempt_s") if settings["gateway.hops"] else ()),
        *(("patterns.order",) if len(chain(settings)) > 1 else ()),
    )


def chain(settings: Settings) -> tuple[str, ...]:
    """The patterns that wrap checkout's calls, the outermost first."""
    present = {
        "shedding": settings["shedding.enabled"] and settings["shedding.kind"] == "adaptive",
        "deadline": settings["timeout.enabled"] and settings["timeout.deadline_s"] is not None,
        "retry": retries_here(settings),
        "hedging": settings["hedging.enabled"],
        "breaker": settings["breaker.enabled"],
        "bulkhead": settings["bulkhead.enabled"],
        "timeout": settings["timeout.enabled"],
    }
    return tuple(name for name in settings["patterns.order"] if present[name])


def retries_here(settings: Settings) -> bool:
    """Whether it is checkout itself that retries."""
    return bool(settings["retry.enabled"]) and "checkout" in settings["retry.layers"]


def waits(settings: Settings) -> bool:
    """Whether there is a pause before a retry at all."""
    return bool(settings["retry.backoff"] != "none" and settings["retry.first_delay_s"] > 0)


def services(settings: Settings) -> tuple[str, ...]:
    """Those that checkout calls, in the order of the calls."""
    called: tuple[str, ...] = settings["checkout.calls"]
    return called


def _whole(settings: Settings, *groups: str) -> Iterator[str]:
    for group in groups:
        if settings[f"{group}.enabled"]:
            yield from (name for name in KNOBS if name.startswith(group + ".") and name != f"{group}.enabled")


def _retries(settings: Settings) -> Iterator[str]:
    if not settings["retry.enabled"]:
        return
    yield from (f"retry.{name}" for name in ("max_attempts", "on", "layers", "honour_retry_after", "backoff"))
    if waits(settings):
        yield from ("retry.first_delay_s", "retry.jitter")
        yield from _growth(settings)
    if settings["retry_budget.enabled"]:
        yield "retry_budget.kind"
        yield from (f"retry_budget.{name}" for name in BUDGETS[settings["retry_budget.kind"]])


def _growth(settings: Settings) -> Iterator[str]:
    """A constant wait that is short enough needs no longest one; decorrelated jitter forgets the retry's number."""
    exponential = settings["retry.backoff"] == "exponential"
    if exponential or settings["retry.longest_delay_s"] < settings["retry.first_delay_s"]:
        yield "retry.longest_delay_s"
    if exponential and settings["retry.jitter"] != "decorrelated":
        yield "retry.multiplier"


def _bulkheads(settings: Settings) -> Iterator[str]:
    if settings["bulkhead.enabled"]:
        yield from (f"bulkhead.{service}" for service in services(settings))
        yield "bulkhead.max_wait_s"


def _shedding(settings: Settings) -> Iterator[str]:
    if settings["shedding.enabled"]:
        yield "shedding.kind"
        yield from (f"shedding.{name}" for name in SHEDDING[settings["shedding.kind"]])
