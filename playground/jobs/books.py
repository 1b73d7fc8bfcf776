"""The books: which jobs there are, whose turn it is, what came of each run. No process, no thread, no lock of its own.

Everything here is bookkeeping that takes no time; the runner calls it under its lock. Clock and names come from
outside, so all of it can be tested without a worker.
"""

import math
from collections.abc import Callable, Iterable, Sequence

from playground.experiments import Plan
from playground.jobs import cost
from playground.jobs.job import Answer, Failure, Job, Progress, State, Summarise
from playground.jobs.limits import CrowdedError, Limits
from playground.jobs.owners import source_in
from playground.jobs.turns import Turns, lane

LEARNING = 0.1
"""How much one run counts against all before it, when guessing how long the others will take."""
LOST_WORDS = "The process that ran this died, twice. It may have run out of memory."
GIVEN_UP_WORDS = "Too many runs were lost with the processes that ran them. Nothing that was done before is lost."


class Books:
    def __init__(self, limits: Limits, clock: Callable[[], float], new_name: Callable[[], str]) -> None:
        self.limits = limits
        self._clock = clock
        self._new_name = new_name
        self._jobs: dict[str, Job] = {}
        self._turns = Turns(limits.quantum)
        self._seconds_an_event = 1 / cost.EVENTS_S
        self._news: list[Job] = []

    # -- what people ask for -----------------------------------------------------------------------------------

    def admit(self, owner: str, plans: Sequence[Plan], summarise: Summarise, key: str = "", title: str = "") -> Job:
        """A new job, or the one that this owner has under this key. Raises RefusedError."""
        known = self.find(owner, key)
        if known is not None and known.state not in ("cancelled", "failed"):
            return known
        self._check_room(owner)
        job = Job(self._new_name(), owner, plans, cost.costs_of(plans, self.limits))
        job.summarise_with(summarise)
        job.key, job.title = key, title
        self._jobs[job.id] = job
        self._turns.add(job)
        return job

    def _check_room(self, owner: str) -> None:
        unfinished = [job.owner for job in self._jobs.values() if not job.over]
        if unfinished.count(owner) >= self.limits.jobs_owner:
            raise CrowdedError(
                f"You have {self.limits.jobs_owner} of these under way already. Wait for one of them, or cancel one."
            )
        source = source_in(owner)
        if source and sum(source_in(each) == source for each in unfinished) >= self.limits.jobs_source:
            raise CrowdedError(
                f"{self.limits.jobs_source} of these are waiting from your address already. Nothing that you entered "
                "is lost: try again in a minute."
            )
        if len(unfinished) >= self.limits.jobs:
            raise CrowdedError(
                f"{len(unfinished)} others are waiting already, and the queue takes no more. Nothing that you entered "
                "is lost: try again in a minute."
            )

    def find(self, owner: str, key: str) -> Job | None:
        """The latest under that key."""
        mine = [job for job in self._jobs.values() if key and job.owner == owner and job.key == key]
        return mine[-1] if mine else None

    def get(self, name: str) -> Job | None:
        return self._jobs.get(name)

    def cancel(self, job: Job) -> None:
        """Also of a job that is over: then nothing happens."""
        if not job.over:
            self._end(job, "cancelled")

    def end_all(self, state: State, words: str = "") -> None:
        """Every job that is not over."""
        for job in self._jobs.values():
            if not job.over:
                self._end(job, state, words)

    # -- what the workers need ---------------------------------------------------------------------------------

    def next(self) -> tuple[Job, int] | None:
        """The run to begin now."""
        turn = self._turns.next(self._may_begin)
        if turn is not None:
            job, run = turn
            job.begin(run)
        return turn

    def _may_begin(self, job: Job, run: int) -> bool:
        """A dear run takes its worker for seconds: of one source they leave another worker to short runs of others."""
        if job.costs[run] <= self.limits.dear:
            return True
        beside = [each for each in self._jobs.values() if each.running and lane(each.owner) == lane(job.owner)]
        dear = sum(each.costs[other] > self.limits.dear for each in beside for other in each.running)
        return dear < max(1, self.limits.workers - 1)

    def done(self, job: Job, run: int, answer: Answer, seconds: float) -> None:
        """`seconds` is how long it took; of a job that is over the answer is not wanted any more."""
        if job.over:
            return
        if not isinstance(answer, Failure):
            self._learn(seconds, job.costs[run])
        job.take(run, answer)
        if job.done == job.total:
            self._end(job, "done")

    def lost(self, job: Job, run: int) -> None:
        """The worker died over it: once more, then it is reported."""
        if job.over:
            return
        if run not in job.retried:
            job.retried.add(run)
            job.running.discard(run)
            self._turns.put_back(job, run)
            return
        job.lost += 1
        self.done(job, run, Failure(LOST_WORDS), 0.0)
        if job.lost >= self.limits.lost and not job.over:
            self._end(job, "failed", GIVEN_UP_WORDS)

    def _end(self, job: Job, state: State, words: str = "") -> None:
        self._turns.drop(job)
        job.end(state, self._clock(), words)
        self._news.append(job)

    def news(self) -> list[tuple[Job, Progress]]:
        """Jobs that have come to an end since this was last asked."""
        news, self._news = self._news, []
        return [(job, self.progress(job)) for job in news]

    def forget(self) -> None:
        """Let go of what ended long ago, and of the oldest where there are too many."""
        over = sorted((job for job in self._jobs.values() if job.over), key=lambda job: job.finished_at)
        oldest = self._clock() - self.limits.kept_s
        excess = len(over) - self.limits.kept
        for position, job in enumerate(over):
            if position < excess or job.finished_at < oldest:
                del self._jobs[job.id]

    # -- what is shown -----------------------------------------------------------------------------------------

    def progress(self, job: Job) -> Progress:
        return job.progress(self._turns.place(job), self._seconds_left(job))

    def _learn(self, seconds: float, events: float) -> None:
        if events > 0:
            self._seconds_an_event += LEARNING * (seconds / events - self._seconds_an_event)

    def _seconds_left(self, job: Job) -> float:
        """Until its end: its own work, and what others get done in the turns between, at its source and elsewhere."""
        others = [other for other in self._jobs.values() if not other.over and other is not job]
        mine = lane(job.owner)
        here = [(other.owner, other.cost_left) for other in others if lane(other.owner) == mine]
        elsewhere = [(lane(other.owner), other.cost_left) for other in others if lane(other.owner) != mine]
        work = job.cost_left
        work += self._between(work, here)
        work += self._between(work, elsewhere)
        return work * self._seconds_an_event / self.limits.workers

    def _between(self, work: float, others: Iterable[tuple[str, float]]) -> float:
        """What those get done who each have a turn for every turn of this work; by who they are, and what is left."""
        left: dict[str, float] = {}
        for who, events in others:
            left[who] = left.get(who, 0.0) + events
        most = math.ceil(work / self.limits.quantum) * self.limits.quantum
        return sum(min(events, most) for events in left.values())
