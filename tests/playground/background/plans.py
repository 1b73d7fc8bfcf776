"""Experiments that take no time, and one that takes longer than anybody waits."""

from playground.experiments import Plan, plan
from playground.scenarios.catalogue import load


def short(seeds: int = 1, seconds: float = 3) -> list[Plan]:
    return [plan(load("misordered-timeouts"), seed, seconds) for seed in range(1, seeds + 1)]


def endless() -> list[Plan]:
    return [plan(load("misordered-timeouts"), 1, 7200, knobs={"traffic.rate": 4})]
