"""Every pattern passes the same tests on a real asyncio loop and in virtual time.

`clock.play(coroutine)` runs one on a loop of its own. A second of a test is a second of virtual time, or 20 ms of real
time; `clock.exactly` is exact in virtual time, and on a real loop says only that it was not too early.
"""

import asyncio

import pytest

from playground.patterns.call import Call, CallFailed
from playground.virtual_time.loop import VirtualTimeLoop


class VirtualClock:
    def play(self, coroutine):
        loop = VirtualTimeLoop()
        task = loop.create_task(coroutine)
        loop.run_until(10_000)
        loop.close()
        return task.result()

    def s(self, seconds):
        return float(seconds)

    def exactly(self, took, seconds):
        return took == pytest.approx(seconds, abs=1e-9)


class RealClock:
    def play(self, coroutine):
        return asyncio.run(coroutine)

    def s(self, seconds):
        return seconds * 0.02

    def exactly(self, took, seconds):
        return took >= self.s(seconds) * 0.9


@pytest.fixture(params=[VirtualClock, RealClock], ids=["virtual time", "a real loop"])
def clock(request):
    return request.param()


class Dependency:
    """Something to call: `behaviour(call, number)` says what it does, and it remembers who called when."""

    def __init__(self, behaviour):
        self.behaviour = behaviour
        self.calls = []
        self.times = []
        self.running = self.most_running = self.finished = self.cancelled = 0

    async def __call__(self, call):
        self.calls.append(call)
        self.times.append(asyncio.get_running_loop().time())
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            answer = await self.behaviour(call, len(self.calls))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1
        self.finished += 1
        return answer


@pytest.fixture
def dependency():
    return Dependency


class Failed(CallFailed):
    kind = "error"


class TimedOut(CallFailed):
    kind = "timeout"


class Overloaded(CallFailed):
    kind = "overload"


class Conflict(CallFailed):
    kind = "conflict"
    dependency_failed = False


@pytest.fixture
def failures():
    return {"error": Failed, "timeout": TimedOut, "overload": Overloaded, "conflict": Conflict}


@pytest.fixture
def call():
    return Call("payment", 7)
