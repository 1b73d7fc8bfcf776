"""Envoy: a whole bootstrap file, with a route and a cluster for each dependency. It stands beside checkout as a proxy.

What Envoy calls circuit breakers are limits on concurrency: bulkheads. What comes nearest to a breaker is outlier
detection, which ejects hosts.
"""

from typing import Any

from playground.copyas import envoy_retry
from playground.copyas.beyond import note_absent, note_door, note_what_lies_beyond
from playground.copyas.copied import Copied, Draft, File, decimal
from playground.copyas.in_force import in_force, services
from playground.copyas.yaml_text import yaml
from playground.knobs import Settings

TOOL = "Envoy"
LISTEN_PORT = 10_000
FIRST_PORT = 8001
THROTTLE_WINDOW_S = 120
TYPES = "type.googleapis.com/envoy.extensions.filters"
NOT_OVERLOADED = [{"start": 100, "end": 429}, {"start": 430, "end": 503}, {"start": 504, "end": 600}]
"""Every answer but 429 and 503 was at least taken on by the service. Ends are exclusive."""


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    names = services(settings)
    route = {"timeout": _timeout(draft), **envoy_retry.policy(draft)}
    breaker = _outliers(draft)
    resources = {
        "listeners": [_listener(settings, route, names)],
        "clusters": [_cluster(draft, name, FIRST_PORT + place, breaker) for place, name in enumerate(names)],
    }
    _note_the_rest(draft)
    return draft.copied(File("envoy.yaml", "yaml", yaml({"static_resources": resources})))


def seconds(value: float) -> str:
    return f"{decimal(value)}s"


def _address(address: str, port: int) -> dict[str, Any]:
    return {"socket_address": {"address": address, "port_value": port}}


# -- the way in ------------------------------------------------------------------------------------------------------


def _listener(settings: Settings, route: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    routes = [{"match": {"prefix": f"/{name}/"}, "route": {"cluster": name, **route}} for name in names]
    manager = {
        "@type": f"{TYPES}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "checkout",
        "route_config": {"virtual_hosts": [{"name": "dependencies", "domains": ["*"], "routes": routes}]},
        "http_filters": [*_throttle(settings), _filter("router", "router.v3.Router")],
    }
    chain = [{"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}]
    return {"name": "checkout", "address": _address("127.0.0.1", LISTEN_PORT), "filter_chains": chain}


def _filter(name: str, kind: str, **config: Any) -> dict[str, Any]:
    return {"name": f"envoy.filters.http.{name}", "typed_config": {"@type": f"{TYPES}.http.{kind}", **config}}


def _throttle(settings: Settings) -> list[dict[str, Any]]:
    """Admission control with aggression 1 is the SRE book's rule: refuse (requests − accepted ÷ threshold) ÷ "
    "(requests + 1)."""
    if not (settings["shedding.enabled"] and settings["shedding.kind"] == "adaptive"):
        return []
    control = _filter(
        "admission_control", "admission_control.v3.AdmissionControl",
        enabled={"default_value": True, "runtime_key": "admission_control.enabled"},
        sampling_window=seconds(THROTTLE_WINDOW_S),
        aggression={"default_value": 1.0, "runtime_key": "admission_control.aggression"},
        sr_threshold=_percent(100 / settings["shedding.k"], "admission_control.sr_threshold"),
        rps_threshold={"default_value": 0, "runtime_key": "admission_control.rps_threshold"},
        max_rejection_probability=_percent(100, "admission_control.max_rejection_probability"),
        success_criteria={"http_criteria": {"http_success_status": NOT_OVERLOADED}},
    )  # fmt: skip
    return [control]


def _percent(value: float, key: str) -> dict[str, Any]:
    return {"default_value": {"value": round(value, 9)}, "runtime_key": key}


def _timeout(draft: Draft) -> str:
    """The route's timeout: all tries of one call together."""
    settings = draft.settings
    if not settings["timeout.enabled"]:
        return "0s"
    if settings["timeout.propagate"]:
        draft.differs("Envoy tells the service how long it waits (x-envoy-expected-rq-timeout-ms); the service has "
                      "to read it.",
                      "timeout.propagate")  # fmt: skip
    else:
        draft.differs("Envoy always sends x-envoy-expected-rq-timeout-ms, and resets the request when it gives up.",
                      "timeout.propagate")  # fmt: skip
    if settings["timeout.deadline_s"] is None:
        return "0s"
    draft.differs("The route's timeout covers one call with its retries; Faultline's deadline covers the whole "
                  "checkout.",
                  "timeout.deadline_s")  # fmt: skip
    return seconds(draft.within("timeout.deadline_s", 0.001, 86_400, TOOL))


# -- clusters --------------------------------------------------------------------------------------------------------


def _cluster(draft: Draft, name: str, port: int, breaker: dict[str, Any]) -> dict[str, Any]:
    endpoint = {"endpoint": {"address": _address("127.0.0.1", port)}}
    assignment = {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]}
    cluster: dict[str, Any] = {"name": name, "type": "STATIC", "connect_timeout": seconds(_connect_s(draft.settings))}
    thresholds = {**_pool(draft.settings, name), **envoy_retry.limits(draft.settings)}
    if thresholds:
        cluster["circuit_breakers"] = {"thresholds": [thresholds]}
    return {**cluster, **breaker, "load_assignment": assignment}


def _connect_s(settings: Settings) -> float:
    return float(settings["timeout.attempt_s"]) if settings["timeout.enabled"] else 5.0


def _pool(settings: Settings, name: str) -> dict[str, Any]:
    return {"max_requests": settings[f"bulkhead.{name}"]} if settings["bulkhead.enabled"] else {}


def _outliers(draft: Draft) -> dict[str, Any]:
    settings = draft.settings
    if not settings["breaker.enabled"]:
        return {}
    rate = max(1, round(settings["breaker.failure_rate"] * 100))
    if abs(rate - settings["breaker.failure_rate"] * 100) > 1e-6:  # noqa: PLR2004  rounding of floats
        draft.differs(f"The threshold is a whole percentage: {rate}%.", "breaker.failure_rate")
    draft.differs("Outlier detection ejects hosts, each judged at the end of every interval. With one host that is a "
                  "breaker; "
                  "with several, the sick ones go and the rest serve.", "breaker.window_s")  # fmt: skip
    draft.missing(f"There is no half-open state: after {decimal(settings['breaker.open_s'])} s all traffic comes "
                  "back at "
                  f"once, not {settings['breaker.half_open_calls']} probes.", "breaker.half_open_calls")  # fmt: skip
    if settings["breaker.slow_call_s"] is not None:
        draft.missing("Slow answers do not count against a host.", "breaker.slow_call_s")
    opened = seconds(settings["breaker.open_s"])
    return {
        "outlier_detection": {
            "interval": seconds(settings["breaker.window_s"]),
            "base_ejection_time": opened,
            "max_ejection_time": opened,
            "max_ejection_percent": 100,
            "failure_percentage_threshold": rate,
            "enforcing_failure_percentage": 100,
            "failure_percentage_minimum_hosts": 1,
            "failure_percentage_request_volume": settings["breaker.minimum_calls"],
            "enforcing_consecutive_5xx": 0,
            "enforcing_consecutive_gateway_failure": 0,
            "enforcing_success_rate": 0,
        },
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
    }


def _note_the_rest(draft: Draft) -> None:
    settings = draft.settings
    if settings["bulkhead.enabled"] and settings["bulkhead.max_wait_s"]:
        draft.missing(f"A full pool answers 503 at once; nobody waits {decimal(settings['bulkhead.max_wait_s'])} s.",
                      "bulkhead.max_wait_s")  # fmt: skip
    elif settings["bulkhead.enabled"]:
        draft.differs("A full pool answers 503 with x-envoy-overloaded.", "bulkhead.max_wait_s")
    if "patterns.order" in in_force(settings):
        draft.differs("The order is fixed: throttling, the route's timeout, retries or hedging, then limits and "
                      "ejection, "
                      "then the timeout of one try.", "patterns.order")  # fmt: skip
    envoy_retry.note_limits(draft)
    note_absent(draft, TOOL, "fallback")
    note_door(draft)
    note_what_lies_beyond(draft)
