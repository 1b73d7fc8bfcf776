import os
import signal
import subprocess
import sys

import pytest

from playground.jobs.job import Failure
from tests.playground.background.plans import endless, short
from tests.playground.background.summaries import Blocks, DiesOnce, dies, process, seed
from tests.site import ROOT

SCRIPT = ROOT / "tests/playground/background/server.py"


def test_cancelling_leaves_the_run_at_the_next_stride_and_keeps_the_worker(start_runner, outcome):
    runner = start_runner(abandon_s=60)
    ((pid, *_),) = outcome(runner, runner.submit("a", short(), process)).answers
    long = runner.submit("a", endless() * 3, seed)
    after = runner.submit("b", short(), process)
    runner.cancel(long.id)
    assert outcome(runner, long).state == "cancelled"
    assert outcome(runner, after).answers[0][0] == pid


def test_a_worker_that_does_not_leave_its_run_is_replaced(start_runner, outcome, wait_for_the_end, fifo):
    runner = start_runner(abandon_s=0.05)
    ((pid, *_),) = outcome(runner, runner.submit("a", short(), process)).answers
    stuck = runner.submit("a", short(), Blocks(fifo))
    with fifo.open("w"):  # opens when the worker reads, and never says anything
        runner.cancel(stuck.id)
        after = runner.submit("b", short(), process)
        ((other, *_),) = outcome(runner, after).answers
    assert other != pid
    wait_for_the_end([pid])


def test_a_run_that_takes_too_long_is_reported_and_its_worker_replaced(start_runner, outcome, fifo):
    runner = start_runner(run_s=2)
    stuck = outcome(runner, runner.submit("a", short(), Blocks(fifo)))
    assert stuck.answers == (Failure("It took more than 2 s, which is as long as one run may take here."),)
    assert stuck.state == "done"


def test_a_run_whose_worker_is_killed_is_run_again(start_runner, outcome, tmp_path):
    runner = start_runner()
    over = outcome(runner, runner.submit("a", short(3), DiesOnce(tmp_path / "marker")))
    assert over.answers == (1, 2, 3)
    assert (tmp_path / "marker").exists()


def test_killing_a_worker_from_outside_loses_nothing(start_runner, outcome):
    runner = start_runner(workers=2)
    ((first, *_),) = outcome(runner, runner.submit("a", short(), process)).answers
    job = runner.submit("a", short(40), seed)
    os.kill(first, signal.SIGKILL)
    assert outcome(runner, job).answers == tuple(range(1, 41))
    assert first not in runner.pids()


def test_a_run_that_kills_its_worker_twice_is_reported_and_nobody_else_is_hurt(start_runner, outcome):
    runner = start_runner(lost=2)
    deadly = runner.submit("a", short(4), dies)
    other = runner.submit("b", short(2), seed)
    over = outcome(runner, deadly)
    assert (over.state, over.failed) == ("failed", 2)
    assert "died, twice" in over.answers[0].words
    assert over.words
    assert outcome(runner, other).answers == (1, 2)


def test_closing_ends_every_process_and_tells_whoever_waits(start_runner, outcome, wait_for_the_end):
    runner = start_runner(workers=2)
    outcome(runner, runner.submit("a", short(2), seed))
    job = runner.submit("a", endless() * 2, seed)
    pids = runner.pids()
    runner.close()
    assert outcome(runner, job).state == "cancelled"
    assert runner.pids() == []
    wait_for_the_end(pids)


@pytest.mark.parametrize(
    ("number", "everybody"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGKILL, False)], ids=str
)
def test_however_a_server_ends_no_worker_outlives_it(number, everybody, wait_for_the_end):
    """Ctrl-C goes to the whole group of processes; the others to the server alone."""
    server = subprocess.Popen(
        [sys.executable, SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
    )  # fmt: skip
    pids = [int(word) for word in server.stdout.readline().split()]
    assert len(pids) == 2, server.stderr.read()
    (os.killpg if everybody else os.kill)(server.pid, number)
    _, errors = server.communicate(timeout=60)
    wait_for_the_end(pids)
    assert "Process worker" not in errors, "a worker printed a traceback"
