"""The YAML is read back; every property is one that resilience4j's Spring Boot starter has, within its range."""

import re

import yaml
from hypothesis import given
from hypothesis import settings as examples

from playground.copyas import resilience4j
from tests.playground.copyas.conftest import any_settings

DURATION = re.compile(r"\d+ms")
PROPERTIES = {
    "retry": {
        "maxAttempts", "waitDuration", "enableExponentialBackoff", "exponentialBackoffMultiplier",
        "exponentialMaxWaitDuration", "enableRandomizedWait", "randomizedWaitFactor", "retryExceptions", "baseConfig",
    },
    "circuitbreaker": {
        "slidingWindowType", "slidingWindowSize", "minimumNumberOfCalls", "failureRateThreshold",
        "waitDurationInOpenState", "permittedNumberOfCallsInHalfOpenState", "recordExceptions",
        "slowCallDurationThreshold", "slowCallRateThreshold", "baseConfig",
    },
    "bulkhead": {"maxConcurrentCalls", "maxWaitDuration", "baseConfig"},
    "timelimiter": {"timeoutDuration", "cancelRunningFuture", "baseConfig"},
}  # fmt: skip
"""The names of the setters of each module's InstanceProperties."""
ORDERS = {"retryAspectOrder", "circuitBreakerAspectOrder", "bulkheadAspectOrder", "timeLimiterAspectOrder"}


def read(settings) -> dict:
    (file,) = resilience4j.copy(settings).files
    return yaml.safe_load(file.text)["resilience4j"]


@given(settings=any_settings())
@examples(max_examples=60)
def test_every_property_exists_and_lies_in_its_range(settings):
    for module, content in read(settings).items():
        assert set(content) <= {"configs", "instances"} | ORDERS
        for instance in (*content.get("configs", {}).values(), *content["instances"].values()):
            assert set(instance) <= PROPERTIES[module]
            check_ranges(instance)


def check_ranges(instance: dict) -> None:
    """What the setters and builders refuse at start-up."""
    for name, value in instance.items():
        if name.endswith(("Duration", "Threshold", "OpenState")) and isinstance(value, str):
            assert DURATION.fullmatch(value)
    assert 1 <= instance.get("maxAttempts", 1) <= 2**31 - 1
    assert 1 <= instance.get("failureRateThreshold", 1) <= 100
    assert instance.get("slidingWindowSize", 1) >= 1
    assert instance.get("exponentialBackoffMultiplier", 1) >= 1
    assert 0 <= instance.get("randomizedWaitFactor", 0) < 1
    if instance.get("enableExponentialBackoff"):
        assert instance["waitDuration"] != "0ms"


def test_attempts_are_attempts(set_up):
    assert read(set_up(retry__max_attempts=4))["retry"]["configs"]["dependency"]["maxAttempts"] == 4


def test_equal_jitter_spreads_from_half_the_wait_to_all_of_it(set_up):
    config = read(set_up(retry__jitter="equal", retry__first_delay_s=0.4))["retry"]["configs"]["dependency"]
    centre = int(config["waitDuration"].removesuffix("ms"))
    spread = centre * config["randomizedWaitFactor"]
    assert round(centre - spread) == 200
    assert round(centre + spread) == 400


def test_each_dependency_has_a_pool_of_its_own_size(set_up):
    pools = read(set_up(bulkhead__enabled=True, bulkhead__payment=7))["bulkhead"]["instances"]
    assert {name: pool["maxConcurrentCalls"] for name, pool in pools.items()} == {
        "inventory": 5,
        "payment": 7,
        "orders": 5,
    }


def test_the_outermost_aspect_has_the_lowest_number(set_up):
    order = ["shedding", "deadline", "breaker", "retry", "hedging", "timeout", "bulkhead"]
    found = read(set_up(breaker__enabled=True, timeout__enabled=True, patterns__order=order))
    assert found["circuitbreaker"]["circuitBreakerAspectOrder"] < found["retry"]["retryAspectOrder"]
    assert found["retry"]["retryAspectOrder"] < found["timelimiter"]["timeLimiterAspectOrder"]
