"""Checkouts a second of one core: the whole engine beside the same shop in SimPy, in one process, in turn.

Processor time, not the clock on the wall: others may use this machine. Each round runs every shop once, and ratios are
taken within a round, so a machine that slows down slows down all of them. Nothing here is asserted about time.
"""

import gc
import sys
import time
from statistics import median

import pytest

from tests.bench.shops import CALM, LOSSY, SHOPS

ROUNDS = 7
OURS = "Faultline"


def speed(shop, load, seed):
    """Checkouts for each second of processor time, from nothing to the last measure."""
    gc.collect()
    began = time.process_time()
    offered = shop(load, seed)["offered"]
    return offered / (time.process_time() - began)


def measured(load):
    """The speeds of every shop, one a round."""
    for shop in SHOPS.values():
        shop(load, 0)  # nobody is timed on a cold start
    rounds = [{name: speed(shop, load, seed) for name, shop in SHOPS.items()} for seed in range(1, ROUNDS + 1)]
    return {name: [each[name] for each in rounds] for name in SHOPS}


def spread(values, form):
    return f"{form.format(median(values))} ({form.format(min(values))} to {form.format(max(values))})"


@pytest.mark.bench
@pytest.mark.parametrize("load", [CALM, LOSSY], ids=["calm", "lossy"])
def test_checkouts_a_second(load, capsys):
    speeds = measured(load)
    with capsys.disabled():
        print(f"\n\n{load.rate:g} customers/s for {load.duration_s:g} s, {load.title}.")
        print(f"Python {sys.version.split()[0]}, {ROUNDS} rounds, median (lowest to highest):")
        print(f"{'':18}{'checkouts/s of one core':>32}{'Faultline is so many times as fast':>38}")
        for name, values in speeds.items():
            ratios = [ours / theirs for ours, theirs in zip(speeds[OURS], values, strict=True)]
            print(f"{name:18}{spread(values, '{:,.0f}'):>32}{'' if name == OURS else spread(ratios, '{:.2f}'):>38}")
    assert all(value > 0 for values in speeds.values() for value in values)
