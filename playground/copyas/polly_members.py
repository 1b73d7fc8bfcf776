"""Polly v8: the methods that its strategies call. What counts as a failure, and how long to wait before a retry."""

from collections.abc import Iterator

from playground.copyas.copied import decimal
from playground.copyas.in_force import retries_here, waits
from playground.knobs import Settings

RESPONSE = "HttpResponseMessage"
EXCEPTIONS = {
    "timeout": "TimeoutRejectedException",
    "reset": "HttpRequestException",
    "bulkhead": "RateLimiterRejectedException",
    "breaker": "BrokenCircuitException",
}
STATUSES = {"error": "(>= 500 and not 503)", "overload": "429 or 503", "conflict": "409"}
JITTERS = {
    "none": "grown",
    "full": "grown * Random.Shared.NextDouble()",
    "equal": "(grown / 2) + (grown / 2 * Random.Shared.NextDouble())",
}


def has_own_pause(settings: Settings) -> bool:
    if settings["retry.honour_retry_after"]:
        return True
    doubles = settings["retry.backoff"] != "exponential" or settings["retry.multiplier"] == 2  # noqa: PLR2004  Polly's
    return waits(settings) and (settings["retry.jitter"] != "none" or not doubles)


def predicates(settings: Settings) -> Iterator[str]:
    if retries_here(settings) and settings["retry.max_attempts"] != 1:
        yield from _predicate("WorthRetrying", settings["retry.on"])
    if settings["breaker.enabled"]:
        yield from _predicate("DependencyFailed", ("timeout", "reset", "error", "overload"))
    if settings["hedging.enabled"] or settings["fallback.enabled"]:
        yield from _predicate("Failed", (*EXCEPTIONS, *STATUSES))


def _predicate(name: str, kinds: tuple[str, ...]) -> Iterator[str]:
    exceptions = [EXCEPTIONS[kind] for kind in EXCEPTIONS if kind in kinds]
    statuses = [STATUSES[kind] for kind in STATUSES if kind in kinds]
    tests = []
    if exceptions:
        tests.append(f"outcome.Exception is {' or '.join(exceptions)}")
    if statuses:
        tests.append(f"(int?)outcome.Result?.StatusCode is {' or '.join(statuses)}")
    yield ""
    yield f"private static bool {name}(Outcome<{RESPONSE}> outcome) =>"
    first, *rest = tests or ["false"]
    yield f"    {first}{'' if rest else ';'}"
    for test in rest:
        yield f"    || {test};"


def pause(settings: Settings) -> Iterator[str]:
    if not retries_here(settings) or settings["retry.max_attempts"] == 1 or not has_own_pause(settings):
        return
    decorrelated = waits(settings) and settings["retry.jitter"] == "decorrelated"
    yield ""
    if decorrelated:
        yield 'private static readonly ResiliencePropertyKey<double> Waited = new("waited");'
        yield ""
    yield f"private static TimeSpan Pause(RetryDelayGeneratorArguments<{RESPONSE}> args)"
    yield "{"
    for line in _decorrelated(settings) if decorrelated else _grown(settings):
        yield f"    {line}"
    if settings["retry.honour_retry_after"]:
        yield "    var asked = args.Outcome.Result?.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0;"
        yield "    pause = Math.Max(pause, asked);"
    yield "    return TimeSpan.FromSeconds(pause);"
    yield "}"


def _grown(settings: Settings) -> Iterator[str]:
    if not waits(settings):
        yield "var pause = 0.0;"
        return
    first, longest = decimal(settings["retry.first_delay_s"]), decimal(settings["retry.longest_delay_s"])
    growth = ""
    if settings["retry.backoff"] == "exponential":
        growth = f" * Math.Pow({decimal(settings['retry.multiplier'])}, args.AttemptNumber)"
    yield f"var grown = Math.Min({longest}, {first}{growth});"
    yield f"var pause = {JITTERS[settings['retry.jitter']]};"


def _decorrelated(settings: Settings) -> Iterator[str]:
    first, longest = decimal(settings["retry.first_delay_s"]), decimal(settings["retry.longest_delay_s"])
    yield f"const double first = {first};"
    yield "var previous = args.AttemptNumber == 0 ? first : args.Context.Properties.GetValue(Waited, first);"
    yield "var high = Math.Max(first, 3 * previous);"
    yield f"var pause = Math.Min({longest}, first + ((high - first) * Random.Shared.NextDouble()));"
    yield "args.Context.Properties.Set(Waited, pause);"
