"""Work for worker processes, in a module that they can import too."""

import os


def process_of(job: int) -> tuple[int, int]:
    return job, os.getpid()


def refuse(job: int) -> None:
    raise ValueError(f"not {job}")
