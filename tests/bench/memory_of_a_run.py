"""How much memory one long run takes: run as a process of its own, prints megabytes as JSON.

`rss`: by how much the process grew at most. `heap`: the peak of what Python itself allocated, which is exact and slow.
"""

import json
import sys
import tracemalloc

import psutil

from playground import experiments
from playground.experiments import Plan
from playground.scenarios.catalogue import load

MEGABYTE = 1_000_000


def a_run(duration_s: float) -> Plan:
    knobs = {"traffic.rate": 50, "timeout.enabled": True, "retry.enabled": True}
    return experiments.plan(load("sandbox"), 1, duration_s, knobs=knobs)


def rss_growth(duration_s: float) -> float:
    experiments.run_one(a_run(1.0))  # so that what every run needs is there already
    process = psutil.Process()
    before = most = process.memory_info().rss

    def look(*_: object) -> None:
        nonlocal most
        most = max(most, process.memory_info().rss)

    experiments.run_one(a_run(duration_s), look)
    look()
    return (most - before) / MEGABYTE


def heap_peak(duration_s: float) -> float:
    experiments.run_one(a_run(1.0))
    tracemalloc.start()
    experiments.run_one(a_run(duration_s))
    return tracemalloc.get_traced_memory()[1] / MEGABYTE


if __name__ == "__main__":
    how, duration = sys.argv[1], float(sys.argv[2])
    print(json.dumps({"rss": rss_growth, "heap": heap_peak}[how](duration)))
