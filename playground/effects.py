"""Which controls have an effect, given how the others stand: a breaker's window has none while the breaker is off.

A control acts when all that it needs is so. Most needs follow from its name (its group's switch, its service being
called); the others stand in NEEDS. What only a fault would bring into play (a restart, keys that survive one) counts as
acting: that a page is silent about it would give away what was struck.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple

from playground.knob import Value
from playground.knobs import KNOBS, SERVICES


class Need(NamedTuple):
    """The control `on` has to stand where `holds` is true of it."""

    on: str
    holds: Callable[[Value], bool]


def one_of(*values: Value) -> Callable[[Value], bool]:
    return lambda value: value in values


def none_of(*values: Value) -> Callable[[Value], bool]:
    return lambda value: value not in values


def holding(*parts: str) -> Callable[[Value], bool]:
    """Of a list of words: one of these is among them."""
    return lambda value: not set(parts).isdisjoint(value)


PAUSES = Need("retry.backoff", none_of("none"))
BUCKET = Need("retry_budget.kind", one_of("bucket"))
BROWSING = Need("traffic.browse_rate", none_of(0.0))

NEEDS: dict[str, tuple[Need, ...]] = {
    "retry.first_delay_s": (PAUSES,),
    "retry.multiplier": (Need("retry.backoff", one_of("exponential")),),
    "retry.longest_delay_s": (PAUSES,),
    "retry.jitter": (PAUSES,),
    "retry_budget.ratio": (Need("retry_budget.kind", one_of("ratio", "throttle")),),
    "retry_budget.minimum": (Need("retry_budget.kind", one_of("ratio")),),
    "retry_budget.capacity": (Need("retry_budget.kind", one_of("bucket", "throttle")),),
    "retry_budget.cost": (BUCKET,),
    "retry_budget.timeout_cost": (BUCKET,),
    "retry_budget.deposit": (BUCKET,),
    "retry_budget.deposit_on": (BUCKET,),
    "shedding.max_in_flight": (Need("shedding.kind", one_of("static", "criticality")),),
    "shedding.browse_share": (Need("shedding.kind", one_of("criticality")), BROWSING),
    "shedding.k": (Need("shedding.kind", one_of("adaptive")),),
    "fallback.enabled": (Need("checkout.calls", holding("recommendations")),),
    "traffic.max_submits": (Need("traffic.resubmits", one_of(True)),),
    "checkout.browse_ms": (BROWSING,),
    "gateway.attempt_s": (Need("gateway.hops", none_of(0)),),
}

BUDGETED = (Need("retry.enabled", one_of(True)), Need("retry.layers", holding("gateway", "checkout")))
"""A budget counts retries between services; customers keep none."""


def needs_of(name: str) -> Iterator[Need]:
    """The nearest first: what keeps a control from acting is said in that order."""
    group, _, rest = name.partition(".")
    switch = f"{group}.enabled"
    if switch in KNOBS and switch != name:
        yield Need(switch, one_of(True))
    if group == "retry_budget":
        yield from BUDGETED
    service = group if group in SERVICES else rest if group == "bulkhead" and rest in SERVICES else ""
    if service:
        yield Need("checkout.calls", holding(service))
    if group in SERVICES and rest == "spread_ms":
        yield Need(f"{group}.service_time", one_of("normal", "bimodal"))
    if group in SERVICES and rest.startswith("slow_"):
        yield Need(f"{group}.service_time", one_of("bimodal"))
    yield from NEEDS.get(name, ())


def obstacle(name: str, settings: Mapping[str, Value]) -> str:
    """The control that keeps this one from acting, or "" where nothing does."""
    return next((need.on for need in needs_of(name) if not need.holds(settings[need.on])), "")


def acts(name: str, settings: Mapping[str, Value]) -> bool:
    return not obstacle(name, settings)


def may_act(name: str, settings: Mapping[str, Value], controls: Container[str]) -> bool:
    """Whether it acts, or would if somebody turned these controls only."""
    return all(need.on in controls or need.holds(settings[need.on]) for need in needs_of(name))
