"""Work for worker processes, in a module that they can import too."""

import os
import signal


def process_of(job: int) -> tuple[int, int]:
    return job, os.getpid()


def refuse(job: int) -> None:
    raise ValueError(f"not {job}")


def signals_held_back(job: int) -> set[int]:
    return {int(each) for each in signal.pthread_sigmask(signal.SIG_BLOCK, ())}
