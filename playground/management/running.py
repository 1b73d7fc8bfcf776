"""Runs experiments for a command, here or in several processes, with a bar.

What is given here is a generator that holds processes: close it (`closing`) whatever happens to who reads it. One that
an interrupt leaves half read would keep them, and the command with them.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from typing import BinaryIO

from playground import experiments
from playground.checkout.events import Event
from playground.checkout.trace import canonical
from playground.experiments import Plan, Result
from playground.management.console import Failed, held_back_interrupts, progress
from playground.virtual_time.loop import TimeStandsStillError


def results(
    what: str, plans: Sequence[Plan], jobs: int, *, bar: bool, trace: BinaryIO | None = None
) -> Generator[tuple[int, Result]]:
    """Each result with its place in `plans`, in the order in which they are done."""
    with progress(what, len(plans), wanted=bar) as advance:
        here = jobs == 1 or len(plans) == 1
        with closing(_here(plans, trace, advance) if here else experiments.run_many(plans, jobs)) as each:
            try:
                for done, place_and_result in enumerate(each, 1):
                    advance(done)
                    yield place_and_result
            except BrokenProcessPool:
                raise Failed("a worker process died; the runs are not complete") from None
            except TimeStandsStillError as error:
                raise Failed(f"{error} (retries without a pause, and nothing that bounds them?)") from None


def _here(
    plans: Sequence[Plan], trace: BinaryIO | None, advance: Callable[[float], None]
) -> Generator[tuple[int, Result]]:
    """In this process, where each run can be watched."""
    with held_back_interrupts() as hear_interrupt:
        for place, plan in enumerate(plans):

            def watch(now: float, events: list[Event], place: int = place, plan: Plan = plan) -> None:
                hear_interrupt()
                if trace is not None:
                    trace.write(canonical(events))
                advance(place + min(1.0, now / plan.duration_s))

            yield place, experiments.run_one(plan, watch)


def in_order(results: Iterable[tuple[int, Result]]) -> Iterator[Result]:
    """Each as soon as all before it have been."""
    waiting: dict[int, Result] = {}
    following = 0
    for place, result in results:
        waiting[place] = result
        while following in waiting:
            yield waiting.pop(following)
            following += 1
