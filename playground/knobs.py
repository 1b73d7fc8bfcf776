"""Every control of the playground, declared once.

Forms, sliders, links, the command line, drills, documents and validation all read these declarations. A value that is
out of range, of the wrong type, or for a name that does not exist is refused with a message that names the knob and
what would be right; nothing is clamped in silence.

Names end in their unit where they have one (`_s` seconds, `_ms` milliseconds, `_share` and `_rate` of breakers 0 to 1).
Defaults are calm and small: no pattern is on until somebody switches it on. Where a default is borrowed, `help` or
`also` says from whom.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

Kind = Literal["switch", "number", "integer", "choice", "sequence"]
Value = Any
"""bool, float, int, str, tuple of str, or None for "unlimited"."""

SERVICES = ("inventory", "payment", "orders", "recommendations")
DISCIPLINES = ("fifo", "lifo", "codel")
PATTERN_ORDER = ("shedding", "deadline", "retry", "hedging", "breaker", "bulkhead", "timeout")


class KnobError(ValueError):
    """A value or name that is not legal; `knob` names the control and `str()` says what would be right."""

    def __init__(self, knob: str, message: str) -> None:
        super().__init__(message)
        self.knob = knob


class Knob(msgspec.Struct, frozen=True, kw_only=True):
    """One control: its name, what it is called on a page, and what values it takes."""

    name: str
    label: str
    kind: Kind
    default: Value
    help: str
    unit: str = ""
    minimum: float = 0
    maximum: float = 0
    choices: tuple[str, ...] = ()
    unlimited: bool = False
    """Whether "unlimited" (None) is legal."""
    permutation: bool = False
    """For a sequence: whether it must hold every choice exactly once."""
    also: dict[str, str] = {}
    """What other libraries call it."""
    off: str = ""
    """What it means when this is off or at its lowest."""

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def legal(self) -> str:
        """The legal values, in words."""
        if self.kind == "switch":
            return "on or off"
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "sequence":
            every = "each of" if self.permutation else "a comma-separated list out of"
            return f"{every} {', '.join(self.choices)}" + (", once, in any order" if self.permutation else "")
        noun = "a whole number" if self.kind == "integer" else "a number"
        unit = f" {self.unit}" if self.unit else ""
        return f"{noun} from {self.minimum:g} to {self.maximum:g}{unit}" + (" or unlimited" if self.unlimited else "")

    def refuse(self, value: object) -> KnobError:
        return KnobError(self.name, f"{self.name} takes {self.legal}, not {_shorten(value)}")


def _shorten(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def switch(name: str, label: str, default: bool, help: str, **more: Any) -> Knob:
    return Knob(name=name, label=label, kind="switch", default=default, help=help, **more)


def number(name: str, label: str, default: float | None, low: float, high: float, unit: str, help: str, **more: Any) -> Knob:
    return Knob(
        name=name, label=label, kind="number", default=default, minimum=low, maximum=high, unit=unit, help=help, **more
    )


def integer(name: str, label: str, default: int | None, low: int, high: int, unit: str, help: str, **more: Any) -> Knob:
    return Knob(
        name=name, label=label, kind="integer", default=default, minimum=low, maximum=high, unit=unit, help=help, **more
    )


def choice(name: str, label: str, default: str, choices: tuple[str, ...], help: str, **more: Any) -> Knob:
    return Knob(name=name, label=label, kind="choice", default=default, choices=choices, help=help, **more)


def sequence(name: str, label: str, default: tuple[str, ...], choices: tuple[str, ...], help: str, **more: Any) -> Knob:
    return Knob(name=name, label=label, kind="sequence", default=default, choices=choices, help=help, **more)


def _traffic() -> list[Knob]:
    return [
        number("traffic.rate", "Customers", 20, 0, 2000, "/s", "How many customers come to pay each second."),
        number("traffic.browse_rate", "Browsing visits", 0, 0, 2000, "/s", "Cheap requests that share checkout's workers."),
        choice("traffic.arrivals", "Arrivals", "poisson", ("poisson", "even"), "At random instants, or evenly spaced."),
        number("traffic.patience_s", "Patience", 10, 0.05, 3600, "s", "How long a customer waits for an answer."),
        switch("traffic.resubmits", "Pay again", False, "Out of patience, the customer presses Pay again.",
               off="The customer walks away."),
        integer("traffic.max_submits", "Presses of Pay", 2, 1, 10, "", "At most so many in all, the first included."),
        switch("traffic.edits_basket", "Basket changes", False, "Before paying again the customer changes the basket.",
               off="The same basket every time."),
    ]  # fmt: skip


def _queue(name: str, title: str, workers: int | None) -> list[Knob]:
    return [
        integer(f"{name}.workers", f"{title}: workers", workers, 1, 5000, "", "Requests worked on at once.", unlimited=True),
        integer(f"{name}.queue_limit", f"{title}: queue limit", None, 0, 100_000, "",
                "How many may wait; more are refused with 503.", unlimited=True),
        choice(f"{name}.queue", f"{title}: queue order", "fifo", DISCIPLINES,
               "First in first out; last in first out; or first in first out dropping what waited too long (CoDel)."),
    ]  # fmt: skip


def _checkout() -> list[Knob]:
    return [
        sequence("checkout.calls", "Checkout calls", ("inventory", "payment", "orders"), SERVICES,
                 "The dependencies, in the order in which they are called."),
        *_queue("checkout", "Checkout", 20),
        integer("checkout.instances", "Checkout: instances", 1, 1, 1000, "",
                "Clients that share the work. Each has breakers, budgets, pools and throttles of its own."),
        number("checkout.browse_ms", "Checkout: time for a browse visit", 10, 0, 60_000, "ms", "How long a visit holds a worker."),
    ]  # fmt: skip


def _service(name: str, milliseconds: float) -> list[Knob]:
    title = name.capitalize()
    return [
        *_queue(name, title, 10),
        choice(f"{name}.service_time", f"{title}: service time", "exponential",
               ("constant", "exponential", "normal", "bimodal"), "How the time for one request is distributed."),
        number(f"{name}.service_ms", f"{title}: typical time", milliseconds, 0, 60_000, "ms", "The mean (bimodal: of the fast ones)."),
        number(f"{name}.spread_ms", f"{title}: spread", 2, 0, 60_000, "ms", "Standard deviation, where normal or bimodal."),
        number(f"{name}.slow_share", f"{title}: share of slow ones", 0.01, 0, 1, "", "Where bimodal."),
        number(f"{name}.slow_ms", f"{title}: slow time", 100, 0, 600_000, "ms", "The mean of the slow ones, where bimodal."),
        number(f"{name}.slow_spread_ms", f"{title}: slow spread", 10, 0, 60_000, "ms", "Their standard deviation."),
    ]  # fmt: skip


def _network() -> list[Knob]:
    return [
        integer("inventory.fan_out", "Inventory: shards asked", 1, 1, 500, "", "One reservation asks so many shards at once and waits for all."),
        number("network.delay_ms", "Network delay", 5, 0, 10_000, "ms", "One way, between any two."),
        number("network.jitter_ms", "Network jitter", 1, 0, 10_000, "ms", "Standard deviation of the delay."),
    ]  # fmt: skip


def _timeout() -> list[Knob]:
    return [
        switch("timeout.enabled", "Timeouts", False, "The caller stops waiting. The work does not stop.",
               off="Checkout waits for ever; only the customer's patience ends."),
        number("timeout.attempt_s", "Attempt timeout", 1, 0.001, 600, "s", "For one try.",
               also={"Polly": "Timeout", "resilience4j": "timeoutDuration", "Envoy": "per_try_timeout"}),
        number("timeout.deadline_s", "Total deadline", 5, 0.001, 600, "s",
               "For the whole checkout, queueing and retries included.", unlimited=True,
               also={"gRPC": "deadline", "Envoy": "timeout"}),
        switch("timeout.propagate", "Propagate the deadline", False,
               "Services drop queued work whose caller is gone.", off="Services work on for callers who left."),
    ]  # fmt: skip


RETRY_ON = ("timeout", "error", "overload", "conflict", "reset", "bulkhead", "breaker", "shed")
LAYERS = ("customer", "gateway", "checkout")


def _retry() -> list[Knob]:
    attempts = {"Polly": "MaxRetryAttempts + 1", "resilience4j": "maxAttempts", "gRPC": "maxAttempts",
                "Envoy": "num_retries + 1", "AWS SDK": "max_attempts", "tenacity": "stop_after_attempt"}  # fmt: skip
    return [
        switch("retry.enabled", "Retries", False, "Ask again after a failure.", off="One attempt."),
        integer("retry.max_attempts", "Max attempts (including the first)", 3, 1, 20, "", "Polly and Envoy count retries; the others count attempts.", also=attempts),
        choice("retry.backoff", "Backoff", "exponential", ("none", "constant", "exponential"), "How the pause before a retry grows."),
        number("retry.first_delay_s", "First delay", 0.1, 0, 60, "s", "The pause before the first retry.",
               also={"Polly": "Delay", "resilience4j": "waitDuration", "Envoy": "base_interval"}),
        number("retry.multiplier", "Growth", 2, 1, 10, "×", "Each pause is so many times the last."),
        number("retry.longest_delay_s", "Longest delay", 20, 0, 600, "s", "No pause is longer. 20 s is the AWS SDKs' cap."),
        choice("retry.jitter", "Jitter", "none", ("none", "full", "equal", "decorrelated"), "How pauses are spread by chance."),
        sequence("retry.on", "Retry on", ("timeout", "error", "overload", "conflict", "reset"), RETRY_ON, "Which failures are worth another try."),
        switch("retry.honour_retry_after", "Honour Retry-After", True, "Wait at least as long as the service asks for."),
        sequence("retry.layers", "Layers that retry", ("checkout",), LAYERS, "Retries of several layers multiply."),
    ]  # fmt: skip


def _retry_budget() -> list[Knob]:
    return [
        switch("retry_budget.enabled", "Retry budget", False, "Bounds the retries of the whole client.", off="Only max attempts bounds them."),
        choice("retry_budget.kind", "Counted as", "ratio", ("ratio", "bucket", "throttle"),
               "A share of first attempts (Envoy, Finagle); a token bucket (AWS SDK); gRPC's throttle."),
        number("retry_budget.ratio", "Ratio", 0.1, 0, 1, "", "Retries for each first attempt; tokens for each success (throttle)."),
        integer("retry_budget.minimum", "Minimum", 3, 0, 1000, "", "So many retries are always allowed, in 10 s (ratio)."),
        number("retry_budget.capacity", "Capacity", 500, 1, 100_000, "tokens", "The bucket's size; it starts full."),
        number("retry_budget.cost", "Cost of a retry", 5, 0, 1000, "tokens", "Taken from the bucket."),
        number("retry_budget.timeout_cost", "Cost after a timeout", 10, 0, 1000, "tokens", "Taken when the attempt timed out."),
        number("retry_budget.deposit", "Deposit", 1, 0, 1000, "tokens", "What a success, or a first attempt, puts back."),
        choice("retry_budget.deposit_on", "Deposit on", "success", ("success", "first"),
               "A success (AWS SDK; one by retry gets its cost back) or every first attempt."),
    ]  # fmt: skip


def _idempotency() -> list[Knob]:
    return [
        switch("idempotency.enabled", "Idempotency key", False, "Every attempt of an order carries the same key.", off="The service takes a retry for a new request."),
        number("idempotency.retention_s", "Retention", 86_400, 0.001, 604_800, "s", "How long a result is remembered. 24 h is Stripe's."),
        switch("idempotency.replay_errors", "Replay errors", False, "A retry gets the stored error again, as Stripe v1 does.", off="After an error the key may be tried afresh."),
        switch("idempotency.durable", "Keys survive a crash", True, "Stored with the effect, in one transaction.", off="Kept in memory: a restart forgets them."),
    ]  # fmt: skip


def _containment() -> list[Knob]:
    pools = [integer(f"bulkhead.{service}", f"Pool for {service}", 5, 1, 5000, "", "Calls at once.",
                     also={"resilience4j": "maxConcurrentCalls", "Envoy": "max_requests"}) for service in SERVICES]  # fmt: skip
    return [
        switch("hedging.enabled", "Hedging", False, "Ask a second time when the answer is slow.", off="One copy of each attempt."),
        number("hedging.delay_s", "Hedge after", 0.05, 0.001, 60, "s", "How long to wait before the next copy."),
        integer("hedging.max", "Most copies beside the first", 1, 1, 10, "", "Polly: MaxHedgedAttempts."),
        switch("hedging.cancel_loser", "Cancel the loser", True, "The slower copy is called off, if it has not started.", off="Both copies are worked on."),
        switch("breaker.enabled", "Circuit breaker", False, "Stops calling what keeps failing.", off="Every call is tried."),
        number("breaker.failure_rate", "Failure rate", 0.5, 0.01, 1, "", "Opens at this share of failures.",
               also={"Polly": "FailureRatio", "resilience4j": "failureRateThreshold"}),
        number("breaker.window_s", "Window", 10, 0.1, 600, "s", "Counted over so long.", also={"Polly": "SamplingDuration"}),
        integer("breaker.minimum_calls", "Minimum calls", 20, 1, 10_000, "", "Fewer prove nothing.", also={"Polly": "MinimumThroughput"}),
        number("breaker.open_s", "Open for", 5, 0.01, 600, "s", "Then probes are let through.", also={"Polly": "BreakDuration"}),
        integer("breaker.half_open_calls", "Probes", 3, 1, 1000, "", "All must succeed to close it."),
        number("breaker.slow_call_s", "A call is slow from", None, 0.001, 600, "s", "Slow calls count as failures.", unlimited=True),
        switch("bulkhead.enabled", "Bulkheads", False, "Each dependency gets a pool of its own.", off="All share checkout's workers."),
        *pools,
        number("bulkhead.max_wait_s", "Wait for a place", 0, 0, 600, "s", "Then the call is refused."),
        switch("shedding.enabled", "Load shedding", False, "Refuses some work early.", off="Everything is taken on."),
        choice("shedding.kind", "Kind", "static", ("static", "adaptive", "criticality"),
               "A limit at checkout's door; client-side throttling towards the dependencies; a limit that turns browsing away first."),
        integer("shedding.max_in_flight", "Most in flight", 40, 1, 100_000, "", "Inside checkout, waiting ones included (static, criticality)."),
        number("shedding.browse_share", "Room for browsing", 0.5, 0, 1, "", "Browsing is turned away from this share of the limit on (criticality)."),
        number("shedding.k", "K", 2, 1, 100, "", "Requests let through for each accepted one (adaptive; SRE book, ch. 21)."),
    ]  # fmt: skip


def _repair() -> list[Knob]:
    return [
        switch("fallback.enabled", "Fallback", False, "Answers without recommendations when they fail.", off="A failed optional call fails the checkout."),
        switch("compensation.enabled", "Compensation", False, "After a failure, checkout releases and refunds what it did.", off="What was done stays done."),
        switch("reconciliation.enabled", "Reconciliation", False, "A sweeper compares the ledgers and repairs them.", off="Crooked orders stay crooked."),
        number("reconciliation.period_s", "Sweep every", 5, 0.1, 3600, "s", "Between two sweeps."),
        number("reconciliation.quiet_s", "Leave alone for", 5, 0, 3600, "s", "Orders that changed more recently are not touched."),
        switch("recovery.enabled", "Restart after a crash", True, "Somebody or something starts it again.", off="It stays down."),
        number("recovery.restart_s", "Restart takes", 5, 0, 3600, "s", "From the crash to the first request served."),
    ]  # fmt: skip


def _gateway() -> list[Knob]:
    return [
        integer("gateway.hops", "Gateways in front", 0, 0, 4, "", "Proxies between the customers and checkout.", off="Customers talk to checkout."),
        number("gateway.attempt_s", "Gateway timeout", None, 0.001, 600, "s", "For one try of a gateway.", unlimited=True),
        sequence("patterns.order", "Order of patterns", PATTERN_ORDER, PATTERN_ORDER,
                 "How the patterns wrap a call, outermost first.", permutation=True),
    ]  # fmt: skip


def _declare() -> dict[str, Knob]:
    services = [knob for name, ms in zip(SERVICES, (12, 40, 8, 20), strict=True) for knob in _service(name, ms)]
    parts = (_traffic(), _checkout(), services, _network(), _timeout(), _retry(), _retry_budget(), _idempotency(),
             _containment(), _repair(), _gateway())  # fmt: skip
    return {knob.name: knob for part in parts for knob in part}


KNOBS: dict[str, Knob] = _declare()
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(knob.group for knob in KNOBS.values()))
"""The groups, in the order of their first knob."""


def knob_named(name: str) -> Knob:
    """The declaration; raises KnobError that lists the names of the same group where there are any."""
    knob = KNOBS.get(name)
    if knob is not None:
        return knob
    group = name.partition(".")[0]
    near = [known for known in KNOBS if known.startswith(group + ".")]
    known_names = ", ".join(near) if near else "groups: " + ", ".join(GROUPS)
    raise KnobError(name[:60], f"there is no knob {_shorten(name)}; there are {known_names}")


def parse(name: str, text: str) -> Value:
    """A value from text, as typed on a command line or in a form."""
    knob = knob_named(name)
    text = text.strip()
    if knob.unlimited and text == "unlimited":
        return None
    if knob.kind == "switch" and text in ("on", "off"):
        return text == "on"
    if knob.kind == "sequence":
        return check(name, [part.strip() for part in text.split(",") if part.strip()])
    if knob.kind == "choice":
        return check(name, text)
    try:
        return check(name, int(text) if knob.kind == "integer" else float(text))
    except KnobError:
        raise
    except ValueError:
        raise knob.refuse(text) from None


def check(name: str, value: object) -> Value:
    """A typed value (from JSON or TOML), returned in its canonical type."""
    knob = knob_named(name)
    if value is None and knob.unlimited:
        return None
    if value == "unlimited" and knob.unlimited:
        return None
    return CHECKS[knob.kind](knob, value)


def check_all(values: Mapping[str, object]) -> dict[str, Value]:
    return {name: check(name, value) for name, value in values.items()}


def _check_switch(knob: Knob, value: object) -> bool:
    if not isinstance(value, bool):
        raise knob.refuse(value)
    return value


def _check_number(knob: Knob, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not knob.minimum <= value <= knob.maximum:
        raise knob.refuse(value)
    return float(value)


def _check_integer(knob: Knob, value: object) -> int:
    number = _check_number(knob, value)
    if number != int(number):
        raise knob.refuse(value)
    return int(number)


def _check_choice(knob: Knob, value: object) -> str:
    if not isinstance(value, str) or value not in knob.choices:
        raise knob.refuse(value)
    return value


def _check_sequence(knob: Knob, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
        raise knob.refuse(value)
    parts = tuple(value)
    unique = len(set(parts)) == len(parts)
    complete = len(parts) == len(knob.choices) if knob.permutation else len(parts) > 0
    if not unique or not complete or not set(parts) <= set(knob.choices):
        raise knob.refuse(value)
    return parts


CHECKS = {
    "switch": _check_switch,
    "number": _check_number,
    "integer": _check_integer,
    "choice": _check_choice,
    "sequence": _check_sequence,
}


def show(name: str, value: Value) -> str:
    """The value in the words of a page: "1 s", "unlimited", "on"."""
    knob = knob_named(name)
    if value is None:
        return "unlimited"
    if knob.kind == "switch":
        return "on" if value else "off"
    if knob.kind == "sequence":
        return ", ".join(value)
    if knob.kind == "choice":
        return str(value)
    return f"{value:g}{_unit(knob.unit)}"


def _unit(unit: str) -> str:
    return unit if unit in ("", "×", "/s") else f" {unit}"


def write(name: str, value: Value) -> str:
    """The value as `parse` reads it."""
    knob = knob_named(name)
    if value is None:
        return "unlimited"
    if knob.kind == "switch":
        return "on" if value else "off"
    if knob.kind == "sequence":
        return ",".join(value)
    return f"{value:.12g}" if knob.kind == "number" else str(value)


class Settings(dict[str, Value]):
    """The value of every knob in force; what is not given has its default."""

    def __init__(self, given: Mapping[str, object] = {}) -> None:
        super().__init__((name, knob.default) for name, knob in KNOBS.items())
        self.update(check_all(given))

    def changed(self) -> dict[str, Value]:
        """Only what differs from the defaults."""
        return {name: value for name, value in self.items() if value != KNOBS[name].default}
