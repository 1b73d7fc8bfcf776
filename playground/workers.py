"""Worker processes that never outlive whoever started them.

Each worker holds the reading end of a pipe that nobody writes to. When the other end closes, because the work is
done, was interrupted, or the parent was killed, the worker ends at once. The terminal's Ctrl-C reaches all
processes of a group; workers never see it: the parent alone decides what it means.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def each(work: Callable[[Job], Answer], jobs: Sequence[Job], processes: int) -> Generator[tuple[int, Answer]]:
    """Do all jobs in so many processes; yields (place in `jobs`, answer) as each is done. Close it when done early."""
    context = multiprocessing.get_context("spawn")
    reader, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(min(processes, len(jobs)), context, initializer=_tie_to, initargs=(reader,))
    try:
        with _ctrl_c_held_back():
            places: dict[Future[Answer], int] = {pool.submit(work, job): place for place, job in enumerate(jobs)}
        for done in as_completed(places):
            yield places.pop(done), done.result()
    except BaseException:  # interrupted, or nobody wants the rest: do not wait for what is being worked on
        lifeline.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        lifeline.close()
        reader.close()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Processes started meanwhile never get SIGINT: they inherit the mask. Here it comes through afterwards.

    The standard library starts a helper with the first process, and unblocks SIGINT when it has: so that comes first.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tie_to(lifeline: Connection) -> None:
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    try:
        lifeline.recv()
    except EOFError:
        os._exit(1)
