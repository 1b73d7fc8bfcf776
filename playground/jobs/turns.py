"""Whose run is next: sources in turn, the owners of each in turn, a bounded turn each. Pure; no processes here.

An owner's jobs wait in the order in which they came. In a turn, runs of the owner's first job are handed out until
there are none left or the turn has cost a quantum; then the owner goes to the back of its source, and the source to the
back of all. So a job that fits into a quantum is done in one go, as fast as if its owner were alone; a long sweep steps
aside again and again; whoever submits ten jobs, or opens ten sessions, waits for nobody else's sake but not at anybody
else's cost either. An owner that says nothing of its source is a source of its own.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

from playground.jobs.job import Job
from playground.jobs.owners import source_in

MayBegin = Callable[[Job, int], bool]
Line = OrderedDict[str, deque[Job]]
"""By owner; the first one's turn is next."""


def always(job: Job, run: int) -> bool:
    return True


class Turns:
    """Holds the jobs of which runs are still to be handed out."""

    def __init__(self, quantum: float) -> None:
        self._quantum = quantum
        self._ring: OrderedDict[str, Line] = OrderedDict()
        self._spent = 0.0

    def add(self, job: Job) -> None:
        self._jobs_beside(job).append(job)

    def next(self, may_begin: MayBegin = always) -> tuple[Job, int] | None:
        """Hand out a run; None where nobody waits. A source whose next run may not begin now keeps its turn."""
        job = next((job for job in self._first_jobs() if may_begin(job, job.pending[0])), None)
        if job is None:
            return None
        self._begin_turn(lane(job.owner))
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
            self._jobs_beside(job).appendleft(job)
        source = lane(job.owner)
        self._ring[source].move_to_end(job.owner, last=False)
        self._ring.move_to_end(source, last=False)

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
        lanes = deque(deque(map(deque, line.values())) for line in self._ring.values())
        while lanes:
            line = lanes.popleft()
            jobs = line.popleft()
            yield jobs.popleft()
            if jobs:
                line.append(jobs)
            if line:
                lanes.append(line)

    def _first_jobs(self) -> Iterator[Job]:
        """Of each source, in turn."""
        for line in self._ring.values():
            yield next(iter(line.values()))[0]

    def _begin_turn(self, source: str) -> None:
        if next(iter(self._ring)) != source:
            self._ring.move_to_end(source, last=False)
            self._spent = 0.0

    def _jobs_beside(self, job: Job) -> deque[Job]:
        """Its owner's, where there is room for it."""
        return self._ring.setdefault(lane(job.owner), OrderedDict()).setdefault(job.owner, deque())

    def _remove(self, job: Job) -> bool:
        line = self._ring.get(lane(job.owner), OrderedDict())
        jobs = line.get(job.owner, deque())
        if job not in jobs:
            return False
        jobs.remove(job)
        if not jobs:
            del line[job.owner]
        if not line:
            del self._ring[lane(job.owner)]
        return True

    def _end_turn(self, owner: str) -> None:
        self._spent = 0.0
        source = lane(owner)
        if source in self._ring:
            if owner in self._ring[source]:
                self._ring[source].move_to_end(owner)
            self._ring.move_to_end(source)


def lane(owner: str) -> str:
    return source_in(owner) or owner
