import os
import select
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playground.jobs.limits import Limits
from playground.jobs.runner import Runner

TIMEOUT_S = 60


@pytest.fixture
def start_runner() -> Iterator[Callable[..., Runner]]:
    """Runners with limits of their own: `start_runner(workers=2)`. One worker that takes its share, unless told
    otherwise."""
    runners = []

    def start(**limits) -> Runner:
        runners.append(Runner(Limits(**{"workers": 1, "niceness": 0, **limits})))
        return runners[-1]

    yield start
    for runner in runners:
        runner.close()


@pytest.fixture
def outcome() -> Callable:
    """`outcome(runner, job)` waits until the job is over, and returns its last state."""
    return lambda runner, job: runner.future(job.id).result(TIMEOUT_S)


@pytest.fixture
def wait_for_the_end() -> Callable[..., None]:
    """Of processes that need not be ours."""

    def wait(pids) -> None:
        for pid in pids:
            try:
                handle = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            try:
                assert select.select([handle], [], [], TIMEOUT_S)[0], f"process {pid} is still there"
            finally:
                os.close(handle)

    return wait


@pytest.fixture
def fifo(tmp_path) -> Path:
    """A named pipe for `Blocks`: opening it to write returns once a worker reads from it, and not before."""
    os.mkfifo(tmp_path / "fifo")
    return tmp_path / "fifo"
