"""The board on which the processes of one site post their jobs, so that any of them can show and cancel any job.

Needed only where several processes share a site, and therefore a cache that all of them see. A job lives in the process
that took it on. That one posts its state about once a second, and looks whether somebody asked for it to be cancelled.
A posting that is not renewed is gone after a few seconds: so a job whose process died is nowhere, which is the truth.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache

from playground.jobs.job import Progress
from playground.jobs.runner import Runner

log = logging.getLogger(__name__)

EVERY_S = 0.7
STALE_S = 10
"""Real seconds after which the posting of an unfinished job is not believed any more."""


class Board:
    """`post` what was submitted to `runner`; a thread keeps it up to date until it is over."""

    def __init__(self, cache: BaseCache, runner: Runner) -> None:
        self._cache = cache
        self._runner = runner
        self._kept_s = int(runner.limits.kept_s)
        self._lock = threading.Lock()
        self._posted: set[str] = set()
        self._thread: threading.Thread | None = None
        self._news = threading.Event()

    def post(self, progress: Progress) -> None:
        with self._lock:
            self._write(progress)
            if progress.over:
                return
            self._posted.add(progress.id)
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_up_to_date, name="board", daemon=True)
                self._thread.start()
        self._runner.future(progress.id).add_done_callback(lambda _: self._news.set())

    def look(self, name: str) -> Progress | None:
        found: Progress | None = self._quietly(lambda: self._cache.get(job_entry(name)))
        return found

    def find(self, owner: str, key: str) -> Progress | None:
        name: str | None = self._quietly(lambda: self._cache.get(key_entry(owner, key)))
        return None if name is None else self.look(name)

    def cancel(self, name: str) -> None:
        """Ask whichever process has it."""
        self._quietly(lambda: self._cache.set(cancel_entry(name), True, STALE_S))

    # -- in the thread -----------------------------------------------------------------------------------------

    def _keep_up_to_date(self) -> None:
        while True:
            self._news.wait(EVERY_S)
            self._news.clear()
            with self._lock:
                for name in list(self._posted):
                    self._renew(name)
                if not self._posted:
                    self._thread = None
                    return

    def _renew(self, name: str) -> None:
        if self._quietly(lambda: self._cache.get(cancel_entry(name))):
            self._runner.cancel(name)
        progress = self._runner.look(name)
        if progress is not None:
            self._write(progress)
        if progress is None or progress.over:
            self._posted.discard(name)

    def _write(self, progress: Progress) -> None:
        seconds = self._kept_s if progress.over else STALE_S
        entries = {job_entry(progress.id): progress, key_entry(progress.owner, progress.key): progress.id}
        self._quietly(lambda: self._cache.set_many(entries, seconds))

    def _quietly(self, ask: Callable[[], Any]) -> Any:
        """A cache that cannot be reached must not take the jobs of this process with it."""
        try:
            return ask()
        except Exception as error:  # noqa: BLE001  (each kind of cache has exceptions of its own)
            log.warning("The cache in which jobs are posted cannot be reached: %s", error)
            return None


def job_entry(name: str) -> str:
    return f"job:{name}"


def key_entry(owner: str, key: str) -> str:
    return f"job-key:{owner}:{key}".replace(" ", "-")


def cancel_entry(name: str) -> str:
    return f"job-cancel:{name}"
