"""The shops that are measured beside each other, under the same two loads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground import experiments
from playground.checkout import faults
from playground.scenarios.catalogue import load
from tests.bench.simpy_callbacks import ShopOfCallbacks
from tests.bench.simpy_processes import ShopOfProcesses
from tests.bench.simpy_shop import ShopSettings

Measures = Mapping[str, Any]


@dataclass(frozen=True)
class Load:
    """Customers a second, for so many virtual seconds; the share of payment's answers that is lost; workers."""

    title: str
    rate: float
    duration_s: float
    lost: float
    checkout_workers: int = 20
    workers: int = 10
    """Of each service."""


CALM = Load("all is well", rate=100, duration_s=60, lost=0.0)
LOSSY = Load("5% of payment's answers lost", rate=100, duration_s=60, lost=0.05)


def faultline(load_: Load, seed: int) -> Measures:
    """The whole engine: events, fingerprint, measures. Timeouts and retries on, everything else at its default."""
    knobs = {
        "traffic.rate": load_.rate,
        "traffic.browse_rate": 0,
        "timeout.enabled": True,
        "retry.enabled": True,
        "checkout.workers": load_.checkout_workers,
        **{f"{name}.workers": load_.workers for name in ("inventory", "payment", "orders")},
    }
    lost = [faults.parse(f"payment.response_lost:probability={load_.lost}")] if load_.lost else []
    return experiments.run_one(
        experiments.plan(load("sandbox"), seed, load_.duration_s, knobs=knobs, faults=lost)
    ).measures


def simpy_processes(load_: Load, seed: int) -> Measures:
    return ShopOfProcesses(seed, _settings(load_)).run()


def simpy_callbacks(load_: Load, seed: int) -> Measures:
    return ShopOfCallbacks(seed, _settings(load_)).run()


def _settings(load_: Load) -> ShopSettings:
    return ShopSettings(
        rate=load_.rate,
        duration_s=load_.duration_s,
        checkout_workers=load_.checkout_workers,
        workers=load_.workers,
        payment_answers_lost=load_.lost,
    )


SHOPS: dict[str, Callable[[Load, int], Measures]] = {
    "Faultline": faultline,
    "SimPy, processes": simpy_processes,
    "SimPy, callbacks": simpy_callbacks,
}
