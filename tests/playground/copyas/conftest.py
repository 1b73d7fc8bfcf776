"""Settings to copy: a few that matter by name, and any that Hypothesis can think of."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from playground.knob import Knob
from playground.knobs import KNOBS, Settings

GROUPS = (
    "timeout", "retry", "retry_budget", "idempotency", "hedging", "breaker", "bulkhead", "shedding", "fallback",
    "compensation", "reconciliation", "gateway", "patterns",
)  # fmt: skip
COPIED = [knob for knob in KNOBS.values() if knob.group in GROUPS]
EVERYTHING_ON = {knob.name: True for knob in COPIED if knob.name.endswith(".enabled")}
ALL_SERVICES = {"checkout.calls": ["inventory", "payment", "orders", "recommendations"]}


def value_of(knob: Knob) -> st.SearchStrategy[Any]:
    if knob.kind == "switch":
        return st.booleans()
    if knob.kind == "choice":
        return st.sampled_from(knob.choices)
    if knob.kind == "sequence":
        parts = st.permutations(knob.choices)
        return parts if knob.permutation else st.lists(st.sampled_from(knob.choices), min_size=1, unique=True)
    whole = st.integers(int(knob.minimum), int(knob.maximum))
    number = whole if knob.kind == "integer" else st.floats(knob.minimum, knob.maximum, allow_subnormal=False)
    usual = st.just(knob.default)
    return st.one_of(usual, number, st.none()) if knob.unlimited else st.one_of(usual, number)


def any_settings() -> st.SearchStrategy[Settings]:
    values = {knob.name: value_of(knob) for knob in COPIED}
    return st.fixed_dictionaries(values).map(lambda given: Settings({**ALL_SERVICES, **given}))


NAMED = {
    "nothing on": {},
    "everything on": EVERYTHING_ON | ALL_SERVICES,
    "plain retries": {"retry.enabled": True},
    "no backoff, for ever": {"retry.enabled": True, "retry.backoff": "none", "retry.max_attempts": None},
    "constant backoff": {"retry.enabled": True, "retry.backoff": "constant", "retry.jitter": "equal"},
    "full jitter, token bucket": {
        "retry.enabled": True, "retry.jitter": "full", "retry_budget.enabled": True, "retry_budget.kind": "bucket",
    },
    "decorrelated, gRPC's throttle": {
        "retry.enabled": True, "retry.jitter": "decorrelated", "retry.honour_retry_after": False,
        "retry_budget.enabled": True, "retry_budget.kind": "throttle", "retry_budget.capacity": 10,
    },
    "hedging": {"hedging.enabled": True, "timeout.enabled": True},
    "adaptive throttling": {"shedding.enabled": True, "shedding.kind": "adaptive", "retry.enabled": True},
    "one attempt": {
        "retry.enabled": True, "retry.max_attempts": 1, "timeout.enabled": True, "timeout.deadline_s": None,
    },
    "the gateway retries": {"retry.enabled": True, "retry.layers": ["gateway"], "gateway.hops": 2},
}  # fmt: skip


@pytest.fixture(params=NAMED)
def settings(request) -> Settings:
    return Settings(NAMED[request.param])


@pytest.fixture
def set_up() -> Callable[..., Settings]:
    """`set_up(retry__max_attempts=4)`: those knobs, retries on."""

    def build(**given: Any) -> Settings:
        return Settings({"retry.enabled": True, **{name.replace("__", "."): value for name, value in given.items()}})

    return build
