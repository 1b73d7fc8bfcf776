"""The process that does one export: the job on the first line of standard input, the file on the descriptor that the
parent handed over, the verdict on standard output. It ends when the parent does.

    python -m playground.exporting.job 7
"""

import os
import sys
import threading

import msgspec

from playground.exporting.exports import Done, Job, Refused, export

NICENESS = 10
"""Live runs go first: they have somebody watching each frame."""


def main(descriptor: int) -> None:
    os.nice(NICENESS)
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with os.fdopen(descriptor, "wb") as out:
        verdict: Done | Refused = export(job, out)
    sys.stdout.buffer.write(msgspec.json.encode(verdict) + b"\n")


def _end_with_parent() -> None:
    """The parent holds the other end of standard input and never writes again: end of file means that it is gone.

    Read without Python's buffer, whose lock this thread would take along when the process ends.
    """
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
