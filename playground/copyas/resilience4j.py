"""resilience4j, as a Spring Boot application.yml: an instance of each decorator for each dependency."""

from collections.abc import Iterable
from typing import Any

from playground.copyas.beyond import (
    note_absent,
    note_door,
    note_no_budget,
    note_no_throttle,
    note_what_lies_beyond,
)
from playground.copyas.copied import Copied, Draft, File, decimal
from playground.copyas.in_force import in_force, retries_here, services, waits
from playground.copyas.yaml_text import Remarked, yaml
from playground.knobs import Settings

TOOL = "resilience4j"
UNLIMITED = 2**31 - 1
CLIENT = "org.springframework.web.client"
EXCEPTIONS = {
    "timeout": ("java.util.concurrent.TimeoutException",),
    "error": (
        f"{CLIENT}.HttpServerErrorException$InternalServerError",
        f"{CLIENT}.HttpServerErrorException$BadGateway",
        f"{CLIENT}.HttpServerErrorException$GatewayTimeout",
    ),
    "overload": (
        f"{CLIENT}.HttpServerErrorException$ServiceUnavailable",
        f"{CLIENT}.HttpClientErrorException$TooManyRequests",
    ),
    "conflict": (f"{CLIENT}.HttpClientErrorException$Conflict",),
    "reset": ("java.io.IOException", f"{CLIENT}.ResourceAccessException"),
    "bulkhead": ("io.github.resilience4j.bulkhead.BulkheadFullException",),
    "breaker": ("io.github.resilience4j.circuitbreaker.CallNotPermittedException",),
}
DEPENDENCY_FAILED = ("timeout", "error", "overload", "reset")
JITTERS = {"full": (0.5, 0.99), "equal": (0.75, 0.333333), "decorrelated": (0.5, 0.99)}
"""resilience4j spreads a wait evenly around itself, so: the share of our wait to centre on, and how far to both "
  "sides."""
ASPECTS = {
    "retry": ("retry", "retryAspectOrder"),
    "breaker": ("circuitbreaker", "circuitBreakerAspectOrder"),
    "timeout": ("timelimiter", "timeLimiterAspectOrder"),
    "bulkhead": ("bulkhead", "bulkheadAspectOrder"),
}


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    modules: dict[str, dict[str, Any]] = {}
    for pattern, instances in (
        ("retry", _retry(draft)),
        ("breaker", _breaker(draft)),
        ("bulkhead", _bulkhead(draft)),
        ("timeout", _timeouts(draft)),
    ):
        if instances:
            modules[ASPECTS[pattern][0]] = instances
    _order(settings, modules)
    _note_the_rest(draft)
    return draft.copied(File("application.yml", "yaml", yaml({"resilience4j": modules})))


def _order(settings: Settings, modules: dict[str, dict[str, Any]]) -> None:
    """The aspect with the lowest number is the outermost."""
    for place, pattern in enumerate((name for name in settings["patterns.order"] if name in ASPECTS), start=1):
        module, key = ASPECTS[pattern]
        if module in modules:
            modules[module] = {key: place, **modules[module]}


def _shared(settings: Settings, config: dict[str, Any]) -> dict[str, Any]:
    """One configuration, and an instance of it for each dependency: each has a state of its own."""
    instances = {name: {"baseConfig": "dependency"} for name in services(settings)}
    return {"configs": {"dependency": config}, "instances": instances}


def _duration(seconds: float) -> str:
    return f"{decimal(round(seconds * 1000))}ms"


def _whole_ms(draft: Draft, knob: str) -> float:
    """resilience4j counts in whole milliseconds."""
    seconds = float(draft.settings[knob])
    rounded = round(seconds * 1000) / 1000
    if abs(rounded - seconds) > 1e-9:  # noqa: PLR2004  a nanosecond
        draft.differs(f"Whole milliseconds only: {decimal(seconds)} s became {decimal(rounded)} s.", knob)
    return rounded


def _exceptions(kinds: Iterable[str]) -> list[str]:
    return [name for kind in kinds for name in EXCEPTIONS.get(kind, ())]


# -- retry -----------------------------------------------------------------------------------------------------------


def _retry(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not retries_here(settings):
        return {}
    attempts = settings["retry.max_attempts"]
    if attempts is None:
        draft.differs(f"There is no “unlimited”; {UNLIMITED} attempts are as good.", "retry.max_attempts")
    on = settings["retry.on"]
    if "shed" in on:
        draft.missing("There is no client-side shedding to retry on.", "retry.on")
    instance = {
        "maxAttempts": Remarked(attempts or UNLIMITED, "the first included"),
        **_waits(draft),
        "retryExceptions": _exceptions(on) or ["io.github.resilience4j.retry.MaxRetriesExceededException"],
    }
    if settings["retry.honour_retry_after"]:
        draft.missing("Retry-After is not read; a custom intervalBiFunction class could.", "retry.honour_retry_after")
    else:
        draft.differs("Retry-After is never read.", "retry.honour_retry_after")
    return _shared(settings, instance)


def _waits(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not waits(settings):
        return {"waitDuration": "0ms"}
    first, longest = _whole_ms(draft, "retry.first_delay_s"), _whole_ms(draft, "retry.longest_delay_s")
    jitter = settings["retry.jitter"]
    share, factor = JITTERS.get(jitter, (1.0, 0.0))
    found: dict[str, Any] = {"waitDuration": _duration(max(share * first, 0.001))}
    if settings["retry.backoff"] == "exponential":
        found["enableExponentialBackoff"] = True
        found["exponentialBackoffMultiplier"] = settings["retry.multiplier"]
        found["exponentialMaxWaitDuration"] = _duration(max(longest, 0.001))
    elif first > longest:
        found["waitDuration"] = _duration(max(share * longest, 0.001))
    if factor:
        found["enableRandomizedWait"] = True
        found["randomizedWaitFactor"] = factor
        _note_jitter(draft, jitter)
    return found


def _note_jitter(draft: Draft, jitter: str) -> None:
    texts = {
        "full": "Full jitter (from nothing to the whole wait) became half the wait ± 99%, the nearest there is.",
        "equal": "Equal jitter (from half the wait to all of it) became three quarters of it ± a third, which is the "
                 "same "
                 "until the longest wait is reached.",
        "decorrelated": "There is no decorrelated jitter; full jitter took its place.",
    }  # fmt: skip
    draft.differs(texts[jitter], "retry.jitter")


# -- the others ------------------------------------------------------------------------------------------------------


def _breaker(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not settings["breaker.enabled"]:
        return {}
    window = max(1, round(settings["breaker.window_s"]))
    if window != settings["breaker.window_s"]:
        draft.differs(f"The window is counted in whole seconds: {window} s.", "breaker.window_s")
    rate = settings["breaker.failure_rate"] * 100
    instance: dict[str, Any] = {
        "slidingWindowType": "TIME_BASED",
        "slidingWindowSize": Remarked(window, "seconds"),
        "minimumNumberOfCalls": settings["breaker.minimum_calls"],
        "failureRateThreshold": Remarked(round(rate, 6), "per cent"),
        "waitDurationInOpenState": _duration(max(_whole_ms(draft, "breaker.open_s"), 0.001)),
        "permittedNumberOfCallsInHalfOpenState": settings["breaker.half_open_calls"],
        "recordExceptions": _exceptions(DEPENDENCY_FAILED),
    }
    draft.differs("Half open, resilience4j judges the probes by the failure rate; in Faultline one failed probe "
                  "opens the "
                  "breaker again.", "breaker.half_open_calls")  # fmt: skip
    if settings["breaker.slow_call_s"] is not None:
        instance["slowCallDurationThreshold"] = _duration(_whole_ms(draft, "breaker.slow_call_s"))
        instance["slowCallRateThreshold"] = round(rate, 6)
        draft.differs("Slow calls have a rate of their own here; in Faultline they add to the failures.",
                      "breaker.slow_call_s")  # fmt: skip
    return _shared(settings, instance)


def _bulkhead(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not settings["bulkhead.enabled"]:
        return {}
    wait = _duration(_whole_ms(draft, "bulkhead.max_wait_s"))
    pools = {
        service: {"maxConcurrentCalls": settings[f"bulkhead.{service}"], "maxWaitDuration": wait}
        for service in services(settings)
    }
    return {"instances": pools}


def _timeouts(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not settings["timeout.enabled"]:
        return {}
    attempt = {"timeoutDuration": _duration(_whole_ms(draft, "timeout.attempt_s")), "cancelRunningFuture": True}
    draft.differs("A TimeLimiter needs methods that return a CompletionStage.", "timeout.attempt_s")
    limiters = _shared(settings, attempt)
    if settings["timeout.deadline_s"] is not None:
        seconds = _duration(_whole_ms(draft, "timeout.deadline_s"))
        limiters["instances"]["checkout"] = {"timeoutDuration": seconds, "cancelRunningFuture": True}
        draft.yours("The total deadline is the TimeLimiter “checkout”: put it on the method that takes the whole "
                    "order, "
                    "around the calls.", "timeout.deadline_s")  # fmt: skip
    if settings["timeout.propagate"]:
        draft.missing("The deadline is not sent to the services.", "timeout.propagate")
    else:
        draft.differs("A service is not told that its caller left.", "timeout.propagate")
    return limiters


def _note_the_rest(draft: Draft) -> None:
    settings = draft.settings
    if settings["fallback.enabled"]:
        draft.yours(
            "Serving without recommendations is the fallbackMethod of an annotation, not a property.", "fallback"
        )
    if "patterns.order" in in_force(settings):
        order = [name for name in settings["patterns.order"] if name in ASPECTS]
        draft.differs(f"The aspects wrap in the order {', '.join(order)} (lowest number outermost); the deadline "
                      "stands "
                      "outside of them all.", "patterns.order")  # fmt: skip
    note_absent(draft, TOOL, "hedging")
    note_no_budget(draft, TOOL)
    note_no_throttle(draft, TOOL)
    note_door(draft)
    note_what_lies_beyond(draft)
