"""`experiment … | head`: the reader leaves when it has seen enough, and nobody complains."""

import signal

import pytest

from tests.playground.command_line import END_S_MAX, started

MANY = ("sandbox", "--duration", "20", "--seeds", "10000")


@pytest.mark.parametrize(
    "words",
    [
        (*MANY, "--format", "json"),
        (*MANY, "--format", "csv"),
        (*MANY, "--format", "json", "--jobs", "2"),
        ("--list-knobs", "--format", "json"),
        ("--list-knobs",),
    ],
    ids=" ".join,
)
def test_nothing_is_said_and_nothing_runs_on(words):
    with started(*words) as process:
        assert process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(END_S_MAX)
    assert err == ""
    assert process.returncode in (0, 128 + signal.SIGPIPE)  # 0: all was written before the reader left
