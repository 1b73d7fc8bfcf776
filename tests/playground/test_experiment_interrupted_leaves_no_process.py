"""Ctrl-C or a kill: whatever ends the command ends its workers too."""

import os
import signal

import psutil
import pytest

from playground.management.console import held_back_interrupts
from tests.playground.command_line import END_S_MAX, started

AT_WORK = ("sandbox", "--vary", "traffic.rate=0,1000", "--seeds", "4", "--duration", "600", "--format", "json")
"""The run without customers is over at once, and its line says that the workers are at work; the rest takes minutes."""

SAID = "Interrupted: stopped before everything was done\n"


@pytest.fixture
def command():
    """Two workers, busy; and the processes beneath the command."""
    with started(*AT_WORK, "--jobs", "2") as process:
        try:
            assert process.stdout.readline() == "[\n"
            yield process, psutil.Process(process.pid).children(recursive=True)
        finally:
            process.kill()


def all_gone(children):
    gone, alive = psutil.wait_procs(children, timeout=END_S_MAX)
    return len(gone) >= 2 and not alive


def test_ctrl_c_ends_the_command_and_its_workers(command):
    process, children = command
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the whole group
    _, err = process.communicate(timeout=END_S_MAX)
    assert process.returncode == 130
    assert all_gone(children)
    assert err == SAID


def test_an_interrupt_to_the_command_alone_is_enough(command):
    process, children = command
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=END_S_MAX)
    assert process.returncode == 130
    assert all_gone(children)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_kill_ends_the_workers_too(command, how):
    process, children = command
    process.send_signal(how)
    process.communicate(timeout=END_S_MAX)
    assert process.returncode == -how
    assert all_gone(children)


def test_ctrl_c_ends_a_run_in_the_command_itself(tmp_path):
    pipe = tmp_path / "trace"
    os.mkfifo(pipe)
    with started("sandbox", "--duration", "7200", "--trace", str(pipe)) as process:
        with pipe.open("rb") as trace:
            assert trace.readline()  # the run is under way
            process.send_signal(signal.SIGINT)
            while trace.read(65_536):
                pass
        _, err = process.communicate(timeout=END_S_MAX)
    assert (process.returncode, err) == (130, SAID)


def test_a_second_ctrl_c_does_not_wait_for_a_quiet_moment():
    with held_back_interrupts():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
