"""A control that is said to have no effect has none: the run is the same, event by event, however it stands."""

from contextlib import closing

import pytest

from playground import effects
from playground.knobs import KNOBS, SERVICES, Settings
from playground.runs import Run
from tests.playground.lab import recipe

SECONDS = 2.0
BUSY = {
    "traffic.rate": 30, "traffic.browse_rate": 20, "traffic.patience_s": 0.4, "traffic.resubmits": True,
    "checkout.calls": SERVICES, "checkout.workers": 8, "gateway.hops": 1, "gateway.attempt_s": 1.0,
    "timeout.enabled": True, "timeout.attempt_s": 0.3, "timeout.propagate": True, "retry.enabled": True,
    "retry.layers": ["customer", "gateway", "checkout"], "retry_budget.enabled": True, "retry_budget.capacity": 20,
    "idempotency.enabled": True, "hedging.enabled": True, "breaker.enabled": True, "breaker.minimum_calls": 5,
    "bulkhead.enabled": True,
    "shedding.enabled": True, "shedding.max_in_flight": 12, "fallback.enabled": True, "compensation.enabled": True,
    "reconciliation.enabled": True, "reconciliation.period_s": 1, "reconciliation.quiet_s": 1,
}  # fmt: skip
"""A shop in which everything is on and much goes wrong, so that a control that acts is felt."""
TROUBLE = (
    "payment.error:probability=0.2,status=503",
    "orders.slow_tail:probability=0.2",
    "payment.response_lost:probability=0.1",
    "recommendations.error:probability=0.4",
)
VOID = {
    "retry.backoff": "none", "retry_budget.kind": "throttle", "shedding.kind": "static", "traffic.resubmits": False,
    "traffic.browse_rate": 0, "gateway.hops": 0, "retry.layers": ["customer"],
}  # fmt: skip
"""Where a control stands when what needs it has no effect; switches stand at off, services are not called."""
ELSEWHERE = {"shedding.max_in_flight": "adaptive", "retry_budget.capacity": "ratio", "retry_budget.ratio": "bucket"}
"""The kind at which these, which the kind in VOID leaves alone, have no effect."""

FELT = {"retry.longest_delay_s": 0.01, "retry_budget.cost": 20, "retry_budget.timeout_cost": 20,
        "retry_budget.deposit": 5, "traffic.max_submits": 1, "gateway.attempt_s": 0.05,
        "retry_budget.capacity": 5}  # fmt: skip
"""Values that such a shop feels, where one that is merely far off would not do."""


def fingerprint(knobs):
    with closing(Run(recipe(knobs, *TROUBLE))) as run:
        run.advance(SECONDS)
        return run.fingerprint


def standing_in_the_way(name, need):
    if need.on == "checkout.calls":
        return [service for service in SERVICES if not need.holds([service])]
    if need.on.endswith(".service_time"):
        return "constant"
    if need.on.endswith(".kind"):
        return ELSEWHERE.get(name, VOID[need.on])
    return VOID.get(need.on, False)


def another(knob):
    """A value that is far from the default."""
    if knob.kind == "switch":
        return not BUSY.get(knob.name, knob.default)
    if knob.kind == "choice":
        return next(choice for choice in knob.choices if choice != knob.default)
    if knob.kind == "sequence":
        return list(reversed(knob.choices))[:1]
    return FELT.get(knob.name, max(knob.minimum, 1) if knob.default is None or knob.default > 1 else knob.maximum)


NEEDED = [pytest.param(name, need, id=f"{name} without {need.on}") for name in KNOBS for need in effects.needs_of(name)]


@pytest.mark.parametrize(("name", "need"), NEEDED)
def test_without_what_it_needs_a_control_changes_nothing(name, need):
    knobs = {**BUSY, need.on: standing_in_the_way(name, need)}
    assert not effects.acts(name, Settings(knobs))
    assert fingerprint({**knobs, name: another(KNOBS[name])}) == fingerprint(knobs)


@pytest.mark.parametrize("name", effects.NEEDS)
def test_with_what_it_needs_it_changes_the_run(name):
    kinds = {"retry_budget": ("retry_budget.kind", ["ratio", "bucket", "throttle"]),
             "shedding": ("shedding.kind", ["static", "criticality", "adaptive"])}  # fmt: skip
    kind, choices = kinds.get(name.partition(".")[0], ("retry.backoff", ["exponential"]))
    settings = [{**BUSY, kind: choice} for choice in choices]
    acting = next(knobs for knobs in settings if effects.acts(name, Settings(knobs)))
    assert fingerprint({**acting, name: another(KNOBS[name])}) != fingerprint(acting)


def test_what_stands_in_the_way_is_named_the_nearest_first():
    assert effects.obstacle("shedding.browse_share", Settings()) == "shedding.enabled"
    on = Settings({"shedding.enabled": True})
    assert effects.obstacle("shedding.browse_share", on) == "shedding.kind"
    assert effects.obstacle("shedding.max_in_flight", on) == ""


def test_a_control_may_act_where_the_controls_at_hand_can_see_to_it():
    settings = Settings()
    assert not effects.may_act("breaker.window_s", settings, [])
    assert effects.may_act("breaker.window_s", settings, ["breaker.enabled"])
    assert not effects.may_act("retry_budget.ratio", settings, ["retry_budget.enabled"])
    assert effects.may_act("retry_budget.ratio", settings, ["retry_budget.enabled", "retry.enabled"])
