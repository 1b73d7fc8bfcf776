"""The crew: a few worker processes, each with one run at a time. Only the runner's thread touches it.

Workers are started when there is work that no other can take, and let go when there has been none for a while.
"""

import logging
from collections.abc import Callable, Collection
from itertools import count
from multiprocessing.connection import Connection

from playground.jobs.books import Books
from playground.jobs.job import Failure
from playground.jobs.process import WorkerProcess
from playground.jobs.worker import Abandoned, Done, Failed, Task

log = logging.getLogger(__name__)


class Crew:
    def __init__(self, books: Books, clock: Callable[[], float]) -> None:
        self.workers: list[WorkerProcess] = []
        self._books = books
        self._limits = books.limits
        self._clock = clock
        self._numbers = count(1)

    @property
    def connections(self) -> list[Connection]:
        return [worker.connection for worker in self.workers]

    def turn(self, ready: Collection[object]) -> None:
        """Hear who has something to say, replace who is overdue, and hand out work."""
        for worker in list(self.workers):
            if worker.connection in ready:
                self._hear(worker)
        for worker in list(self.workers):
            self._look_after(worker)
        while self._can_take_work() and self._hand_out():
            pass

    def rest_s(self) -> float | None:
        """How long there is nothing to do unless somebody says something."""
        due = [self._due(worker) for worker in self.workers]
        return max(0.0, min(due) - self._clock()) if due else None

    def kill(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.workers.clear()

    # -- hearing -----------------------------------------------------------------------------------------------

    def _hear(self, worker: WorkerProcess) -> None:
        reply, job, now = worker.hear(), worker.job, self._clock()
        if reply is None:
            self._remove(worker)
            if job is not None:
                log.warning("A worker died while it was running %s", job.title or "a job")
                self._books.lost(job, worker.run)
            return
        seconds = now - worker.since
        worker.rest(now)
        if job is not None and isinstance(reply, Done):
            self._books.done(job, worker.run, reply.answer, seconds)
        elif job is not None and isinstance(reply, Failed):
            if reply.trace:
                log.error("A run of %s failed in its worker\n%s", job.title or "a job", reply.trace)
            self._books.done(job, worker.run, Failure(reply.words), seconds)
        else:
            assert isinstance(reply, Abandoned)  # noqa: S101  (there is no other reply)

    # -- looking after -----------------------------------------------------------------------------------------

    def _look_after(self, worker: WorkerProcess) -> None:
        job, now = worker.job, self._clock()
        if job is not None and job.over:
            worker.abandon(now + self._limits.abandon_s)
        if now < self._due(worker):
            return
        self._remove(worker)
        if job is not None:
            words = f"It took more than {self._limits.run_s:g} s, which is as long as one run may take here."
            self._books.done(job, worker.run, Failure(words), self._limits.run_s)

    def _due(self, worker: WorkerProcess) -> float:
        """When it is to be replaced, or let go, if nothing else happens."""
        if worker.leave_by is not None:
            return worker.leave_by
        return worker.since + (self._limits.idle_s if worker.job is None else self._limits.run_s)

    def _remove(self, worker: WorkerProcess) -> None:
        self.workers.remove(worker)
        worker.kill()

    # -- handing out -------------------------------------------------------------------------------------------

    def _can_take_work(self) -> bool:
        return len(self.workers) < self._limits.workers or any(worker.job is None for worker in self.workers)

    def _hand_out(self) -> bool:
        """Whether there was anything to hand out."""
        turn = self._books.next()
        if turn is None:
            return False
        job, run = turn
        worker = self._idle_or_new()
        if worker is None:
            self._books.lost(job, run)
        else:
            task = Task(next(self._numbers), job.plans[run], job.summarise, self._limits.events_run)
            worker.give(task, job, run, self._clock())
        return True

    def _idle_or_new(self) -> WorkerProcess | None:
        """None where the system refuses another process."""
        for worker in self.workers:
            if worker.job is None:
                return worker
        try:
            self.workers.append(WorkerProcess(self._limits.niceness, self._clock()))
        except OSError:
            log.exception("No worker process could be started")
            return None
        return self.workers[-1]
