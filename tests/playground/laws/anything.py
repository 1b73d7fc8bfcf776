"""Any shop at all: random settings and faults within bounds that keep a run short, for laws that hold in every one."""

from hypothesis import strategies as st

from playground.checkout.faults import KINDS, declared
from playground.knobs import KNOBS, SERVICES
from tests.playground.lab import recipe

SECONDS = 4.0
CAPS = {
    "traffic.rate": 40,
    "traffic.browse_rate": 30,
    "traffic.patience_s": 5,
    "traffic.burst": 15,
    "inventory.fan_out": 6,
    "checkout.instances": 4,
    "gateway.hops": 2,
    "retry.max_attempts": 4,
    "hedging.max": 2,
    "network.delay_ms": 100,
    "network.jitter_ms": 50,
    "recovery.restart_s": 3,
    "reconciliation.period_s": 5,
    "reconciliation.quiet_s": 5,
}
"""Above these nothing new happens, only more of it."""
WORKERS = {f"{name}.workers" for name in ("checkout", *SERVICES)}
NOT_UNLIMITED = {"retry.max_attempts"}
"""Unlimited attempts without a pause never end: see test_retries_without_end.py."""


def value_of(knob):
    if knob.kind == "switch":
        return st.booleans()
    if knob.kind == "choice":
        return st.sampled_from(knob.choices)
    if knob.kind == "sequence":
        some = st.permutations(knob.choices)
        return (
            some
            if knob.permutation
            else some.flatmap(lambda parts: st.integers(1, len(parts)).map(lambda n: parts[:n]))
        )
    top = CAPS.get(knob.name, min(knob.maximum, 500 if knob.unit == "ms" else 10))
    number = st.integers if knob.kind == "integer" else st.floats
    limited = number(knob.minimum, top)
    return st.one_of(limited, st.just("unlimited")) if knob.unlimited and knob.name not in NOT_UNLIMITED else limited


def fault_field(field):
    if field.choices:
        return st.sampled_from(field.choices)
    return st.floats(field.minimum, min(field.maximum, 500 if field.unit == "ms" else 5)).map(
        lambda number: round(number, 3)
    )


@st.composite
def faults(draw):
    name, kind = draw(st.sampled_from(sorted(KINDS.items())))
    target = draw(st.sampled_from(kind.targets))
    fields = {each: draw(fault_field(field)) for each, field in declared(kind).items() if draw(st.booleans())}
    whole = {"shard", "of", "count"} & fields.keys()
    fields |= {each: max(1, int(fields[each])) for each in whole}
    return f"{target}.{name}" + (":" + ",".join(f"{each}={value}" for each, value in fields.items()) if fields else "")


SWITCHES = sorted(name for name, knob in KNOBS.items() if knob.kind == "switch")


@st.composite
def shops(draw):
    """A recipe in which half of all patterns are on and some knobs stand anywhere in their range."""
    turned = draw(st.lists(st.sampled_from(sorted(KNOBS)), max_size=12, unique=True))
    knobs = {"traffic.rate": 20, **{name: draw(st.booleans()) for name in SWITCHES}}
    knobs |= {name: draw(value_of(KNOBS[name])) for name in turned}
    struck = draw(st.lists(faults(), max_size=4))
    return recipe(knobs, *struck, seed=draw(st.integers(0, 1000)), ends_at=SECONDS)
