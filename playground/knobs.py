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
DISCIPLINES = {"fifo": "oldest first", "lifo": "newest first", "codel": "CoDel"}
PATTERN_ORDER = ("shedding", "deadline", "retry", "hedging", "breaker", "bulkhead", "timeout")


def _traffic() -> list[Knob]:
    return [
        number("traffic.rate", "Customers", 20, (0, 2000, "/s"),
               "How many customers come to pay each second. They come whether or not earlier ones were served."),
        number("traffic.browse_rate", "Browsing visits", 0, (0, 2000, "/s"),
               "People who only look. Their requests are cheap, and share checkout's workers with those who pay."),
        choice("traffic.arrivals", "Arrivals", "poisson", {"poisson": "at random", "even": "evenly spaced"},
               "At random instants (a Poisson process), as strangers come; or evenly spaced, as no shop knows them."),
        number("traffic.patience_s", "Patience", 10, (0.05, 3600, "s"),
               "How long a customer waits for an answer before leaving, or pressing Pay again."),
        integer("traffic.burst", "Customers at once", 0, (0, 5000, ""),
                "A crowd: so many come in one instant, that of this change."),
        switch("traffic.resubmits", "Pay again", "Out of patience, the customer presses Pay again.",
               off="The customer walks away."),
        integer("traffic.max_submits", "Presses of Pay", 2, (1, 10, ""),
                "How often one customer presses Pay at most, the first press included."),
        switch("traffic.edits_basket", "Basket changes",
               "Before paying again the customer changes the basket, so the same key comes with another payload.",
               off="The same basket every time."),
    ]  # fmt: skip


def _queue(name: str, title: str, workers: int | None) -> list[Knob]:
    return [
        integer(f"{name}.workers", f"{title}: workers", workers, (1, 5000, ""),
                "How many requests are worked on at once; the others wait in the queue.",
                unlimited=True),
        integer(f"{name}.queue_limit", f"{title}: queue limit", None, (0, 100_000, ""),
                "How many may wait for a worker. Whoever comes when it is full is refused at once, with 503.",
                unlimited=True),
        choice(f"{name}.queue", f"{title}: queue order", "fifo", DISCIPLINES,
               "Whose turn it is: the oldest (FIFO), the newest (LIFO), or the oldest, where what stood too long is "
               "dropped (CoDel)."),
    ]  # fmt: skip


def _checkout() -> list[Knob]:
    return [
        sequence("checkout.calls", "Checkout calls", ("inventory", "payment", "orders"), SERVICES,
                 "The services that one checkout needs, in the order in which it asks them."),
        *_queue("checkout", "Checkout", 20),
        integer("checkout.instances", "Checkout: instances", 1, (1, 1000, ""),
                "Clients that share the work. Each has breakers, budgets, pools and throttles of its own."),
        number("checkout.browse_ms", "Checkout: time for a browse visit", 10, (0, 60_000, "ms"),
               "How long a visit of somebody who only looks holds one of checkout's workers."),
    ]  # fmt: skip


def _service(name: str, milliseconds: float) -> list[Knob]:
    title = name.capitalize()
    return [
        *_queue(name, title, 10),
        choice(f"{name}.service_time", f"{title}: service time", "exponential",
               ("constant", "exponential", "normal", "bimodal"),
               "How the time that one request takes varies: never, at random, around a mean, or mostly fast and now "
               "and then slow (bimodal)."),
        number(f"{name}.service_ms", f"{title}: typical time", milliseconds, (0, 60_000, "ms"),
               "How long the work on one request takes on average (bimodal: on one of the fast ones)."),
        number(f"{name}.spread_ms", f"{title}: spread", 2, (0, 60_000, "ms"),
               "Standard deviation of that time, where it is normal or bimodal."),
        number(f"{name}.slow_share", f"{title}: share of slow ones", 0.01, (0, 1, ""),
               "Which part of the requests is slow, where the time is bimodal."),
        number(f"{name}.slow_ms", f"{title}: slow time", 100, (0, 600_000, "ms"),
               "How long the slow ones take on average, where the time is bimodal."),
        number(f"{name}.slow_spread_ms", f"{title}: slow spread", 10, (0, 60_000, "ms"),
               "Standard deviation of the slow ones, where the time is bimodal."),
    ]  # fmt: skip


def _network() -> list[Knob]:
    return [
        choice("inventory.writes", "Inventory: how stock is written", "plain", ("plain", "optimistic"),
               "Optimistic: read the one row's version, write if it is still the same, else 409 and try again."),
        integer("inventory.fan_out", "Inventory: shards asked", 1, (1, 500, ""),
                "One reservation asks so many shards at once and waits for all."),
        number("network.delay_ms", "Network delay", 5, (0, 10_000, "ms"),
               "How long a message travels, one way, between any two that talk to each other."),
        number("network.jitter_ms", "Network jitter", 1, (0, 10_000, "ms"),
               "How much that varies from message to message: the standard deviation."),
    ]  # fmt: skip


def _timeout() -> list[Knob]:
    return [
        switch("timeout.enabled", "Timeouts", "The caller stops waiting. The work does not stop.",
               off="Checkout waits for ever; only the customer's patience ends."),
        number("timeout.attempt_s", "Attempt timeout", 1, (0.001, 600, "s"),
               "How long the caller waits for the answer to one try.",
               also={"Polly": "Timeout", "resilience4j": "timeoutDuration", "Envoy": "per_try_timeout"}),
        number("timeout.deadline_s", "Total deadline", 5, (0.001, 600, "s"),
               "How long the whole checkout may take, queueing, pauses and retries included; then it is told “failed”.",
               unlimited=True, words={"unlimited": "none"},
               also={"gRPC": "deadline", "Envoy": "timeout"}),
        switch("timeout.propagate", "Propagate the deadline",
               "Each request says until when its answer is wanted; a service drops what waited longer.",
               off="Services work on for callers who left."),
    ]  # fmt: skip


RETRY_ON = ("timeout", "error", "overload", "conflict", "reset", "bulkhead", "breaker", "shed")
LAYERS = ("customer", "gateway", "checkout")


def _retry() -> list[Knob]:
    attempts = {"Polly": "MaxRetryAttempts + 1", "resilience4j": "maxAttempts", "gRPC": "maxAttempts",
                "Envoy": "num_retries + 1", "AWS SDK": "max_attempts", "tenacity": "stop_after_attempt"}  # fmt: skip
    return [
        switch("retry.enabled", "Retries",
               "After a failure that may pass, the caller asks again.", off="One attempt: a failure is final."),
        integer("retry.max_attempts", "Max attempts (including the first)", 3, (1, 100, ""),
                "How often one call may be made in all. Polly and Envoy count retries, one fewer; the others attempts.",
                also=attempts, unlimited=True),
        choice("retry.backoff", "Backoff", "exponential", ("none", "constant", "exponential"),
               "Whether the pause before a retry is left out, stays the same, or grows with every further one."),
        number("retry.first_delay_s", "First delay", 0.1, (0, 60, "s"), "How long the pause before the first retry is.",
               also={"Polly": "Delay", "resilience4j": "waitDuration", "Envoy": "base_interval"}),
        number("retry.multiplier", "Growth", 2, (1, 10, "×"),
               "With exponential backoff, each pause is so many times as long as the one before."),
        number("retry.longest_delay_s", "Longest delay", 20, (0, 600, "s"),
               "However often it grew, no pause is longer. 20 s is the AWS SDKs' cap."),
        choice("retry.jitter", "Jitter", "none", ("none", "full", "equal", "decorrelated"),
               "How much of a pause is left to chance, so that callers who failed together do not come back together."),
        sequence("retry.on", "Retry on", ("timeout", "error", "overload", "conflict", "reset"), RETRY_ON,
                 "After which failures there is another try. What would fail again for certain is not worth one."),
        switch("retry.honour_retry_after", "Honour Retry-After",
               "Where a refusal says when to come back, the pause is at least that long.", default=True),
        sequence("retry.layers", "Who retries", ("checkout",), LAYERS,
                 "Which of the layers between customer and service try again. Those of several layers multiply."),
    ]  # fmt: skip


def _retry_budget() -> list[Knob]:
    return [
        switch("retry_budget.enabled", "Retry budget",
               "Bounds the retries of all calls together: enough for an ordinary day, too few to make a bad one worse.",
               off="Only max attempts bounds them."),
        choice("retry_budget.kind", "Counted as", "ratio",
               {"ratio": "share of requests", "bucket": "token bucket", "throttle": "gRPC's throttle"},
               "A share of first attempts (Envoy, Finagle); a token bucket (AWS SDK); gRPC's throttle."),
        number("retry_budget.ratio", "Ratio", 0.1, (0, 1, ""),
               "How many retries each first attempt pays for (share); or tokens that each success puts back "
               "(throttle)."),
        integer("retry_budget.minimum", "Minimum", 3, (0, 1000, ""),
                "So many retries are allowed in any 10 s, however few the requests (share)."),
        number("retry_budget.capacity", "Capacity", 500, (1, 100_000, "tokens"),
               "How many tokens the bucket holds. It starts full."),
        number("retry_budget.cost", "Cost of a retry", 5, (0, 1000, "tokens"),
               "How many tokens a retry takes out; where fewer are left, there is none."),
        number("retry_budget.timeout_cost", "Cost after a timeout", 10, (0, 1000, "tokens"),
               "The same where the attempt before had timed out: a sign of overload, so it costs more."),
        number("retry_budget.deposit", "Deposit", 1, (0, 1000, "tokens"),
               "How many tokens are put back each time."),
        choice("retry_budget.deposit_on", "Deposit on", "success",
               {"success": "each success", "first": "each first attempt"},
               "What puts tokens back: a success (AWS SDK; one by retry gets its cost back) or a first attempt."),
    ]  # fmt: skip


def _idempotency() -> list[Knob]:
    return [
        switch("idempotency.enabled", "Idempotency key",
               "Every attempt of an order carries the same key, so a service knows a repeat and does the work once.",
               off="The service takes a retry for a new request."),
        number("idempotency.retention_s", "Retention", 86_400, (0.001, 604_800, "s"),
               "How long a service remembers key and result; a later repeat is new to it. 24 h is Stripe's."),
        switch("idempotency.replay_errors", "Replay errors",
               "Errors are remembered like successes: a retry gets the same error again, as with Stripe v1.",
               off="After an error the key may be tried afresh."),
        switch("idempotency.durable", "Keys survive a crash",
               "The key is stored with the effect, in one transaction, so a restart finds both or neither.",
               default=True, off="Kept in memory: a restart forgets them."),
    ]  # fmt: skip


def _hedging() -> list[Knob]:
    return [
        switch("hedging.enabled", "Hedging",
               "When an answer is slow in coming, a second copy of the request goes out, and the faster one counts.",
               off="One copy of each attempt."),
        number("hedging.delay_s", "Hedge after", 0.05, (0.001, 60, "s"),
               "How long an answer may take before the next copy goes out."),
        integer("hedging.max", "Most copies beside the first", 1, (1, 10, ""),
                "How many copies one attempt may have besides itself.", also={"Polly": "MaxHedgedAttempts"}),
        switch("hedging.cancel_loser", "Cancel the loser",
               "Once one copy is answered, the others are called off; what has begun goes on.",
               default=True, off="Both copies are worked on."),
    ]  # fmt: skip


def _breaker() -> list[Knob]:
    return [
        switch("breaker.enabled", "Circuit breaker",
               "Stops calling what keeps failing: calls then fail at once, and the service can recover.",
               off="Every call is tried."),
        number("breaker.failure_rate", "Failure rate", 0.5, (0.01, 1, ""),
               "It opens when this share of the calls in the window has failed.",
               also={"Polly": "FailureRatio", "resilience4j": "failureRateThreshold"}),
        number("breaker.window_s", "Window", 10, (0.1, 600, "s"), "How far back calls are counted.",
               also={"Polly": "SamplingDuration"}),
        integer("breaker.minimum_calls", "Minimum calls", 20, (1, 10_000, ""),
                "With fewer calls in the window it never opens: so few prove nothing.",
                also={"Polly": "MinimumThroughput"}),
        number("breaker.open_s", "Open for", 5, (0.01, 600, "s"),
               "How long all calls fail at once. Then it lets a few probes through.",
               also={"Polly": "BreakDuration"}),
        integer("breaker.half_open_calls", "Probes", 3, (1, 1000, ""),
                "How many calls are let through to see whether the service is well. All must succeed to close it."),
        number("breaker.slow_call_s", "A call is slow from", None, (0.001, 600, "s"),
               "A call that takes so long counts as a failure, once it has ended.", unlimited=True,
               words={"unlimited": "never"}),
    ]  # fmt: skip


def _bulkhead() -> list[Knob]:
    names = {"resilience4j": "maxConcurrentCalls", "Envoy": "max_requests"}
    about = "How many calls to it may be under way at once; one more waits, or fails."
    pools = [
        integer(f"bulkhead.{service}", f"Pool for {service}", 5, (1, 5000, ""), about, also=names)
        for service in SERVICES
    ]
    return [
        switch("bulkhead.enabled", "Bulkheads",
               "Each dependency gets a pool of its own, so a slow one cannot take every worker.",
               off="All share checkout's workers."),
        *pools,
        number("bulkhead.max_wait_s", "Wait for a place", 0, (0, 600, "s"),
               "How long a call waits for a place in its pool before it fails."),
    ]  # fmt: skip


def _shedding() -> list[Knob]:
    return [
        switch("shedding.enabled", "Load shedding",
               "Refuses work at the door that could not be done in time, so that what is let in is served.",
               off="Everything is taken on."),
        choice("shedding.kind", "Kind", "static", ("static", "adaptive", "criticality"),
               "static: a limit at checkout's door; adaptive: the client holds back what would be refused; "
               "criticality: a limit that turns browsing away first."),
        integer("shedding.max_in_flight", "Most in flight", 40, (1, 100_000, ""),
                "How many requests may be inside checkout, waiting ones included (static, criticality)."),
        number("shedding.browse_share", "Room for browsing", 0.5, (0, 1, ""),
               "From this share of the limit on, browsing is turned away (criticality)."),
        number("shedding.k", "Sent for each accepted (K)", 2, (1, 100, ""),
               "How many requests the client still sends for each that was accepted (adaptive; K in the SRE book, "
               "ch. 21)."),
    ]  # fmt: skip


def _repair() -> list[Knob]:
    return [
        switch("fallback.enabled", "Fallback",
               "When recommendations fail, or their pool is full, checkout answers without them.",
               off="A failed optional call fails the checkout."),
        switch("compensation.enabled", "Compensation",
               "When a later step has failed, checkout releases and refunds what the earlier ones did.",
               off="What was done stays done."),
        switch("reconciliation.enabled", "Reconciliation",
               "Now and then a sweeper compares the books of all services, and repairs what does not agree.",
               off="Crooked orders stay crooked."),
        number("reconciliation.period_s", "Sweep every", 5, (0.1, 3600, "s"),
               "How long from one sweep to the next; so long may an order stay wrong."),
        number("reconciliation.quiet_s", "Leave alone for", 5, (0, 3600, "s"),
               "Orders that changed within so long are left alone: they may still be under way."),
        switch("recovery.enabled", "Restart after a crash",
               "A service that crashed is started again, by somebody or something.", default=True,
               off="It stays down."),
        number("recovery.restart_s", "Restart takes", 5, (0, 3600, "s"),
               "How long from a crash to the first request that is served again."),
    ]  # fmt: skip


def _gateway() -> list[Knob]:
    return [
        integer("gateway.hops", "Gateways in front", 0, (0, 4, ""),
                "How many proxies a request passes between the customer and checkout.",
                off="Customers talk to checkout."),
        number("gateway.attempt_s", "Gateway timeout", None, (0.001, 600, "s"),
               "How long a gateway waits for checkout's answer to one try. It should be longer than what checkout "
               "allows itself.",
               unlimited=True, words={"unlimited": "none"}),
        sequence("patterns.order", "Order of patterns", PATTERN_ORDER, PATTERN_ORDER,
                 "Which pattern wraps which, the outermost first: a retry outside the breaker asks it again each time.",
                 permutation=True),
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
    unknown = shortened(name)
    raise KnobError(name[:60], f"there is no knob {unknown}; there are {known_names}", f"there is no control {unknown}")


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
