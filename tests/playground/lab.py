"""Runs for tests of the engine: a shop in one line, everything that happened in it, and ways to look at that.

`QUIET` is a shop without chance in which nobody comes by himself. `"traffic.burst": 1` sends one customer at the
instant 0, whose whole story can then be written down: 10 ms each way, services of 10, 40 and 10 ms.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from playground.checkout import faults
from playground.checkout.events import Event
from playground.experiments import Plan
from playground.knobs import SERVICES
from playground.runs import Change, Recipe, Run, checked

QUIET: dict[str, Any] = {
    "traffic.rate": 0,
    "network.delay_ms": 10,
    "network.jitter_ms": 0,
    **{f"{name}.service_time": "constant" for name in SERVICES},
    "inventory.service_ms": 10,
    "payment.service_ms": 40,
    "orders.service_ms": 10,
    "recommendations.service_ms": 10,
}
ONE: dict[str, Any] = {**QUIET, "traffic.burst": 1, "traffic.patience_s": 60}
"""One customer, at the instant 0."""
PAYMENT: dict[str, Any] = {**ONE, "checkout.calls": ["payment"]}
"""One customer, and checkout calls payment alone: the charge is sent at 10 ms, arrives at 20 and is made at 60."""


def recipe(
    knobs: Mapping[str, Any],
    *struck: str,
    seed: int = 1,
    ends_at: float | None = None,
    changes: Iterable[Change] = (),
) -> Recipe:
    return checked(
        Recipe(
            scenario="lab",
            seed=seed,
            knobs=dict(knobs),
            faults=tuple(map(faults.parse, struck)),
            changes=tuple(changes),
            ends_at=ends_at,
        )
    )


def plan(knobs: Mapping[str, Any], *struck: str, seconds: float, seed: int = 1, changes: Iterable[Change] = ()) -> Plan:
    """An experiment, for the sessions's cache of results (see conftest.py)."""
    return Plan(recipe=recipe(knobs, *struck, seed=seed, ends_at=seconds, changes=changes), duration_s=seconds)


def change(at: float = 0.0, *struck: str, heal: tuple[str, ...] = (), **knobs: Any) -> Change:
    """`change(3, "payment.error", retry__enabled=True)`: two underscores stand for the dot."""
    named = {name.replace("__", "."): value for name, value in knobs.items()}
    return Change(at=float(at), knobs=named, strike=tuple(map(faults.parse, struck)), heal=heal)


class Story:
    """A run that is over: its events, in order, and what was left in the end."""

    def __init__(self, run: Run, events: list[Event]) -> None:
        self.events = events
        self.recipe = run.recipe
        self.fingerprint = run.fingerprint
        self.measures = run.measures
        self.summary = run.summary()
        self.counters = run.measures.counters()
        self.entries = run.shop.ledger.entries
        self.ended_at = run.now

    def of(self, kind: Any, **fields: Any) -> list[Any]:
        """The events of a kind (or kinds) whose fields have these values."""
        return [event for event in self.events if isinstance(event, kind) and _has(event, fields)]

    def one(self, kind: Any, **fields: Any) -> Any:
        found = self.of(kind, **fields)
        assert len(found) == 1, found
        return found[0]

    def times(self, kind: Any, **fields: Any) -> list[float]:
        return [event.t for event in self.of(kind, **fields)]

    def names(self, *kinds: Any) -> list[str]:
        return [type(event).__name__ for event in self.events if not kinds or isinstance(event, kinds)]

    def cell(self, order: int = 1) -> tuple[str | None, str]:
        """What the customer was told, and what is true."""
        entry = self.entries[order]
        return entry.told, entry.truth


def _has(event: Any, fields: Mapping[str, Any]) -> bool:
    return all(getattr(event, name, None) == value for name, value in fields.items())


def told(
    knobs: Mapping[str, Any],
    *struck: str,
    seconds: float = 30.0,
    seed: int = 1,
    changes: Iterable[Change] = (),
    settle: bool = True,
) -> Story:
    """Let customers come for so many seconds, then let everything come to rest; the whole story."""
    with Run(recipe(knobs, *struck, seed=seed, ends_at=seconds, changes=changes)) as run:
        events = run.advance(seconds)
        for stretch in run.settling() if settle else ():
            events += stretch
        return Story(run, events)
