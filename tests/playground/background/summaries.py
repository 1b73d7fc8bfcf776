"""What workers are asked to make of a run, in these tests. Imported by the workers themselves."""

import os
import signal
import sys
from pathlib import Path


def fingerprint(result):
    return result.fingerprint


def seed(result):
    return result.seed


def process(result):
    """Which process ran it, how nice that is, and which of the site's packages it has loaded."""
    site = ("django", "channels", "daphne", "lesson", "playground.live")
    return os.getpid(), os.nice(0), [name for name in site if name in sys.modules]


def fails_for_even_seeds(result):
    if result.seed % 2 == 0:
        raise ValueError(f"seed {result.seed} is even")
    return result.seed


def returns_what_cannot_be_sent(result):
    return lambda: result


def dies(result):
    os.kill(os.getpid(), signal.SIGKILL)


class DiesOnce:
    """With the first run that gets here; the file tells the others."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __call__(self, result):
        if not self.marker.exists():
            self.marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return result.seed


class Blocks:
    """Until somebody writes to this named pipe: longer than any stride, so that nothing but killing helps."""

    def __init__(self, fifo: Path) -> None:
        self.fifo = fifo

    def __call__(self, result):
        return self.fifo.read_text()
