"""How the patterns wrap a call, as data for a picture: the outermost first, each with its file and its values."""

import msgspec

from playground.copyas.in_force import chain, in_force
from playground.knobs import KNOBS, Settings

LAYERS = {
    "shedding": ("Load shedding", "load_shedding"),
    "deadline": ("Total deadline", "timeout"),
    "retry": ("Retries", "retry"),
    "hedging": ("Hedging", "hedging"),
    "breaker": ("Circuit breaker", "circuit_breaker"),
    "bulkhead": ("Bulkhead", "bulkhead"),
    "timeout": ("Attempt timeout", "timeout"),
}
VALUES = {
    "shedding": ("shedding.kind", "shedding.k"),
    "deadline": ("timeout.deadline_s",),
    "retry": ("retry.max_attempts", "retry.first_delay_s", "retry.jitter"),
    "hedging": ("hedging.delay_s", "hedging.max"),
    "breaker": ("breaker.failure_rate", "breaker.open_s"),
    "bulkhead": ("bulkhead.max_wait_s",),
    "timeout": ("timeout.attempt_s",),
}


class Layer(msgspec.Struct, frozen=True):
    """One wrapping. `values` are those in force, in words; what is off has none."""

    name: str
    title: str
    file: str
    on: bool
    values: list[str]


def nesting(settings: Settings) -> list[Layer]:
    """All of them in the order of `patterns.order`, those that are off included: there they would be."""
    on = chain(settings)
    layers = [_layer(name, settings, on=name in on) for name in settings["patterns.order"]]
    if settings["fallback.enabled"]:
        layers.insert(0, Layer("fallback", "Fallback", "fallback", on=True, values=["recommendations only"]))
    return layers


def _layer(name: str, settings: Settings, *, on: bool) -> Layer:
    title, file = LAYERS[name]
    known = in_force(settings)
    knobs = [KNOBS[knob] for knob in VALUES[name] if knob in known]
    values = [f"{knob.label} {knob.show(settings[knob.name])}" for knob in knobs]
    if name in ("deadline", "timeout"):  # the layer bears the name of its only knob
        values = [knob.show(settings[knob.name]) for knob in knobs]
    return Layer(name, title, file, on, values if on else [])
