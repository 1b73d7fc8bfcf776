"""One job: plans to run, what came of each, and how it is shown to whoever asked for it.

A job belongs to an owner (the key of a session) and, if it was given one, has a key of its own: asking twice under the
same key is asking once. It moves through its states in one direction only.

    waiting ──► running ──► done
        └──────────┴─────► cancelled, failed
"""

import pickle
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Literal

import msgspec

from playground.experiments import Plan, Result

State = Literal["waiting", "running", "done", "cancelled", "failed"]
OVER = ("done", "cancelled", "failed")
Summarise = Callable[[Result], Any]
"""Makes of a run what is kept of it. Pure, importable by name, and small in what it returns: it runs in the worker."""


class Failure(msgspec.Struct, frozen=True):
    """What stands in the place of an answer where a run did not end; in words for whoever asked for it."""

    words: str


Answer = Any
"""What `Summarise` returned, a Failure, or None while the run is not done."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """A job at one instant, safe to hand to any thread."""

    id: str
    owner: str
    key: str
    title: str
    state: State
    total: int
    done: int
    """Runs that are over, failed ones included."""
    failed: int
    place: int
    """In the queue: 1 for the job whose turn it is, 0 for one of which nothing waits any more."""
    seconds_left: float | None
    """Real seconds, roughly; None when the job is over."""
    words: str
    """Why the job failed; empty otherwise."""
    answers: tuple[Answer, ...]
    """In the order of the plans."""

    @property
    def over(self) -> bool:
        return self.state in OVER


class Job:
    """Belongs to the books, and is touched only under their lock."""

    def __init__(self, name: str, owner: str, plans: Sequence[Plan], costs: Sequence[float]) -> None:
        self.id = name
        self.owner = owner
        self.key = ""
        self.title = ""
        self.state: State = "waiting"
        self.words = ""
        self.plans = tuple(plans)
        self.costs = tuple(costs)
        self.summarise = b""
        self.total = len(plans)
        self.answers: list[Answer] = [None] * len(plans)
        self.pending = deque(range(len(plans)))
        self.running: set[int] = set()
        self.retried: set[int] = set()
        self.lost = 0
        self.done = 0
        self.failed = 0
        self.finished_at = 0.0
        self.future: Future[Progress] = Future()
        self.future.set_running_or_notify_cancel()  # from here on nobody who waits can cancel it by ceasing to wait

    def summarise_with(self, summarise: Summarise) -> None:
        """Pickled here, so that what cannot be sent to a worker is refused to whoever submits it."""
        self.summarise = pickle.dumps(summarise)

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def cost_left(self) -> float:
        return sum(self.costs[run] for run in (*self.pending, *self.running))

    def begin(self, run: int) -> None:
        self.state = "running"
        self.running.add(run)

    def take(self, run: int, answer: Answer) -> None:
        """A run is over."""
        self.running.discard(run)
        self.answers[run] = answer
        self.done += 1
        self.failed += isinstance(answer, Failure)

    def end(self, state: State, now: float, words: str = "") -> None:
        """Once and for all. What is kept from now on are the answers."""
        self.state, self.words, self.finished_at = state, words, now
        self.pending.clear()
        self.running.clear()
        self.plans, self.costs, self.summarise = (), (), b""

    def progress(self, place: int, seconds_left: float) -> Progress:
        return Progress(
            id=self.id,
            owner=self.owner,
            key=self.key,
            title=self.title,
            state=self.state,
            total=self.total,
            done=self.done,
            failed=self.failed,
            place=place,
            seconds_left=None if self.over else seconds_left,
            words=self.words,
            answers=tuple(self.answers),
        )
