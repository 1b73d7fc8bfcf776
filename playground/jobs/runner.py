"""Runs jobs of many headless runs in a few worker processes, fairly, for as long as somebody wants them.

**Why processes, and why our own few.** A run is plain Python that keeps a core busy; in the server's process it would
take the interpreter from the thread that draws the live frames. The workers have interpreters of their own and a low
priority, so the system gives the server its core back whenever it asks. The standard library's pool cannot do what is
wanted here: stop a run that has begun, survive a worker that is killed, or decide late whose work is next.

**Who does what.** Every method may be called from any thread and none waits: it changes the books (books.py) under one
lock and rings a bell. One thread, started with the first job, does the rest: it sleeps until the bell rings, a worker
answers or something is overdue, and hands each idle worker one run at a time (crew.py). Handing out late is what makes
turns fair (turns.py), and what makes the unbegun runs of a cancelled job cost nothing.

**Stopping.** A worker asked to abandon a run looks for that after each stride of the simulation and is then ready for
the next; if it has not answered in half a second it is killed, and another is started when there is work. The same goes
for a run that takes too long. Shutting down kills all workers: they hold nothing worth saving. They also end by
themselves when the pipe to this process closes, so not even SIGKILL leaves any behind. The terminal's Ctrl-C does not
reach them: they are started from a thread that blocks SIGINT, and inherit that.

**Failing.** A run whose worker dies is given to another one, before all others. If it dies again, or raises, a
`Failure` with the reason stands in the place of its answer and the job goes on; after a few such losses the job is
given up. A defect in the bookkeeping itself ends all jobs, in words, and not the thread.

**Limits** are on everything (limits.py); what goes beyond one is refused in words, where possible before the first run.
"""

import atexit
import logging
import secrets
import threading
import time
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from multiprocessing.connection import Pipe, wait

from playground.experiments import Plan
from playground.jobs.books import Books
from playground.jobs.crew import Crew
from playground.jobs.job import Progress, Summarise
from playground.jobs.limits import Limits

log = logging.getLogger(__name__)

STOP_S_MAX = 5.0
DEFECT_WORDS = "The site made a mistake while it was running this. Start it again; the mistake is in the site's log."


class ClosedError(RuntimeError):
    """The runner was closed: this process is about to end."""


class Runner:
    """`close` it when done; the end of the interpreter does so too."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._books = Books(self.limits, time.monotonic, new_name)
        self._crew = Crew(self._books, time.monotonic)
        self._bell, self._rope = Pipe(duplex=False)
        self._rung = False
        self._thread: threading.Thread | None = None
        self._closed = False

    # -- from any thread ---------------------------------------------------------------------------------------

    def submit(
        self, owner: str, plans: Sequence[Plan], summarise: Summarise, *, key: str = "", title: str = ""
    ) -> Progress:
        """Take on a job. With a key, asking again for what this owner has already asked for returns that.

        Raises RefusedError. What `summarise` returns is kept: it must be small.
        """
        with self._lock:
            if self._closed:
                raise ClosedError("The site is shutting down.")
            job = self._books.admit(owner, plans, summarise, key, title)
            self._ring()
            return self._books.progress(job)

    def look(self, name: str) -> Progress | None:
        """None where there is no such job, any more."""
        with self._lock:
            job = self._books.get(name)
            return None if job is None else self._books.progress(job)

    def find(self, owner: str, key: str) -> Progress | None:
        """The owner's latest job under that key."""
        with self._lock:
            job = self._books.find(owner, key)
            return None if job is None else self._books.progress(job)

    def cancel(self, name: str) -> None:
        """At once, whatever it is doing. Nothing happens to a job that is over, or not here."""
        with self._lock:
            job = self._books.get(name)
            if job is not None:
                self._books.cancel(job)
                self._ring()

    def future(self, name: str) -> "Future[Progress]":
        """Done when the job is over, whichever way: wait for it in a thread, or with `asyncio.wrap_future`.

        Raises KeyError where there is no such job.
        """
        with self._lock:
            job = self._books.get(name)
            if job is None:
                raise KeyError(name)
            return job.future

    def pids(self) -> list[int]:
        """Of the worker processes that there are now."""
        with self._lock:
            return [worker.pid for worker in self._crew.workers if worker.pid is not None]

    def close(self) -> None:
        """Cancel everything and end all workers. Nothing can be submitted afterwards."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._books.end_all("cancelled")
            thread = self._thread
            if thread is not None:
                self._ring()
        if thread is not None:
            atexit.unregister(self.close)
            thread.join(STOP_S_MAX)

    def _ring(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()
            atexit.register(self.close)
        if not self._rung:
            self._rung = True
            self._rope.send_bytes(b"!")

    # -- in the thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closed:
            self._sleep_and_work()
        self._crew.kill()

    def _sleep_and_work(self) -> None:
        ready = wait([self._bell, *self._crew.connections], self._crew.rest_s())
        with self._lock:
            if self._bell in ready:
                self._bell.recv_bytes()
                self._rung = False
            if not self._closed:
                self._work(ready)
            self._books.forget()
            news = self._books.news()
        for job, progress in news:
            job.future.set_result(progress)

    def _work(self, ready: Collection[object]) -> None:
        try:
            self._crew.turn(ready)
        except Exception:  # a defect here must not leave everybody waiting for ever
            log.exception("The runner of jobs failed")
            self._crew.kill()
            self._books.end_all("failed", DEFECT_WORDS)


def new_name() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)
