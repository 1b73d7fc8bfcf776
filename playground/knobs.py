"""Every control of the playground, declared once.

Forms, sliders, links, the command line, drills, documents and validation all read these declarations (knob.py says
what one is).

Names end in their unit where they have one: `_s` seconds, `_ms` milliseconds, `_share` from 0 to 1; `traffic.rate` is
per second, `breaker.failure_rate` a share. Defaults are calm and small: no pattern is on until somebody switches it on.
A default that is borrowed says from whom.
"""

from collections.abc import Mapping

from playground.knob import Knob, KnobError, Value, choice, integer, number, sequence, shortened, switch

SERVICES = ("inventory", "payment", "orders", "recommendations")
DISCIPLINES = ("fifo", "lifo", "codel")
PATTERN_ORDER = ("shedding", "deadline", "retry", "hedging", "breaker", "bulkhead", "timeout")


def _traffic() -> list[Knob]:
    return [
        number("traffic.rate", "Customers", 20, (0, 2000, "/s"), "How many customers come to pay each second."),
        number("traffic.browse_rate", "Browsing visits", 0, (0, 2000, "/s"),
               "Cheap requests that share checkout's workers."),
        choice("traffic.arrivals", "Arrivals", "poisson", ("poisson", "even"),
               "At random instants, or evenly spaced."),
        number("traffic.patience_s", "Patience", 10, (0.05, 3600, "s"), "How long a customer waits for an answer."),
        integer("traffic.burst", "Customers at once", 0, (0, 5000, ""), "So many come at the instant of the change."),
        switch("traffic.resubmits", "Pay again", "Out of patience, the customer presses Pay again.",
               off="The customer walks away."),
        integer("traffic.max_submits", "Presses of Pay", 2, (1, 10, ""),
                "At most so many in all, the first included."),
        switch("traffic.edits_basket", "Basket changes",
               "Before paying again the customer changes the basket.", off="The same basket every time."),
    ]  # fmt: skip


def _queue(name: str, title: str, workers: int | None) -> list[Knob]:
    return [
        integer(f"{name}.workers", f"{title}: workers", workers, (1, 5000, ""), "Requests worked on at once.",
                unlimited=True),
        integer(f"{name}.queue_limit", f"{title}: queue limit", None, (0, 100_000, ""),
                "How many may wait; more are refused with 503.", unlimited=True),
        choice(f"{name}.queue", f"{title}: queue order", "fifo", DISCIPLINES,
               "First in first out; last in first out; or first in first out dropping what waited too long (CoDel)."),
    ]  # fmt: skip


def _checkout() -> list[Knob]:
    return [
        sequence("checkout.calls", "Checkout calls", ("inventory", "payment", "orders"), SERVICES,
                 "The dependencies, in the order in which they are called."),
        *_queue("checkout", "Checkout", 20),
        integer("checkout.instances", "Checkout: instances", 1, (1, 1000, ""),
                "Clients that share the work. Each has breakers, budgets, pools and throttles of its own."),
        number("checkout.browse_ms", "Checkout: time for a browse visit", 10, (0, 60_000, "ms"),
               "How long a visit holds a worker."),
    ]  # fmt: skip


def _service(name: str, milliseconds: float) -> list[Knob]:
    title = name.capitalize()
    return [
        *_queue(name, title, 10),
        choice(f"{name}.service_time", f"{title}: service time", "exponential",
               ("constant", "exponential", "normal", "bimodal"), "How the time for one request is distributed."),
        number(f"{name}.service_ms", f"{title}: typical time", milliseconds, (0, 60_000, "ms"),
               "The mean (bimodal: of the fast ones)."),
        number(f"{name}.spread_ms", f"{title}: spread", 2, (0, 60_000, "ms"),
               "Standard deviation, where normal or bimodal."),
        number(f"{name}.slow_share", f"{title}: share of slow ones", 0.01, (0, 1, ""), "Where bimodal."),
        number(f"{name}.slow_ms", f"{title}: slow time", 100, (0, 600_000, "ms"),
               "The mean of the slow ones, where bimodal."),
        number(f"{name}.slow_spread_ms", f"{title}: slow spread", 10, (0, 60_000, "ms"), "Their standard deviation."),
    ]  # fmt: skip


def _network() -> list[Knob]:
    return [
        choice("inventory.writes", "Inventory: how stock is written", "plain", ("plain", "optimistic"),
               "Optimistic: read the one row's version, write if it is still the same, else 409 and try again."),
        integer("inventory.fan_out", "Inventory: shards asked", 1, (1, 500, ""),
                "One reservation asks so many shards at once and waits for all."),
        number("network.delay_ms", "Network delay", 5, (0, 10_000, "ms"), "One way, between any two."),
        number("network.jitter_ms", "Network jitter", 1, (0, 10_000, "ms"), "Standard deviation of the delay."),
    ]  # fmt: skip


def _timeout() -> list[Knob]:
    return [
        switch("timeout.enabled", "Timeouts", "The caller stops waiting. The work does not stop.",
               off="Checkout waits for ever; only the customer's patience ends."),
        number("timeout.attempt_s", "Attempt timeout", 1, (0.001, 600, "s"), "For one try.",
               also={"Polly": "Timeout", "resilience4j": "timeoutDuration", "Envoy": "per_try_timeout"}),
        number("timeout.deadline_s", "Total deadline", 5, (0.001, 600, "s"),
               "For the whole checkout, queueing and retries included.", unlimited=True,
               also={"gRPC": "deadline", "Envoy": "timeout"}),
        switch("timeout.propagate", "Propagate the deadline",
               "Services drop queued work whose caller is gone.", off="Services work on for callers who left."),
    ]  # fmt: skip


RETRY_ON = ("timeout", "error", "overload", "conflict", "reset", "bulkhead", "breaker", "shed")
LAYERS = ("customer", "gateway", "checkout")


def _retry() -> list[Knob]:
    attempts = {"Polly": "MaxRetryAttempts + 1", "resilience4j": "maxAttempts", "gRPC": "maxAttempts",
                "Envoy": "num_retries + 1", "AWS SDK": "max_attempts", "tenacity": "stop_after_attempt"}  # fmt: skip
    return [
        switch("retry.enabled", "Retries", "Ask again after a failure.", off="One attempt."),
        integer("retry.max_attempts", "Max attempts (including the first)", 3, (1, 100, ""),
                "Polly and Envoy count retries; the others count attempts.", also=attempts, unlimited=True),
        choice("retry.backoff", "Backoff", "exponential", ("none", "constant", "exponential"),
               "How the pause before a retry grows."),
        number("retry.first_delay_s", "First delay", 0.1, (0, 60, "s"), "The pause before the first retry.",
               also={"Polly": "Delay", "resilience4j": "waitDuration", "Envoy": "base_interval"}),
        number("retry.multiplier", "Growth", 2, (1, 10, "×"), "Each pause is so many times the last."),
        number("retry.longest_delay_s", "Longest delay", 20, (0, 600, "s"),
               "No pause is longer. 20 s is the AWS SDKs' cap."),
        choice("retry.jitter", "Jitter", "none", ("none", "full", "equal", "decorrelated"),
               "How pauses are spread by chance."),
        sequence("retry.on", "Retry on", ("timeout", "error", "overload", "conflict", "reset"), RETRY_ON,
                 "Which failures are worth another try."),
        switch("retry.honour_retry_after", "Honour Retry-After",
               "Wait at least as long as the service asks for.", default=True),
        sequence("retry.layers", "Layers that retry", ("checkout",), LAYERS, "Retries of several layers multiply."),
    ]  # fmt: skip


def _retry_budget() -> list[Knob]:
    return [
        switch("retry_budget.enabled", "Retry budget", "Bounds the retries of the whole client.",
               off="Only max attempts bounds them."),
        choice("retry_budget.kind", "Counted as", "ratio", ("ratio", "bucket", "throttle"),
               "A share of first attempts (Envoy, Finagle); a token bucket (AWS SDK); gRPC's throttle."),
        number("retry_budget.ratio", "Ratio", 0.1, (0, 1, ""),
               "Retries for each first attempt; tokens for each success (throttle)."),
        integer("retry_budget.minimum", "Minimum", 3, (0, 1000, ""),
                "So many retries are always allowed, in 10 s (ratio)."),
        number("retry_budget.capacity", "Capacity", 500, (1, 100_000, "tokens"), "The bucket's size; it starts full."),
        number("retry_budget.cost", "Cost of a retry", 5, (0, 1000, "tokens"), "Taken from the bucket."),
        number("retry_budget.timeout_cost", "Cost after a timeout", 10, (0, 1000, "tokens"),
               "Taken when the attempt timed out."),
        number("retry_budget.deposit", "Deposit", 1, (0, 1000, "tokens"),
               "What a success, or a first attempt, puts back."),
        choice("retry_budget.deposit_on", "Deposit on", "success", ("success", "first"),
               "A success (AWS SDK; one by retry gets its cost back) or every first attempt."),
    ]  # fmt: skip


def _idempotency() -> list[Knob]:
    return [
        switch("idempotency.enabled", "Idempotency key", "Every attempt of an order carries the same key.",
               off="The service takes a retry for a new request."),
        number("idempotency.retention_s", "Retention", 86_400, (0.001, 604_800, "s"),
               "How long a result is remembered. 24 h is Stripe's."),
        switch("idempotency.replay_errors", "Replay errors",
               "A retry gets the stored error again, as Stripe v1 does.",
               off="After an error the key may be tried afresh."),
        switch("idempotency.durable", "Keys survive a crash", "Stored with the effect, in one transaction.",
               default=True, off="Kept in memory: a restart forgets them."),
    ]  # fmt: skip


def _hedging() -> list[Knob]:
    return [
        switch("hedging.enabled", "Hedging", "Ask a second time when the answer is slow.",
               off="One copy of each attempt."),
        number("hedging.delay_s", "Hedge after", 0.05, (0.001, 60, "s"), "How long to wait before the next copy."),
        integer("hedging.max", "Most copies beside the first", 1, (1, 10, ""), "Polly: MaxHedgedAttempts."),
        switch("hedging.cancel_loser", "Cancel the loser",
               "The slower copy is called off, if it has not started.", default=True, off="Both copies are worked on."),
    ]  # fmt: skip


def _breaker() -> list[Knob]:
    return [
        switch("breaker.enabled", "Circuit breaker", "Stops calling what keeps failing.",
               off="Every call is tried."),
        number("breaker.failure_rate", "Failure rate", 0.5, (0.01, 1, ""), "Opens at this share of failures.",
               also={"Polly": "FailureRatio", "resilience4j": "failureRateThreshold"}),
        number("breaker.window_s", "Window", 10, (0.1, 600, "s"), "Counted over so long.",
               also={"Polly": "SamplingDuration"}),
        integer("breaker.minimum_calls", "Minimum calls", 20, (1, 10_000, ""), "Fewer prove nothing.",
                also={"Polly": "MinimumThroughput"}),
        number("breaker.open_s", "Open for", 5, (0.01, 600, "s"), "Then probes are let through.",
               also={"Polly": "BreakDuration"}),
        integer("breaker.half_open_calls", "Probes", 3, (1, 1000, ""), "All must succeed to close it."),
        number("breaker.slow_call_s", "A call is slow from", None, (0.001, 600, "s"),
               "Slow calls count as failures.", unlimited=True),
    ]  # fmt: skip


def _bulkhead() -> list[Knob]:
    names = {"resilience4j": "maxConcurrentCalls", "Envoy": "max_requests"}
    pools = [
        integer(f"bulkhead.{service}", f"Pool for {service}", 5, (1, 5000, ""), "Calls at once.", also=names)
        for service in SERVICES
    ]
    return [
        switch("bulkhead.enabled", "Bulkheads", "Each dependency gets a pool of its own.",
               off="All share checkout's workers."),
        *pools,
        number("bulkhead.max_wait_s", "Wait for a place", 0, (0, 600, "s"), "Then the call is refused."),
    ]  # fmt: skip


def _shedding() -> list[Knob]:
    return [
        switch("shedding.enabled", "Load shedding", "Refuses some work early.", off="Everything is taken on."),
        choice("shedding.kind", "Kind", "static", ("static", "adaptive", "criticality"),
               "A limit at checkout's door; throttling at the client; a limit that turns browsing away first."),
        integer("shedding.max_in_flight", "Most in flight", 40, (1, 100_000, ""),
                "Inside checkout, waiting ones included (static, criticality)."),
        number("shedding.browse_share", "Room for browsing", 0.5, (0, 1, ""),
               "Browsing is turned away from this share of the limit on (criticality)."),
        number("shedding.k", "K", 2, (1, 100, ""),
               "Requests let through for each accepted one (adaptive; SRE book, ch. 21)."),
    ]  # fmt: skip


def _repair() -> list[Knob]:
    return [
        switch("fallback.enabled", "Fallback", "Answers without recommendations when they fail.",
               off="A failed optional call fails the checkout."),
        switch("compensation.enabled", "Compensation",
               "After a failure, checkout releases and refunds what it did.", off="What was done stays done."),
        switch("reconciliation.enabled", "Reconciliation", "A sweeper compares the ledgers and repairs them.",
               off="Crooked orders stay crooked."),
        number("reconciliation.period_s", "Sweep every", 5, (0.1, 3600, "s"), "Between two sweeps."),
        number("reconciliation.quiet_s", "Leave alone for", 5, (0, 3600, "s"),
               "Orders that changed more recently are not touched."),
        switch("recovery.enabled", "Restart after a crash", "Somebody or something starts it again.", default=True,
               off="It stays down."),
        number("recovery.restart_s", "Restart takes", 5, (0, 3600, "s"),
               "From the crash to the first request served."),
    ]  # fmt: skip


def _gateway() -> list[Knob]:
    return [
        integer("gateway.hops", "Gateways in front", 0, (0, 4, ""), "Proxies between the customers and checkout.",
                off="Customers talk to checkout."),
        number("gateway.attempt_s", "Gateway timeout", None, (0.001, 600, "s"), "For one try of a gateway.",
               unlimited=True),
        sequence("patterns.order", "Order of patterns", PATTERN_ORDER, PATTERN_ORDER,
                 "How the patterns wrap a call, outermost first.", permutation=True),
    ]  # fmt: skip


def _declare() -> dict[str, Knob]:
    services = [knob for name, ms in zip(SERVICES, (12, 40, 8, 20), strict=True) for knob in _service(name, ms)]
    parts = (_traffic(), _checkout(), services, _network(), _timeout(), _retry(), _retry_budget(), _idempotency(),
             _hedging(), _breaker(), _bulkhead(), _shedding(), _repair(), _gateway())  # fmt: skip
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
    raise KnobError(name[:60], f"there is no knob {shortened(name)}; there are {known_names}")


def parse(name: str, text: str) -> Value:
    return knob_named(name).parse(text)


def check(name: str, value: object) -> Value:
    return knob_named(name).check(value)


def check_all(values: Mapping[str, object]) -> dict[str, Value]:
    return {name: check(name, value) for name, value in values.items()}


def show(name: str, value: Value) -> str:
    return knob_named(name).show(value)


def write(name: str, value: Value) -> str:
    return knob_named(name).write(value)


class Settings(dict[str, Value]):
    """The value of every knob in force; what is not given has its default."""

    def __init__(self, given: Mapping[str, object] = {}) -> None:
        super().__init__((name, knob.default) for name, knob in KNOBS.items())
        self.update(check_all(given))

    def changed(self) -> dict[str, Value]:
        """Only what differs from the defaults."""
        return {name: value for name, value in self.items() if value != KNOBS[name].default}
