"""Worker processes: every answer comes back with its place, and nothing runs on once nobody reads."""

import os
import signal

import psutil
import pytest

from playground import workers
from tests.playground.jobs import process_of, refuse, signals_held_back

GONE_S_MAX = 10


def test_each_answer_comes_with_its_place():
    answers = dict(workers.each(process_of, [30, 10, 20], 2))
    assert {place: job for place, (job, _) in answers.items()} == {0: 30, 1: 10, 2: 20}


def test_no_more_processes_than_asked_for_and_none_is_this_one():
    processes = {process for _, (_, process) in workers.each(process_of, list(range(20)), 2)}
    assert 1 <= len(processes) <= 2
    assert os.getpid() not in processes


def test_an_error_is_raised_here():
    with pytest.raises(ValueError, match=r"not [123]"):
        list(workers.each(refuse, [1, 2, 3], 2))


def test_ctrl_c_is_not_for_workers():
    held_back = dict(workers.each(signals_held_back, [1, 2], 2)).values()
    assert all(signal.SIGINT in each for each in held_back)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_who_stops_reading_stops_the_workers():
    before = set(psutil.Process().children(recursive=True))
    reading = workers.each(process_of, list(range(1000)), 2)
    next(reading)
    started = [child for child in psutil.Process().children(recursive=True) if child not in before]
    busy = [child for child in started if "spawn_main" in " ".join(child.cmdline())]
    assert busy
    reading.close()
    _, alive = psutil.wait_procs(busy, timeout=GONE_S_MAX)
    assert alive == []
