"""Whose run is next: round-robin between owners, a bounded turn each. Pure; it knows nothing of processes.

An owner's jobs wait in the order in which they came. In a turn, runs of the owner's first job are handed out until
there are none left or the turn has cost a quantum; then the owner goes to the back. So a job that fits into a quantum
is done in one go, as fast as if its owner were alone; a long sweep steps aside again and again; and whoever submits ten
jobs waits for nobody else's sake but not at anybody else's cost either.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator

from playground.jobs.job import Job


class Turns:
    """Holds the jobs of which runs are still to be handed out."""

    def __init__(self, quantum: float) -> None:
        self._quantum = quantum
        self._ring: OrderedDict[str, deque[Job]] = OrderedDict()
        self._spent = 0.0

    def add(self, job: Job) -> None:
        self._ring.setdefault(job.owner, deque()).append(job)

    def next(self) -> tuple[Job, int] | None:
        """Hand out a run; None where nobody waits."""
        if not self._ring:
            return None
        job = next(iter(self._ring.values()))[0]
        run = job.pending.popleft()
        self._spent += job.costs[run]
        if not job.pending:
            self._remove(job)
            self._end_turn(job.owner)
        elif self._spent >= self._quantum:
            self._end_turn(job.owner)
        return job, run

    def put_back(self, job: Job, run: int) -> None:
        """To be handed out again, before anything else: it has had its turn."""
        waits = bool(job.pending)
        job.pending.appendleft(run)
        if not waits:
            self._ring.setdefault(job.owner, deque()).appendleft(job)
        self._ring.move_to_end(job.owner, last=False)

    def drop(self, job: Job) -> None:
        """Nothing of it is to be handed out any more."""
        its_turn = self.place(job) == 1
        if self._remove(job) and its_turn:
            self._end_turn(job.owner)

    def place(self, job: Job) -> int:
        """1 for the job whose turn it is; 0 for one that does not wait."""
        return next((place for place, other in enumerate(self.order(), 1) if other is job), 0)

    def order(self) -> Iterator[Job]:
        """As they will have their first turn from now on, if nobody comes."""
        for turn in range(max(map(len, self._ring.values()), default=0)):
            yield from (jobs[turn] for jobs in self._ring.values() if turn < len(jobs))

    def _remove(self, job: Job) -> bool:
        jobs = self._ring.get(job.owner, deque())
        if job not in jobs:
            return False
        jobs.remove(job)
        if not jobs:
            del self._ring[job.owner]
        return True

    def _end_turn(self, owner: str) -> None:
        self._spent = 0.0
        if owner in self._ring:
            self._ring.move_to_end(owner)
