"""Envoy's retries: the policy of a route, and the limits on a cluster's retries."""

from typing import Any

from playground.copyas.copied import Draft, decimal
from playground.copyas.in_force import retries_here, waits
from playground.knobs import Settings

TOOL = "Envoy"
UNLIMITED = 2**32 - 1
SHORTEST_S = 0.001
LONGEST_S = 86_400.0
STATUSES = {"error": (500, 502, 504), "overload": (429, 503), "conflict": (409,)}
NOT_HERE = ("bulkhead", "breaker", "shed")


def policy(draft: Draft) -> dict[str, Any]:
    """What goes into the route: retries, hedges, the time for one try."""
    settings = draft.settings
    retry: dict[str, Any] = {}
    if retries_here(settings):
        retry |= _conditions(draft) | {"num_retries": _retries(draft)} | _waits(draft)
    if settings["hedging.enabled"]:
        return _hedged(draft, retry)
    if settings["timeout.enabled"]:
        retry["per_try_timeout"] = _seconds(draft.within("timeout.attempt_s", SHORTEST_S, LONGEST_S, TOOL))
    return {"retry_policy": {"num_retries": 0, **retry}} if retry else {}


def _seconds(value: float) -> str:
    return f"{decimal(value)}s"


def _hedged(draft: Draft, retry: dict[str, Any]) -> dict[str, Any]:
    """Envoy hedges when the time for one try is up, so that time becomes the hedging delay."""
    settings = draft.settings
    draft.differs("A hedge is sent when per_try_timeout is up, so that is the hedging delay here, and hedges count as "
                  "retries.", "hedging.delay_s", "hedging.max")  # fmt: skip
    if settings["timeout.enabled"]:
        draft.missing("Beside hedging there is no timeout for one try.", "timeout.attempt_s")
    if settings["hedging.cancel_loser"]:
        draft.differs("The slower copies are reset; whether the service stops is the service's matter.",
                      "hedging.cancel_loser")  # fmt: skip
    else:
        draft.missing("The slower copies are always reset.", "hedging.cancel_loser")
    retries = min(UNLIMITED, retry.get("num_retries", 0) + settings["hedging.max"])
    conditions = retry.get("retry_on", "")
    hedging = {
        **retry,
        "retry_on": conditions if "reset" in conditions else ",".join(filter(None, ("reset", conditions))),
        "num_retries": retries,
        "per_try_timeout": _seconds(settings["hedging.delay_s"]),
    }
    return {"retry_policy": hedging, "hedge_policy": {"hedge_on_per_try_timeout": True}}


def _conditions(draft: Draft) -> dict[str, Any]:
    on = draft.settings["retry.on"]
    words = []
    if "timeout" in on or "reset" in on:
        words.append("reset")
        words.append("connect-failure")
        if not ("timeout" in on and "reset" in on):
            draft.differs("“reset” means a broken connection and a try that timed out alike.", "retry.on")
    statuses = sorted(status for kind in on for status in STATUSES.get(kind, ()))
    found: dict[str, Any] = {}
    if statuses:
        words.append("retriable-status-codes")
        found["retriable_status_codes"] = statuses
    foreign = [kind for kind in on if kind in NOT_HERE]
    if foreign:
        draft.missing(f"Envoy does not retry what it refused itself ({', '.join(foreign)}).", "retry.on")
    return {"retry_on": ",".join(words), **found}


def _retries(draft: Draft) -> int:
    attempts = draft.settings["retry.max_attempts"]
    if attempts is None:
        draft.differs(f"There is no “unlimited”; {UNLIMITED} retries are as good.", "retry.max_attempts")
        return UNLIMITED
    draft.differs("num_retries counts retries; Faultline counts attempts, the first included.", "retry.max_attempts")
    return int(attempts) - 1


def _waits(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    return {"retry_back_off": _back_off(draft), **_retry_after(settings, draft)}


def _back_off(draft: Draft) -> dict[str, str]:
    settings = draft.settings
    if not waits(settings):
        draft.differs("Envoy always waits before a retry; a millisecond is next to nothing.", "retry.backoff")
        return {"base_interval": _seconds(SHORTEST_S), "max_interval": _seconds(SHORTEST_S)}
    first = draft.within("retry.first_delay_s", SHORTEST_S, LONGEST_S, TOOL)
    longest = max(first, draft.within("retry.longest_delay_s", SHORTEST_S, LONGEST_S, TOOL))
    if longest != settings["retry.longest_delay_s"]:
        draft.differs("max_interval is never shorter than base_interval.", "retry.longest_delay_s")
    if settings["retry.backoff"] == "constant":
        draft.differs("Envoy's waits always grow; the longest was set to the first to hold them.", "retry.backoff",
                      "retry.longest_delay_s")  # fmt: skip
        longest = first
    draft.differs("Envoy's jitter is always full, over the base × (2ⁿ − 1) for retry n: the base, then three times "
                  "it, then "
                  f"seven times. Here it is set to {settings['retry.jitter']}, growing "
                  f"{decimal(settings['retry.multiplier'])}"
                  "-fold.", "retry.jitter", "retry.multiplier", "retry.backoff")  # fmt: skip
    return {"base_interval": _seconds(first), "max_interval": _seconds(longest)}


def _retry_after(settings: Settings, draft: Draft) -> dict[str, Any]:
    if not settings["retry.honour_retry_after"]:
        return {}
    draft.differs("After an answer with Retry-After, Envoy waits that long and up to half as long again, at most 300 "
                  "s.",
                  "retry.honour_retry_after")  # fmt: skip
    return {"rate_limited_retry_back_off": {"reset_headers": [{"name": "Retry-After", "format": "SECONDS"}]}}


def limits(settings: Settings) -> dict[str, Any]:
    """For a cluster's thresholds. Without a word Envoy would allow three retries at a time, whatever the policy "
    "says."""
    if not retries_here(settings) and not settings["hedging.enabled"]:
        return {}
    budget = retries_here(settings) and settings["retry_budget.enabled"]
    if budget and settings["retry_budget.kind"] == "ratio":
        percent = min(100.0, settings["retry_budget.ratio"] * 100)
        least = settings["retry_budget.minimum"]
        return {"retry_budget": {"budget_percent": {"value": round(percent, 9)}, "min_retry_concurrency": least}}
    return {"max_retries": UNLIMITED}


def note_limits(draft: Draft) -> None:
    settings = draft.settings
    if not retries_here(settings):
        return
    if not settings["retry_budget.enabled"]:
        draft.differs("Envoy limits the retries of a cluster to 3 at a time unless told otherwise; max_retries lifts "
                      "that.",
                      "retry_budget")  # fmt: skip
    elif settings["retry_budget.kind"] == "ratio":
        draft.differs("The budget is a share of the requests that are active at the moment, and the minimum a number "
                      "of "
                      "retries at the moment; Faultline counts both over 10 s.", "retry_budget.kind")  # fmt: skip
    else:
        draft.missing(f"A budget counted as “{settings['retry_budget.kind']}” has no place here; Envoy's is a share "
                      "of active "
                      "requests (counted as “ratio”).", "retry_budget")  # fmt: skip
