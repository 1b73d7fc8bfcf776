"""The progress bar is on standard error, and only where that is a terminal."""

import os
import subprocess

import pytest

from tests.playground.command_line import END_S_MAX, started

WORDS = ("sandbox", "--duration", "20", "--seeds", "3")


@pytest.fixture
def terminal():
    """Both ends of one: what is written to the second is read from the first."""
    ends = os.openpty()
    yield ends
    for end in ends:
        os.close(end)


def seen_on(terminal):
    os.set_blocking(terminal[0], False)
    try:
        return os.read(terminal[0], 1_000_000).decode()
    except BlockingIOError:
        return ""


def test_a_terminal_sees_it_and_standard_output_does_not(terminal):
    with started(*WORDS, stderr=terminal[1]) as process:
        out, _ = process.communicate(timeout=END_S_MAX)
    seen = seen_on(terminal)
    assert "sandbox" in seen
    assert "3/3" in seen
    assert "\x1b" not in out


def test_a_file_sees_none():
    with started(*WORDS) as process:
        _, err = process.communicate(timeout=END_S_MAX)
    assert err == ""


def test_lines_that_appear_on_the_same_terminal_are_not_drawn_over(terminal):
    with started(*WORDS, "--format", "csv", stdout=terminal[1], stderr=terminal[1]) as process:
        process.wait(END_S_MAX)
    seen = seen_on(terminal)
    assert seen.startswith("scenario,seed")
    assert "\x1b" not in seen


def test_a_table_on_a_terminal_is_in_colour_unless_told_otherwise(terminal):
    def shown(**environment):
        how = {"stdout": terminal[1], "stderr": subprocess.DEVNULL, "env": os.environ | environment}
        with started("sandbox", "--duration", "1", **how) as process:
            process.wait(END_S_MAX)
        return seen_on(terminal)

    assert "\x1b[" in shown(TERM="xterm-256color")
