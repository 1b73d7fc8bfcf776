"""Runs experiments for a command: here or in several processes, with a bar, until done or interrupted."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import BinaryIO

from django.core.management.base import CommandError

from playground import experiments
from playground.checkout.events import Event, canonical
from playground.experiments import Plan, Result
from playground.management.console import Interrupted, held_back_interrupts, progress


def results(
    what: str, plans: Sequence[Plan], jobs: int, *, bar: bool, trace: BinaryIO | None = None
) -> Iterator[tuple[int, Result]]:
    """Each result with its place in `plans`, in the order in which they are done."""
    done = 0
    try:
        with progress(what, len(plans), wanted=bar) as advance:
            here = jobs == 1 or len(plans) == 1
            for place, result in _here(plans, trace, advance) if here else experiments.run_many(plans, jobs):
                done += 1
                advance(done)
                yield place, result
    except KeyboardInterrupt:
        raise Interrupted(f"{done} of {len(plans)} runs were done") from None
    except BrokenProcessPool:
        raise CommandError(f"a worker process died after {done} of {len(plans)} runs") from None


def _here(
    plans: Sequence[Plan], trace: BinaryIO | None, advance: Callable[[float], None]
) -> Iterator[tuple[int, Result]]:
    """In this process, where each run can be watched."""
    with held_back_interrupts() as hear_interrupt:
        for place, plan in enumerate(plans):

            def watch(now: float, events: list[Event], place: int = place, plan: Plan = plan) -> None:
                hear_interrupt()
                if trace is not None:
                    trace.write(canonical(events))
                advance(place + min(1.0, now / plan.duration_s))

            yield place, experiments.run_one(plan, watch)


def in_order(results: Iterator[tuple[int, Result]]) -> Iterator[Result]:
    """Each as soon as all before it have been."""
    waiting: dict[int, Result] = {}
    following = 0
    for place, result in results:
        waiting[place] = result
        while following in waiting:
            yield waiting.pop(following)
            following += 1
