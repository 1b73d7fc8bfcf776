"""Exports run in processes of their own, few at a time, so that live frames are never kept waiting.

They are no jobs of playground/jobs, whose answers are small and kept: a file is large and goes to one person, once. But
turns are taken as there, by source: whoever asks for ten files delays another's by one. The file goes into a nameless
temporary file that both processes hold: whatever ends first, nothing is left behind. A place is held only while
something is being run again, not while somebody slowly downloads.
"""

import asyncio
import sys
import tempfile
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec

from playground.exporting.exports import Done, Job, Refused

ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 1
WAITING_MAX = 8
"""From one source, the one that is being written included. A school is one source."""
WAITING_MAX_ALL = 40
LONGEST_S = 120.0
"""Real seconds for one export."""
CHUNK = 65_536


class BusyError(Exception):
    """Too many wait already; `str()` says what to do."""


class FailedError(Exception):
    """The process ended without a verdict, or took too long."""


class Slots:
    """A few places, and a line of each source in front of them. Belongs to one event loop."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        waiting_max: int = WAITING_MAX,
        longest_s: float = LONGEST_S,
        waiting_max_all: int = WAITING_MAX_ALL,
    ) -> None:
        self.free = at_once
        self.waiting_max = waiting_max
        self.waiting_max_all = waiting_max_all
        self.longest_s = longest_s
        self.inside: Counter[str] = Counter()
        """By source: who has a place or waits for one."""
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def run(self, job: Job, source: str) -> tuple[Done | Refused, IO[bytes]]:
        """The verdict, and the file at its beginning. Raises BusyError and FailedError."""
        if self.inside[source] >= self.waiting_max:
            raise BusyError(
                f"{self.waiting_max} exports are under way from your address already. Nothing is lost: try again in a "
                "moment."
            )
        if self.inside.total() >= self.waiting_max_all:
            raise BusyError("Others are waiting for their exports already. Nothing is lost: try again in a moment.")
        async with self._place(source):
            return await self._run(job)

    @asynccontextmanager
    async def _place(self, source: str) -> AsyncIterator[None]:
        self.inside[source] += 1
        try:
            await self._turn(source)
            try:
                yield
            finally:
                self._pass_on()
        finally:
            self.inside[source] -= 1
            self.inside += Counter()  # forgets sources of which nobody is left

    async def _turn(self, source: str) -> None:
        """Cancelled while it waits, it leaves the line; cancelled with a place, it passes that on."""
        if self.free:
            self.free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(source, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The place to the first of the source whose turn it is, and that source to the back."""
        while self._lines:
            source, line = self._lines.popitem(last=False)
            following = line.popleft()
            if line:
                self._lines[source] = line
            if not following.cancelled():
                following.set_result(None)
                return
        self.free += 1

    async def _run(self, job: Job) -> tuple[Done | Refused, IO[bytes]]:
        file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
        try:
            verdict = await in_process(job, file.fileno(), self.longest_s)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return verdict, file


async def in_process(job: Job, descriptor: int, longest_s: float) -> Done | Refused:
    """Cancelled or out of time, the process is ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground.exporting.job", str(descriptor),
        cwd=ROOT, pass_fds=[descriptor], stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        return await asyncio.wait_for(_talk(process, job), longest_s)
    except TimeoutError:
        raise FailedError(
            f"This export took longer than {longest_s:.0f} s and was stopped. Export up to an earlier instant."
        ) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _talk(process: asyncio.subprocess.Process, job: Job) -> Done | Refused:
    if process.stdin is None or process.stdout is None:
        raise FailedError("The export could not be started.")
    process.stdin.write(msgspec.json.encode(job) + b"\n")
    with suppress(ConnectionError):  # it has died already: then it says nothing either
        await process.stdin.drain()
    line = await process.stdout.readline()
    if not line:
        raise FailedError("The export ended without a result. Nothing of yours is lost; please try again.")
    verdict: Done | Refused = msgspec.json.decode(line, type=Done | Refused)
    await process.wait()
    return verdict


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The file, read off the event loop, and closed in the end or when nobody wants more."""
    try:
        while piece := await asyncio.to_thread(file.read, CHUNK):
            yield piece
    finally:
        file.close()
