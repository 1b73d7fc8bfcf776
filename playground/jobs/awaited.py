"""A run or two for somebody who waits for the page. They take their turn like every job; only the page waits for them.

Waiting holds no place that another could have. Whoever asks for the same again, because the wait was too long or the
page was loaded anew, finds the job where it is by then: asking twice is asking once.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from hashlib import sha256

import msgspec

from playground.experiments import Plan, Result
from playground.jobs.job import Failure, Progress
from playground.jobs.limits import CrowdedError, RefusedError
from playground.jobs.office import office
from playground.trial import whole

PATIENCE_S = 45.0
"""Real seconds that a page is kept waiting."""
TITLE = "a run that somebody waits for"
NOT_YET_WORDS = (
    "Others are before you, so this takes a little longer. It goes on, and nothing is lost: ask again in a moment."
)


class NotYetError(Exception):
    """It would take too long just now; `str()` says what to do."""


class NoAnswerError(ValueError):
    """The runs came to nothing, and will again; `str()` says why."""


def results(owner: str, plans: Sequence[Plan]) -> list[Result]:
    """Of each plan, as `experiments.run_one` gives it. Raises NotYetError and NoAnswerError."""
    try:
        return _answers(begin(owner, plans).result(PATIENCE_S))
    except TimeoutError:
        raise NotYetError(NOT_YET_WORDS) from None


async def results_later(owner: str, plans: Sequence[Plan]) -> list[Result]:
    """The same, without a thread that waits."""
    try:
        return _answers(await asyncio.wait_for(asyncio.wrap_future(begin(owner, plans)), PATIENCE_S))
    except TimeoutError:
        raise NotYetError(NOT_YET_WORDS) from None


def begin(owner: str, plans: Sequence[Plan]) -> "Future[Progress]":
    """Have them run, also for nobody who waits yet. In this process: a page cannot wait for another's."""
    runner = office().runner
    try:
        return runner.future(runner.submit(owner, plans, whole, key=key_of(plans), title=TITLE).id)
    except CrowdedError as crowded:
        raise NotYetError(str(crowded)) from crowded
    except RefusedError as refused:
        raise NoAnswerError(str(refused)) from refused


def key_of(plans: Sequence[Plan]) -> str:
    return f"awaited:{sha256(msgspec.json.encode(plans, order='sorted')).hexdigest()}"


def _answers(over: Progress) -> list[Result]:
    if over.state != "done":
        raise NotYetError(over.words or "This was stopped before it was done. Nothing is lost: ask again.")
    failed = next((answer for answer in over.answers if isinstance(answer, Failure)), None)
    if failed is not None:
        raise NoAnswerError(failed.words)
    return list(over.answers)
