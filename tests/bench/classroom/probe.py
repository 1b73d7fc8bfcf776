"""What a measured server notes about itself: when each frame was drawn, and on SIGUSR1 what it holds at that moment.

Times are the system's monotonic clock, which all processes of one machine share.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = "FAULTLINE_PROBE"


class Probe:
    """`holds()` counts what a leak would show in."""

    def __init__(self, holds: Callable[[], dict[str, int]]) -> None:
        self.drawn: dict[int, float] = {}
        self._holds = holds
        signal.signal(signal.SIGUSR1, self._tell)

    def note(self, seq: int) -> None:
        self.drawn[seq] = time.monotonic()

    def _tell(self, *_: Any) -> None:
        target = Path(os.environ[FILE])
        draft = target.with_suffix(".draft")
        draft.write_text(json.dumps({"drawn": self.drawn, "holds": {**self._holds(), "files": open_files()}}))
        draft.rename(target)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def tasks_of(loops: list[asyncio.AbstractEventLoop]) -> int:
    return sum(len(asyncio.all_tasks(loop)) for loop in loops)
