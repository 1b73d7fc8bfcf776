"""Closing a run cancels and collects everything; a long run stays small."""

import asyncio
import gc
import subprocess
import sys

import pytest

from playground.runs import HORIZON_EVENTS, Run
from tests.playground.lab import recipe
from tests.playground.runs.varied import EVERYTHING, RECIPES, TROUBLE
from tests.site import ROOT


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("until", [0.0, 0.02, 3.3, 12.0])
def test_closing_leaves_no_task(name, until):
    run = Run(RECIPES[name])
    run.skip(until)
    loop = run.shop.loop
    run.close()
    assert asyncio.all_tasks(loop) == set()
    del run, loop
    gc.collect()  # a task that is destroyed while it waits is an error (see loop.py), and errors fail this test


def test_closing_twice_is_closing_once():
    run = Run(recipe({}))
    run.skip(1)
    run.close()
    run.close()


def test_a_run_that_failed_can_be_closed():
    with Run(recipe({})) as run:
        run.shop.loop.call_at(0.5, lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run.skip(1)


def test_a_thousand_runs_leave_no_more_than_a_hundred_do():
    played = recipe({**EVERYTHING, "inventory.fan_out": 2}, *TROUBLE)

    def run_some(count):
        for _ in range(count):
            with Run(played) as run:
                run.skip(0.1)
        gc.collect()
        return sys.getallocatedblocks()

    run_some(50)
    before = run_some(50)
    assert run_some(900) - before < 5_000


TEN_MINUTES = """
import resource
from playground.runs import Run
from tests.playground.lab import recipe
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
knobs = {"traffic.rate": 50, "timeout.enabled": True, "retry.enabled": True, "checkout.workers": "unlimited"}
knobs |= {"idempotency.enabled": True, "compensation.enabled": True, "reconciliation.enabled": True}
with Run(recipe(knobs, "payment.response_lost:probability=0.05")) as run:
    run.skip(600)
    print(run.measures.offered, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_ten_minutes_at_50_a_second_stay_under_100_mb():
    done = subprocess.run([sys.executable, "-c", TEN_MINUTES], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    offered, megabytes = map(int, done.stdout.split())
    assert offered == pytest.approx(30_000, rel=0.03)
    assert megabytes < 100


def test_events_are_kept_for_a_while_and_no_longer():
    with Run(recipe({"traffic.rate": 100})) as run:
        run.skip(90)
        assert len(run.recent) <= HORIZON_EVENTS
        assert run.recent[0].t >= 30
