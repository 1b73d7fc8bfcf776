"""gRPC service config (JSON): what a client may do by itself, for each service."""

import json
from typing import Any

from playground.copyas.beyond import (
    note_absent,
    note_door,
    note_no_throttle,
    note_what_lies_beyond,
)
from playground.copyas.copied import Copied, Draft, File, decimal
from playground.copyas.in_force import in_force, retries_here, services, waits
from playground.knobs import Settings

TOOL = "gRPC"
ATTEMPTS_MAX = 5
TOKENS_MAX = 1000
SHORTEST_S = 0.002
"""Of a millisecond the jitter may leave less than one, and gRPC's core then never wakes up to retry."""
LONGEST_S = 315_576_000_000.0
CODES = {
    "timeout": ("DEADLINE_EXCEEDED",),
    "error": ("INTERNAL", "UNKNOWN"),
    "overload": ("RESOURCE_EXHAUSTED", "UNAVAILABLE"),
    "conflict": ("ABORTED",),
    "reset": ("UNAVAILABLE",),
}
NOT_CODES = ("bulkhead", "breaker", "shed")


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    config: dict[str, Any] = {"methodConfig": [_method(draft)]}
    throttling = _throttling(draft)
    if throttling:
        config["retryThrottling"] = throttling
    _note_the_rest(draft)
    return draft.copied(File("service-config.json", "json", json.dumps(config, indent=2) + "\n"))


def _method(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    config: dict[str, Any] = {"name": [{"service": f"shop.{name.capitalize()}"} for name in services(settings)]}
    config |= _timeout(draft)
    if settings["hedging.enabled"]:
        config["hedgingPolicy"] = _hedging(draft)
    elif retries_here(settings):
        policy = _retry(draft)
        if policy:
            config["retryPolicy"] = policy
    return config


def _seconds(value: float) -> str:
    return f"{decimal(value)}s"


def _timeout(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not settings["timeout.enabled"]:
        return {}
    draft.missing(
        "There is no timeout for one attempt, only one for the call with all its retries.", "timeout.attempt_s"
    )
    if not settings["timeout.propagate"]:
        draft.differs("gRPC always sends the deadline on, and servers see that the caller left.", "timeout.propagate")
    else:
        draft.differs(
            "gRPC sends the deadline on by itself; the service must look at its context.", "timeout.propagate"
        )
    if settings["timeout.deadline_s"] is None:
        return {}
    draft.differs("The timeout covers one call; hand checkout's own context on, and the whole checkout shares one "
                  "deadline.",
                  "timeout.deadline_s")  # fmt: skip
    return {"timeout": _seconds(settings["timeout.deadline_s"])}


def _attempts(draft: Draft, knob: str, wanted: int | None) -> int:
    if wanted is None or wanted > ATTEMPTS_MAX:
        shown = "unlimited" if wanted is None else wanted
        draft.differs(f"gRPC makes at most {ATTEMPTS_MAX} attempts, not {shown}.", knob)
        return ATTEMPTS_MAX
    return wanted


def _retry(draft: Draft) -> dict[str, Any] | None:
    settings = draft.settings
    codes = _codes(draft)
    if settings["retry.max_attempts"] == 1 or not codes:
        draft.differs("Without a second attempt, or without anything to retry on, gRPC wants no retryPolicy.", "retry")
        return None
    first, longest, multiplier = _waits(draft)
    return {
        "maxAttempts": _attempts(draft, "retry.max_attempts", settings["retry.max_attempts"]),
        "initialBackoff": _seconds(first),
        "maxBackoff": _seconds(longest),
        "backoffMultiplier": multiplier,
        "retryableStatusCodes": codes,
    }


def _waits(draft: Draft) -> tuple[float, float, float]:
    settings = draft.settings
    if not waits(settings):
        draft.differs("gRPC always waits before a retry; 2 ms is next to nothing.", "retry.backoff")
        return SHORTEST_S, SHORTEST_S, 1.0
    draft.differs(f"gRPC spreads every wait by ± 20%, whatever the jitter (here: {settings['retry.jitter']}).",
                  "retry.jitter")  # fmt: skip
    first = draft.within("retry.first_delay_s", SHORTEST_S, LONGEST_S, TOOL)
    longest = draft.within("retry.longest_delay_s", SHORTEST_S, LONGEST_S, TOOL)
    multiplier = settings["retry.multiplier"] if settings["retry.backoff"] == "exponential" else 1.0
    return first, longest, multiplier


def _codes(draft: Draft) -> list[str]:
    on = draft.settings["retry.on"]
    foreign = [kind for kind in on if kind in NOT_CODES]
    if foreign:
        draft.missing(f"gRPC has no status for {', '.join(foreign)}.", "retry.on")
    if "timeout" in on:
        draft.differs("DEADLINE_EXCEEDED is retried when the service says it. When the call's own timeout has "
                      "passed, gRPC "
                      "ends without a retry.", "retry.on")  # fmt: skip
    return list(dict.fromkeys(code for kind in on for code in CODES.get(kind, ())))


def _hedging(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if retries_here(settings):
        draft.missing(
            "A method has a retryPolicy or a hedgingPolicy, never both; hedging is kept, retries are not.", "retry"
        )
        codes = _codes(draft)
    else:
        codes = []
    draft.differs("Java and Node hedge; C++, Python, C# and Go ignore or refuse a hedgingPolicy.", "hedging.delay_s")
    if settings["hedging.cancel_loser"]:
        draft.differs("The slower copies are cancelled, at the service too.", "hedging.cancel_loser")
    else:
        draft.missing("The slower copies are always cancelled.", "hedging.cancel_loser")
    return {
        "maxAttempts": _attempts(draft, "hedging.max", settings["hedging.max"] + 1),
        "hedgingDelay": _seconds(settings["hedging.delay_s"]),
        "nonFatalStatusCodes": codes,
    }


def _throttling(draft: Draft) -> dict[str, Any] | None:
    settings = draft.settings
    if not (retries_here(settings) and settings["retry_budget.enabled"]):
        return None
    if settings["retry_budget.kind"] != "throttle":
        draft.missing(f"A budget counted as “{settings['retry_budget.kind']}” has no place here; gRPC has its own "
                      "throttle (counted as “throttle”).", "retry_budget")  # fmt: skip
        return None
    tokens = draft.within("retry_budget.capacity", 1, TOKENS_MAX, TOOL, "tokens")
    ratio = max(0.001, round(settings["retry_budget.ratio"], 3))
    if ratio != settings["retry_budget.ratio"]:
        draft.differs("The ratio has three decimals and is above 0.", "retry_budget.ratio")
    draft.differs("The tokens are shared by all methods towards one server name.", "retry_budget.kind")
    return {"maxTokens": int(tokens), "tokenRatio": ratio}


def _note_the_rest(draft: Draft) -> None:
    settings = draft.settings
    if retries_here(settings):
        pushback = "grpc-retry-pushback-ms"
        if settings["retry.honour_retry_after"]:
            draft.differs(
                f"A service asks for a pause with {pushback}; it replaces the backoff.", "retry.honour_retry_after"
            )
        else:
            draft.differs(f"A service's {pushback} is always honoured.", "retry.honour_retry_after")
    if "patterns.order" in in_force(settings):
        draft.differs("The order is fixed: the deadline outside, retries or hedging inside it.", "patterns.order")
    if settings["retry_budget.enabled"] and settings["retry_budget.kind"] == "throttle" and retries_here(settings):
        capacity = settings["retry_budget.capacity"]
        if capacity != int(capacity):
            draft.differs("maxTokens is a whole number.", "retry_budget.capacity")
    note_absent(draft, TOOL, "breaker", "bulkhead", "fallback")
    note_no_throttle(draft, TOOL)
    note_door(draft)
    note_what_lies_beyond(draft)
