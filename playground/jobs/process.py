"""One worker process, as the parent sees it: what it is doing, since when, and how to be rid of it.

Started in the spawn context, because a server with threads must not be forked. Only its own end of the pipe is
inherited, so the pipe closes for certain when either side ends.
"""

import multiprocessing
import signal
from contextlib import suppress
from multiprocessing import resource_tracker

from playground.jobs import worker
from playground.jobs.job import Job
from playground.jobs.worker import Abandon, Reply, Task

REAP_S = 1.0
"""How long a killed process may take to be gone."""
_context = multiprocessing.get_context("spawn")


class WorkerProcess:
    """Belongs to the crew. Raises OSError where no process can be started."""

    def __init__(self, niceness: int, now: float) -> None:
        self.connection, theirs = _context.Pipe()
        self._process = _context.Process(target=worker.main, args=(theirs, niceness), name="worker", daemon=True)
        try:
            _block_ctrl_c()
            self._process.start()
        finally:
            theirs.close()
        self.job: Job | None = None
        self.run = 0
        self.number = 0
        self.since = now
        """When the present run was given to it, or since when it has had nothing to do."""
        self.leave_by: float | None = None
        """When it is replaced, if it has not left its run by then."""

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def give(self, task: Task, job: Job, run: int, now: float) -> None:
        self.job, self.run, self.number, self.since = job, run, task.number, now
        with suppress(OSError):  # it has gone meanwhile: the pipe says so, and that is heard next
            self.connection.send(task)

    def hear(self) -> Reply | None:
        """What it says; None where it has gone."""
        try:
            reply: Reply = self.connection.recv()
        except (EOFError, OSError):
            return None
        return reply

    def rest(self, now: float) -> None:
        self.job, self.leave_by, self.since = None, None, now

    def abandon(self, by: float) -> None:
        """Ask it to leave its run."""
        if self.leave_by is None:
            self.leave_by = by
            with suppress(OSError):
                self.connection.send(Abandon(self.number))

    def kill(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.join(REAP_S)


def _block_ctrl_c() -> None:
    """What this thread starts from now on never gets SIGINT: it inherits the mask.

    The standard library starts a helper of its own with the first process, and unblocks SIGINT when it has: so that
    helper comes first.
    """
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
