"""A worker process: takes a run, runs it, answers what its summariser made of it, takes the next.

It imports the engine and whatever module a summariser lives in, and no Django: it is up in a fraction of a second. It
ends with its parent, however that ends: a thread of its own listens to the pipe and sees it close. The same thread
hears that a run is to be abandoned; the run looks for that, and at how many events it has had, after each stride.
"""

import gc
import os
import pickle
import threading
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

import msgspec

from playground.checkout.events import Event
from playground.experiments import Plan, run_one
from playground.jobs.limits import count

GC_THRESHOLD = (50_000, 20, 50)
"""Fewer, larger collections: a run makes many objects and few cycles."""


class Task(msgspec.Struct, frozen=True):
    """To the worker. The summariser comes pickled, to be read where a mistake in it can be reported."""

    number: int
    plan: Plan
    summarise: bytes
    events_max: int


class Abandon(msgspec.Struct, frozen=True):
    """To the worker: nobody wants that one any more."""

    number: int


class Done(msgspec.Struct, frozen=True):
    number: int
    answer: Any


class Failed(msgspec.Struct, frozen=True):
    """`trace` is for the log; it is empty where nothing is wrong with the program."""

    number: int
    words: str
    trace: str = ""


class Abandoned(msgspec.Struct, frozen=True):
    number: int


Reply = Done | Failed | Abandoned


class AbandonedError(Exception):
    """Raised inside a run that nobody wants any more."""


class TooLargeError(Exception):
    """Raised inside a run that has had more events than it may."""


def main(connection: Connection, niceness: int) -> None:
    """The whole life of the process."""
    os.nice(niceness)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLD)
    inbox = Inbox(connection)
    while True:
        task = inbox.tasks.get()
        connection.send_bytes(reply_to(task, inbox))


class Inbox:
    """What the parent says, heard while a run is on."""

    def __init__(self, connection: Connection) -> None:
        self.tasks: SimpleQueue[Task] = SimpleQueue()
        self.unwanted = 0
        """The number of the task to abandon; numbers only grow."""
        self._connection = connection
        threading.Thread(target=self._listen, name="inbox", daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                message = self._connection.recv()
                if isinstance(message, Abandon):
                    self.unwanted = message.number
                else:
                    self.tasks.put(message)
        except (EOFError, OSError):
            os._exit(0)  # the parent is gone, or done with us: nobody will read another answer


def reply_to(task: Task, inbox: Inbox) -> bytes:
    """A pickled Reply. Pickling is part of what may go wrong with an answer."""
    try:
        return pickle.dumps(Done(task.number, perform(task, inbox)))
    except AbandonedError:
        return pickle.dumps(Abandoned(task.number))
    except TooLargeError as error:
        return pickle.dumps(Failed(task.number, str(error)))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is this run's and goes to whoever asked for it)
        return pickle.dumps(Failed(task.number, f"The run broke off: {error}", traceback.format_exc()))


def perform(task: Task, inbox: Inbox) -> Any:
    summarise = pickle.loads(task.summarise)  # noqa: S301  (from our own parent, over a pipe that nobody else holds)
    events_so_far = 0

    def watch(now: float, events: Sequence[Event]) -> None:
        nonlocal events_so_far
        events_so_far += len(events)
        if inbox.unwanted == task.number:
            raise AbandonedError
        if events_so_far > task.events_max:
            raise TooLargeError(
                f"After {now:.0f} s of virtual time more than {count(task.events_max)} things had happened; that is "
                "as much as one run may be here. Fewer retries or fewer customers make it smaller."
            )

    return summarise(run_one(task.plan, watch))
