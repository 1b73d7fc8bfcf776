from collections import defaultdict

import pytest

from playground.checkout import faults
from playground.runs import Recipe, Run


@pytest.fixture(scope="session")
def orders_of():
    """`orders_of("payment.response_lost:probability=0.3", {"retry.enabled": True})`: events by order, of a real run."""

    def run(fault="", knobs=None, seconds=40, seed=3):
        struck = (faults.parse(fault),) if fault else ()
        basics = {"traffic.rate": 15, "timeout.enabled": True, "timeout.attempt_s": 0.5}
        orders = defaultdict(list)
        with Run(Recipe(scenario="sandbox", seed=seed, knobs=basics | (knobs or {}), faults=struck)) as run:
            for event in run.advance(seconds):
                if getattr(event, "order", 0) > 0:
                    orders[event.order].append(event)
        return dict(orders)

    return run
