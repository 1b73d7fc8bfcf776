"""A comparison of speed is worth something if both do the same work: the SimPy shops and ours give the same numbers.

They share no code and no luck, so the means over a few seeds agree within what chance allows.
"""

from statistics import fmean

import pytest

from tests.bench.shops import SHOPS, Load, faultline

BUSY = Load("queues at payment", rate=90, duration_s=50, lost=0.05, checkout_workers=40, workers=6)
SEEDS = range(1, 5)
WITHIN = {
    "offered": 0.03,
    "told_confirmed": 0.03,
    "charges": 0.03,
    "charged_twice_or_more": 0.15,
    "goodput_per_s": 0.03,
    "latency_s.mean": 0.06,
    "latency_s.p50": 0.03,
    "services.inventory.calls": 0.03,
    "services.payment.calls": 0.03,
    "services.payment.amplification": 0.01,
    "services.payment.waited_share": 0.1,
    "services.payment.sojourn_s.mean": 0.05,
    "services.payment.sojourn_s.p99": 0.08,
    "services.orders.sojourn_s.mean": 0.03,
}
"""How far the means may be apart, as a share."""
OTHERS = [name for name in SHOPS if name != "Faultline"]


def at(measures, path):
    for name in path.split("."):
        measures = measures[name]
    return measures


@pytest.fixture(scope="module")
def runs():
    return {name: [shop(BUSY, seed) for seed in SEEDS] for name, shop in SHOPS.items()}


@pytest.mark.parametrize("path", WITHIN)
@pytest.mark.parametrize("other", OTHERS)
def test_their_numbers_are_ours(runs, other, path):
    ours, theirs = (fmean(at(run, path) for run in runs[name]) for name in ("Faultline", other))
    assert theirs == pytest.approx(ours, rel=WITHIN[path])


@pytest.mark.parametrize("name", SHOPS)
def test_everybody_is_told_something(runs, name):
    for run in runs[name]:
        told = run["told_confirmed"] + run["told_failed"] + run["told_nothing"]
        assert told == run["offered"] == sum(run["series"]["offered"])


@pytest.mark.parametrize("name", SHOPS)
def test_timeouts_and_retries_are_really_at_work(runs, name):
    for run in runs[name]:
        payment = run["services"]["payment"]
        assert payment["calls"] > 1.01 * payment["first_calls"]
        assert run["latency_s"]["p999"] > 1.0


def test_ours_keeps_them_apart_from_its_defaults():
    """The load is the one in the table, not whatever `sandbox` says."""
    run = faultline(Load("short", rate=80, duration_s=10, lost=0.0), 1)
    assert run["browse_offered"] == 0
    assert 700 < run["offered"] < 900
