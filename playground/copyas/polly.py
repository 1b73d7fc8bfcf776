"""Polly v8 (C#): a pipeline for each dependency. Strategies are added outermost first, in the order of the patterns."""

from collections.abc import Callable, Iterator

from playground.copyas.beyond import (
    note_door,
    note_no_budget,
    note_no_throttle,
    note_what_lies_beyond,
)
from playground.copyas.copied import Copied, Draft, File, decimal
from playground.copyas.in_force import retries_here, services, waits
from playground.copyas.polly_members import RESPONSE, has_own_pause, pause, predicates
from playground.knobs import Settings

TOOL = "Polly"
DAY = 86_400.0
HEAD = """\
// How checkout calls its dependencies. Packages: Polly.Core 8 and Polly.RateLimiting 8.
// Strategies run in the order in which they are added, the outermost first.
using System;
using System.Net.Http;
using System.Threading.RateLimiting;
using System.Threading.Tasks;
using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Hedging;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;
"""


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    chain = list(_chain(draft))
    members = [*_pipelines(settings), "", *_build(chain), *predicates(settings), *pause(settings)]
    body = "\n".join(f"    {line}".rstrip() for line in members)
    text = f"{HEAD}\npublic static class CheckoutPipelines\n{{\n{body}\n}}\n"
    _note_the_rest(draft)
    return draft.copied(File("CheckoutPipelines.cs", "csharp", text))


def _pipelines(settings: Settings) -> Iterator[str]:
    for service in services(settings):
        pool = settings[f"bulkhead.{service}"] if settings["bulkhead.enabled"] else 0
        optional = "true" if service == "recommendations" else "false"
        name = service.capitalize()
        yield (
            f"public static ResiliencePipeline<{RESPONSE}> {name} {{ get; }} = Build(pool: {pool}, optional: "
            f"{optional});"
        )


def _build(chain: list[str]) -> Iterator[str]:
    yield f"private static ResiliencePipeline<{RESPONSE}> Build(int pool, bool optional)"
    yield "{"
    yield f"    var builder = new ResiliencePipelineBuilder<{RESPONSE}>();"
    for line in chain:
        yield f"    {line}"
    yield "    return builder.Build();"
    yield "}"


def _chain(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    if settings["fallback.enabled"]:
        yield from _fallback()
    parts: dict[str, Callable[[Draft], Iterator[str]]] = {
        "deadline": _deadline,
        "retry": _retry,
        "hedging": _hedging,
        "breaker": _breaker,
        "bulkhead": _bulkhead,
        "timeout": _timeout,
    }
    for name in settings["patterns.order"]:
        if name in parts:
            yield from parts[name](draft)


def _strategy(method: str, options: str, *settings: str) -> Iterator[str]:
    yield f"builder.{method}(new {options}"
    yield "{"
    for setting in settings:
        yield f"    {setting},"
    yield "});"


def _fallback() -> Iterator[str]:
    yield "if (optional)"
    yield "{"
    options = _strategy(
        "AddFallback", f"FallbackStrategyOptions<{RESPONSE}>",
        "ShouldHandle = args => ValueTask.FromResult(Failed(args.Outcome))",
        "FallbackAction = _ => Outcome.FromResultAsValueTask(new "
        "HttpResponseMessage(System.Net.HttpStatusCode.NoContent))",
    )  # fmt: skip
    for line in options:
        yield f"    {line}"
    yield "}"


def _seconds(value: float) -> str:
    return f"TimeSpan.FromSeconds({decimal(value)})"


def _deadline(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    if settings["timeout.enabled"] and settings["timeout.deadline_s"] is not None:
        seconds = draft.within("timeout.deadline_s", 0.01, DAY, TOOL)
        yield from _strategy("AddTimeout", "TimeoutStrategyOptions", f"Timeout = {_seconds(seconds)}")
        draft.differs("The total deadline here covers one call with its retries; in Faultline it covers the whole "
                      "checkout. "
                      "Pass one CancellationToken through all calls for that.", "timeout.deadline_s")  # fmt: skip


def _timeout(draft: Draft) -> Iterator[str]:
    if draft.settings["timeout.enabled"]:
        seconds = draft.within("timeout.attempt_s", 0.01, DAY, TOOL)
        yield from _strategy("AddTimeout", "TimeoutStrategyOptions", f"Timeout = {_seconds(seconds)}")


def _retry(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    attempts = settings["retry.max_attempts"]
    if not retries_here(settings):
        return
    if attempts == 1:
        draft.differs("One attempt is no retry strategy at all: Polly's MaxRetryAttempts begins at 1.", "retry")
        return
    draft.differs("MaxRetryAttempts counts retries; Faultline counts attempts, the first included.",
                  "retry.max_attempts")  # fmt: skip
    retries = "int.MaxValue" if attempts is None else str(attempts - 1)
    yield from _strategy(
        "AddRetry", f"RetryStrategyOptions<{RESPONSE}>",
        "ShouldHandle = args => ValueTask.FromResult(WorthRetrying(args.Outcome))",
        f"MaxRetryAttempts = {retries}",
        *_delays(draft),
    )  # fmt: skip
    if "shed" in settings["retry.on"]:
        draft.missing("There is no client-side shedding to retry on.", "retry.on")


def _delays(draft: Draft) -> Iterator[str]:
    """Polly's own growth where it means the same, else ours."""
    settings = draft.settings
    if has_own_pause(settings):
        yield "DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Pause(args))"
        return
    exponential = settings["retry.backoff"] == "exponential"
    delay = draft.within("retry.first_delay_s", 0, DAY, TOOL) if waits(settings) else 0
    yield f"BackoffType = DelayBackoffType.{'Exponential' if exponential else 'Constant'}"
    yield f"Delay = {_seconds(delay)}"
    yield f"MaxDelay = {_seconds(settings['retry.longest_delay_s'])}"
    yield "UseJitter = false"


def _hedging(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    if not settings["hedging.enabled"]:
        return
    yield from _strategy(
        "AddHedging", f"HedgingStrategyOptions<{RESPONSE}>",
        "ShouldHandle = args => ValueTask.FromResult(Failed(args.Outcome))",
        f"Delay = {_seconds(settings['hedging.delay_s'])}",
        f"MaxHedgedAttempts = {settings['hedging.max']}",
    )  # fmt: skip
    draft.differs(
        "Polly sends the next copy at once when one fails; Faultline only when one is slow.", "hedging.delay_s"
    )
    if not settings["hedging.cancel_loser"]:
        draft.missing("Polly always cancels the slower copy.", "hedging.cancel_loser")
    else:
        draft.differs("Polly cancels the slower copy at the client; whether the service stops is the service's matter.",
                      "hedging.cancel_loser")  # fmt: skip


def _breaker(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    if not settings["breaker.enabled"]:
        return
    yield from _strategy(
        "AddCircuitBreaker", f"CircuitBreakerStrategyOptions<{RESPONSE}>",
        "ShouldHandle = args => ValueTask.FromResult(DependencyFailed(args.Outcome))",
        f"FailureRatio = {decimal(settings['breaker.failure_rate'])}",
        f"SamplingDuration = {_seconds(draft.within('breaker.window_s', 0.5, DAY, TOOL))}",
        f"MinimumThroughput = {draft.within('breaker.minimum_calls', 2, 2**31 - 1, TOOL, 'calls'):.0f}",
        f"BreakDuration = {_seconds(draft.within('breaker.open_s', 0.5, DAY, TOOL))}",
    )  # fmt: skip
    draft.differs("Polly lets one probe through when half open; Faultline is set to "
                  f"{settings['breaker.half_open_calls']}.",
                  "breaker.half_open_calls")  # fmt: skip
    if settings["breaker.slow_call_s"] is not None:
        draft.missing("Polly's breaker does not count slow calls. An attempt timeout inside it turns them into "
                      "failures.",
                      "breaker.slow_call_s")  # fmt: skip


def _bulkhead(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    if not settings["bulkhead.enabled"]:
        return
    wait = settings["bulkhead.max_wait_s"]
    queue = "int.MaxValue" if wait else "0"
    yield f"builder.AddConcurrencyLimiter(permitLimit: pool, queueLimit: {queue});"
    if wait:
        draft.differs(f"The limiter bounds how many wait, not how long ({decimal(wait)} s in Faultline); here as "
                      "many as "
                      "come wait until a timeout outside ends it.", "bulkhead.max_wait_s")  # fmt: skip


def _note_the_rest(draft: Draft) -> None:
    settings = draft.settings
    if settings["timeout.enabled"]:
        text = "Polly cancels the request but does not tell the service how long the caller will wait"
        if settings["timeout.propagate"]:
            draft.missing(f"{text}: send the deadline in a header of your own.", "timeout.propagate")
        else:
            draft.differs(f"{text}. It does break the connection, and a service that watches it may stop.",
                          "timeout.propagate")  # fmt: skip
    if retries_here(settings) and waits(settings) and settings["retry.jitter"] == "decorrelated":
        draft.differs("Decorrelated jitter forgets the retry's number, and so the growth.", "retry.multiplier",
                      "retry.backoff")  # fmt: skip
    note_no_budget(draft, TOOL)
    note_no_throttle(draft, TOOL)
    note_door(draft)
    note_what_lies_beyond(draft)
