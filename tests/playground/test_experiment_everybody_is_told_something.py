"""Conservation: once all has come to rest, each customer who came was told something or left, whatever was broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import experiments
from playground.checkout import faults
from playground.knobs import KNOBS
from playground.scenarios.catalogue import all_scenarios, load

LASTING = [
    "payment.response_lost:probability=0.3",
    "payment.error:probability=0.5,status=503",
    "checkout.error:probability=0.3,status=429,retry_after_s=1",
    "payment.blackhole:probability=0.3",
    "inventory.partition:start=1,duration=2",
    "orders.crash:probability=0.02,point=before_record",
    "checkout.crash:probability=0.02,point=after_effect",
    "payment.pause:start=1,duration=2",
    "payment.capacity:factor=0",
    "checkout.duplicate:probability=0.3",
    "payment.reset:probability=0.3,point=after_effect",
    "inventory.bad_shard:shard=3,ms=5000",
    "traffic.spike:factor=4,start=1,duration=60",
]
PATTERNS = {
    "none": {},
    "timeouts and retries": {"timeout.enabled": True, "retry.enabled": True},
    "customers who try again": {"traffic.resubmits": True, "traffic.patience_s": 1.0},
    "everything": {f"{group}.enabled": True for group in ("timeout", "retry", "retry_budget", "idempotency", "bulkhead",
                   "breaker", "shedding", "hedging", "fallback", "compensation", "reconciliation")},
}  # fmt: skip


def measured(scenario, duration_s, knobs, struck, seed=1):
    plan = experiments.plan(load(scenario), seed, duration_s, knobs=knobs, faults=struck)
    return experiments.run_one(plan).measures


def everybody_is_accounted_for(measures):
    told = {belief: measures[f"told_{belief}"] for belief in ("confirmed", "failed", "nothing")}
    assert measures["waiting"] == 0
    assert sum(told.values()) == measures["offered"]
    assert {belief: sum(row.values()) for belief, row in measures["belief_truth"].items()} == told
    assert measures["browse_ok"] + measures["browse_failed"] == measures["browse_offered"]


def effects_are_accounted_for(measures):
    services = measures["services"]
    assert services["payment"]["effects"] == measures["charges"]
    assert measures["charged_once"] + 2 * measures["charged_twice_or_more"] <= measures["charges"] - measures["refunds"]
    assert all(service["first_calls"] <= service["calls"] for service in services.values())


@pytest.mark.parametrize("scenario", [scenario.slug for scenario in all_scenarios()])
def test_in_every_scenario(scenario):
    measures = measured(scenario, 15.0, {"traffic.rate": min(40.0, load(scenario).knobs.get("traffic.rate", 20.0))}, [])
    everybody_is_accounted_for(measures)
    effects_are_accounted_for(measures)


@pytest.mark.parametrize("knobs", PATTERNS.values(), ids=list(PATTERNS))
@pytest.mark.parametrize("fault", LASTING)
def test_under_every_fault_and_pattern(fault, knobs):
    measures = measured("sandbox", 4.0, knobs, [faults.parse(fault)])
    assert measures["offered"] > 50
    everybody_is_accounted_for(measures)
    effects_are_accounted_for(measures)


def test_a_spike_that_ends_after_the_experiment_brings_nobody_back():
    spike = faults.parse("traffic.spike:factor=4,start=1,duration=4.2")
    measures = measured("sandbox", 5.0, {"payment.service_ms": 2000}, [spike])
    assert sum(measures["series"]["offered"][5:]) == 0


def test_a_customer_with_more_patience_than_the_shop_has_life_is_waited_for():
    measures = measured("sandbox", 2.0, {"traffic.patience_s": 900}, [faults.parse("payment.blackhole")])
    assert measures["told_nothing"] == measures["offered"] > 0
    everybody_is_accounted_for(measures)


# -- any legal setting -------------------------------------------------------------------------------------------

TAMED = {
    "traffic.rate": (0.0, 60.0),
    "traffic.browse_rate": (0.0, 30.0),
    "traffic.burst": (0, 30),
    "inventory.fan_out": (1, 4),
    "checkout.instances": (1, 3),
    "retry.max_attempts": (1, 4),
    "timeout.attempt_s": (0.05, 5.0),
    "gateway.hops": (0, 2),
    "reconciliation.period_s": (0.5, 60.0),
}
"""Ranges kept small enough for many examples: what they multiply is work, not kinds of behaviour."""


def values(knob):
    if knob.kind == "switch":
        return st.booleans()
    if knob.kind == "choice":
        return st.sampled_from(knob.choices)
    if knob.kind == "sequence":
        whole = len(knob.choices) if knob.permutation else 1
        return st.permutations(knob.choices).flatmap(
            lambda order: st.integers(whole, len(order)).map(lambda length: order[:length])
        )
    low, high = TAMED.get(knob.name, (knob.minimum, knob.maximum))
    if knob.kind == "integer":
        return st.integers(int(low), int(high))
    return st.floats(low, high) | st.just(float(low)) | st.just(float(high))


def some_knobs():
    names = st.lists(st.sampled_from(sorted(KNOBS)), max_size=12, unique=True)
    return names.flatmap(lambda chosen: st.fixed_dictionaries({name: values(KNOBS[name]) for name in chosen}))


def some_faults():
    lasting = st.lists(
        st.sampled_from([fault for fault in LASTING if "bad_shard" not in fault]), max_size=3, unique=True
    )
    return lasting.map(lambda texts: [faults.parse(text) for text in texts])


@settings(max_examples=80)
@given(knobs=some_knobs(), struck=some_faults(), seed=st.integers(0, 2**53 - 1))
def test_with_any_legal_settings(knobs, struck, seed):
    everybody_is_accounted_for(measured("sandbox", 3.0, knobs, struck, seed))
