"""A process with busy workers, for tests to end in every way. Prints the workers' ids, then waits."""

import signal
import sys

from playground.jobs.limits import Limits
from playground.jobs.runner import Runner
from tests.playground.background.plans import endless, short
from tests.playground.background.summaries import process, seed

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    runner = Runner(Limits(workers=2, events_job=10**9))
    pids = set()
    while len(pids) < 2:
        pids |= {pid for pid, *_ in runner.future(runner.submit("a", short(8), process).id).result().answers}
    runner.submit("a", endless() * 4, seed)
    sys.stdout.write(" ".join(map(str, pids)) + "\n")
    sys.stdout.flush()
    signal.pause()
