"""Little's law: what is inside, on average, is the rate at which it comes times the time that it stays.

L is seen from outside, by looking into the shop about every 10 ms; λ and W come from the measures. They know nothing of
each other. (Not every 10 ms exactly: evenly spaced customers would be caught at the same few moments of their stay.)"""

from statistics import fmean

import pytest

from playground.runs import Run
from tests.playground.lab import recipe

SECONDS, LOOK = 300, 0.00973
BASE = {"checkout.calls": ["payment"], "checkout.workers": "unlimited", "traffic.patience_s": 600}
STABLE = {
    "one worker at 80%": {"traffic.rate": 40, "payment.workers": 1, "payment.service_ms": 20},
    "ten workers at 70%": {"traffic.rate": 70, "payment.workers": 10, "payment.service_ms": 100},
    "last in first out": {
        "traffic.rate": 35,
        "payment.workers": 1,
        "payment.service_ms": 20,
        "payment.queue": "lifo",
    },
    "constant service, even arrivals": {
        "traffic.rate": 40,
        "traffic.arrivals": "even",
        "payment.workers": 1,
        "payment.service_time": "constant",
        "payment.service_ms": 20,
    },
    "bimodal service": {
        "traffic.rate": 30,
        "payment.workers": 4,
        "payment.service_time": "bimodal",
        "payment.service_ms": 50,
        "payment.slow_share": 0.1,
        "payment.slow_ms": 400,
    },
    "a short queue": {"traffic.rate": 60, "payment.workers": 1, "payment.service_ms": 20, "payment.queue_limit": 3},
}


def looked_at(knobs):
    """The mean number at payment and of customers waiting, by looking; and the run's summary at the end."""
    with Run(recipe({**BASE, **knobs}, seed=3)) as run:
        at_payment, customers = [], []
        for look in range(1, int(SECONDS / LOOK) + 1):
            run.skip(look * LOOK - LOOK / 2)
            payment = run.shop.services["payment"]
            at_payment.append(len(payment.active) + len(payment.queue))
            customers.append(len(run.shop.customers.waiting))
        return fmean(at_payment), fmean(customers), run.summary(), run.measures


@pytest.mark.parametrize("knobs", STABLE.values(), ids=STABLE.keys())
def test_of_a_service_and_of_the_customers(knobs):
    at_payment, customers, summary, measures = looked_at(knobs)
    served = len(measures.services["payment"].sojourns)
    assert at_payment == pytest.approx(served / SECONDS * summary["services"]["payment"]["sojourn_s"]["mean"], rel=0.01)
    told = len(measures.confirmed_latency) + len(measures.failed_latency)
    assert customers == pytest.approx(told / SECONDS * summary["latency_s"]["mean"], rel=0.01)


def test_the_share_of_busy_workers_is_the_offered_work():
    """Utilisation law: ρ = λ S / c."""
    _, _, summary, _ = looked_at(STABLE["ten workers at 70%"])
    assert summary["services"]["payment"]["utilisation"] == pytest.approx(0.7, rel=0.03)
