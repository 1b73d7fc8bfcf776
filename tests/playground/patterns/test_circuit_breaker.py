"""A circuit breaker: closed, open, half-open, and the six arrows between them."""

import asyncio
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.patterns.call import Call, CallFailed, CircuitOpen
from playground.patterns.circuit_breaker import CircuitBreaker
from playground.virtual_time.loop import VirtualTimeLoop


class Switch:
    """A dependency that can be broken and mended."""

    def __init__(self):
        self.broken = False
        self.calls = 0
        self.takes = 0.0

    async def __call__(self, call):
        self.calls += 1
        await asyncio.sleep(self.takes)
        if self.broken:
            raise CallFailed("broken")
        return "answer"


class OwnFault(CallFailed):
    kind = "conflict"
    dependency_failed = False


def breaker(clock, changes=None, **more):
    settings = {"failure_rate": 0.5, "minimum_calls": 4, "half_open_calls": 2}
    times = {"window": clock.s(10), "open_time": clock.s(5)}
    heard = [] if changes is None else changes
    return CircuitBreaker(**{**settings, **times, **more}, on_change=heard.append)


async def ask(breaker, switch, times=1):
    """The outcomes, in a word each."""
    heard = []
    for _ in range(times):
        try:
            heard.append(await breaker.run(switch, Call("payment")))
        except CallFailed as error:
            heard.append(error.kind)
    return heard


def test_closed_lets_calls_pass(clock):
    assert clock.play(ask(breaker(clock), Switch(), 3)) == ["answer"] * 3


def test_it_opens_at_the_failure_rate_and_then_sends_nothing(clock):
    async def story():
        changes, switch = [], Switch()
        guard = breaker(clock, changes)
        heard = await ask(guard, switch, 2)
        switch.broken = True
        heard += await ask(guard, switch, 4)
        return heard, changes, switch.calls

    assert clock.play(story()) == (["answer"] * 2 + ["error"] * 2 + ["breaker"] * 2, ["open"], 4)


def test_fewer_than_the_minimum_prove_nothing(clock):
    async def story():
        switch = Switch()
        switch.broken = True
        return await ask(breaker(clock, minimum_calls=6), switch, 7)

    assert clock.play(story()) == ["error"] * 6 + ["breaker"]


def test_failures_older_than_the_window_do_not_count(clock):
    async def story():
        switch, changes = Switch(), []
        guard = breaker(clock, changes)
        switch.broken = True
        heard = await ask(guard, switch, 3)
        await asyncio.sleep(clock.s(15))
        heard += await ask(guard, switch, 3)
        return heard, changes

    assert clock.play(story()) == (["error"] * 6, [])


def test_a_refusal_says_nothing_about_the_dependency(clock):
    refused = CircuitOpen("x")
    assert (refused.kind, refused.dependency_failed) == ("breaker", False)


def test_half_open_lets_so_many_probes_pass_and_no_more(clock):
    async def story():
        switch, changes = Switch(), []
        guard = breaker(clock, changes)
        switch.broken = True
        await ask(guard, switch, 4)
        await asyncio.sleep(clock.s(6))
        switch.broken, switch.takes = False, clock.s(1)
        together = await asyncio.gather(*(ask(guard, switch) for _ in range(5)))
        return [heard[0] for heard in together], changes, switch.calls

    heard, changes, calls = clock.play(story())
    assert sorted(heard) == ["answer"] * 2 + ["breaker"] * 3
    assert changes == ["open", "half_open", "closed"]
    assert calls == 6


def test_one_failed_probe_opens_it_again_for_the_whole_time(clock):
    async def story():
        switch, changes = Switch(), []
        guard = breaker(clock, changes)
        switch.broken = True
        await ask(guard, switch, 4)
        await asyncio.sleep(clock.s(6))
        heard = await ask(guard, switch, 2)
        await asyncio.sleep(clock.s(3))
        heard += await ask(guard, switch, 1)
        await asyncio.sleep(clock.s(3))
        switch.broken = False
        heard += await ask(guard, switch, 3)
        return heard, changes

    heard, changes = clock.play(story())
    assert heard == ["error", "breaker", "breaker", "answer", "answer", "answer"]
    assert changes == ["open", "half_open", "open", "half_open", "closed"]


def test_after_closing_old_failures_are_forgotten(clock):
    async def story():
        switch = Switch()
        guard = breaker(clock)
        switch.broken = True
        await ask(guard, switch, 4)
        await asyncio.sleep(clock.s(6))
        switch.broken = False
        await ask(guard, switch, 2)
        switch.broken = True
        return await ask(guard, switch, 3)

    assert clock.play(story()) == ["error"] * 3


@pytest.mark.parametrize("ending", ["cancelled", "our own fault"])
def test_a_probe_that_proves_nothing_gives_its_place_back(clock, ending):
    async def story():
        switch = Switch()
        guard = breaker(clock, half_open_calls=1)
        switch.broken = True
        await ask(guard, switch, 4)
        await asyncio.sleep(clock.s(6))
        if ending == "cancelled":
            switch.takes = clock.s(50)
            probe = asyncio.get_running_loop().create_task(ask(guard, switch))
            await asyncio.sleep(clock.s(1))
            probe.cancel()
            await asyncio.wait([probe])
        else:

            async def conflict(call):
                raise OwnFault

            await ask(guard, conflict)
        switch.broken, switch.takes = False, 0
        return await ask(guard, switch, 2)

    assert clock.play(story()) == ["answer", "answer"]


def test_an_answer_from_before_it_opened_changes_nothing(clock):
    """A slow success that was under way when the breaker opened must not count for the half-open state."""

    async def story():
        switch, changes = Switch(), []
        guard = breaker(clock, changes, half_open_calls=1)
        slow = Switch()
        slow.takes = clock.s(8)
        early = asyncio.get_running_loop().create_task(ask(guard, slow))
        await asyncio.sleep(0)
        switch.broken = True
        await ask(guard, switch, 4)
        await asyncio.sleep(clock.s(6))
        switch.broken, switch.takes = True, clock.s(4)
        probe = asyncio.get_running_loop().create_task(ask(guard, switch))
        await early
        during = guard.state.name
        await probe
        return during, changes

    assert clock.play(story()) == ("half_open", ["open", "half_open", "open"])


def test_slow_calls_count_as_failures(clock):
    async def story():
        switch, changes = Switch(), []
        switch.takes = clock.s(2)
        guard = breaker(clock, changes, slow_call=clock.s(1), window=clock.s(100))
        return await ask(guard, switch, 5), changes

    assert clock.play(story()) == (["answer"] * 4 + ["breaker"], ["open"])


def test_our_own_failures_do_not_open_it(clock):
    async def conflict(call):
        raise OwnFault

    async def story():
        changes = []
        return set(await ask(breaker(clock, changes), conflict, 20)), changes

    assert clock.play(story()) == ({"conflict"}, [])


ARROWS = {("closed", "open"), ("open", "half_open"), ("half_open", "open"), ("half_open", "closed")}
ASKED = st.lists(
    st.tuples(st.sampled_from([0, 0.1, 1, 5]), st.sampled_from([0, 0.1, 2]), st.booleans(), st.booleans()), max_size=40
)
"""Calls: the pause before, how long it takes, whether it fails, whether it is cancelled."""


class Probed:
    """A dependency that counts how many probes are with it at once."""

    def __init__(self, guard):
        self.guard = guard
        self.probing = self.most = 0

    async def ask(self, takes, fails):
        with suppress(CallFailed):
            await self.guard.run(lambda call: self.serve(takes, fails), Call("payment"))

    async def serve(self, takes, fails):
        probe = self.guard.state.name == "half_open"
        self.probing += probe
        self.most = max(self.most, self.probing)
        try:
            await asyncio.sleep(takes)
        finally:
            self.probing -= probe
        if fails:
            raise CallFailed


@given(ASKED, st.integers(1, 3))
def test_whatever_happens_it_keeps_to_its_arrows_and_its_probes_and_locks_nobody_out(asked, probes):
    loop, states = VirtualTimeLoop(), ["closed"]
    guard = CircuitBreaker(0.5, 10, 3, 4, probes, on_change=states.append)
    dependency = Probed(guard)

    async def story():
        for pause, takes, fails, cancelled in asked:
            await asyncio.sleep(pause)
            task = loop.spawn(dependency.ask(takes, fails))
            if cancelled:
                loop.call_later(0.1, task.cancel)
        await asyncio.sleep(10)
        for _ in range(probes):
            await dependency.ask(0, fails=False)

    loop.spawn(story())
    loop.run_until(1000)
    loop.close()
    assert set(pairwise(states)) <= ARROWS
    assert dependency.most <= probes
    assert guard.state.name == "closed"  # no probe that leaked keeps a healthy dependency locked out
