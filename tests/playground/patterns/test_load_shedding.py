"""Load shedding refuses some work early and cheaply, so that the work which is taken on gets done."""

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.patterns.call import Call, CallFailed, Shed
from playground.patterns.load_shedding import AdaptiveThrottle, ConcurrencyLimit
from playground.virtual_time.chance import Stream


def takes(seconds):
    async def behaviour(call, number):
        await asyncio.sleep(seconds)
        return "answer"

    return behaviour


async def heard(tasks):
    return sorted(
        each if isinstance(each, str) else each.kind for each in await asyncio.gather(*tasks, return_exceptions=True)
    )


def test_the_limit_refuses_at_once_what_does_not_fit(clock, dependency, call):
    async def story():
        limit, operation = ConcurrencyLimit(3), dependency(takes(clock.s(1)))
        loop = asyncio.get_running_loop()
        answers = await heard([loop.create_task(limit.run(operation, call)) for _ in range(5)])
        return answers, operation.most_running, limit.inside

    assert clock.play(story()) == (["answer"] * 3 + ["shed"] * 2, 3, 0)


def test_whatever_becomes_of_a_call_its_place_is_free_again(clock, dependency, call):
    async def story():
        limit = ConcurrencyLimit(1)

        async def fails(call, number):
            raise CallFailed

        with pytest.raises(CallFailed):
            await limit.run(dependency(fails), call)
        task = asyncio.get_running_loop().create_task(limit.run(dependency(takes(clock.s(50))), call))
        await asyncio.sleep(clock.s(1))
        task.cancel()
        await asyncio.wait([task])
        return limit.inside, await limit.run(dependency(takes(0)), call)

    assert clock.play(story()) == (0, "answer")


def test_work_that_is_not_critical_goes_first():
    limit = ConcurrencyLimit(10, optional_share=0.5)
    assert [limit.admits(critical=False) for _ in range(6)] == [True] * 5 + [False]
    assert [limit.admits(critical=True) for _ in range(6)] == [True] * 5 + [False]


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 10), st.floats(0, 1))
def test_nobody_enters_above_the_limit(visitors, size, share):
    limit = ConcurrencyLimit(size, share)
    for critical in visitors:
        before = limit.inside
        entered = limit.admits(critical)
        assert entered == (before < size * (1 if critical else share))
        assert limit.inside <= size


def flood(clock, k, requests, capacity, seconds):
    """So many `requests` a second and so many that the backend takes; (offered to it, accepted, refused by it)."""

    async def story():
        stream, sent, accepted = Stream(1, "throttle"), 0, 0
        throttle = AdaptiveThrottle(k, clock.s(120), chance=lambda call: stream.uniform(call.identity))
        room = 0.0

        async def backend(call):
            nonlocal sent, accepted, room
            sent += 1
            if room < 1:
                refused = CallFailed("overloaded")
                refused.kind = "overload"
                raise refused
            room -= 1
            accepted += 1

        for number in range(requests * seconds):
            room = min(50.0, room + capacity / requests)  # a queue of 50, so that none of the capacity is wasted
            with contextlib.suppress(CallFailed):
                await throttle.run(backend, Call("payment", number))
            if number % 100 == 0:
                await asyncio.sleep(clock.s(100 / requests))
        return sent, accepted, sent - accepted

    return clock.play(story())


def test_with_k_2_the_backend_sees_one_refusal_for_each_accepted_request(clock):
    """Google SRE book, ch. 21: at 200 of 1000 requests a second the backend sees 400."""
    sent, accepted, refused = flood(clock, 2.0, requests=1000, capacity=200, seconds=30)
    assert sent / 30 == pytest.approx(400, rel=0.03)
    assert refused / accepted == pytest.approx(1, rel=0.05)


def test_a_backend_that_accepts_everything_is_never_throttled(clock, dependency, call):
    async def story():
        throttle = AdaptiveThrottle(chance=lambda call: 0.0)
        return {await throttle.run(dependency(takes(0)), call) for _ in range(200)}

    assert clock.play(story()) == {"answer"}


def test_other_failures_are_no_reason_to_throttle(clock, dependency, call):
    async def fails(call, number):
        raise CallFailed("a defect, not overload")

    async def story():
        throttle, operation = AdaptiveThrottle(chance=lambda call: 0.0), dependency(fails)
        for _ in range(100):
            with pytest.raises(CallFailed):
                await throttle.run(operation, call)
        return len(operation.calls)

    assert clock.play(story()) == 100


def test_it_forgets_after_its_window(clock, dependency, call, failures):
    async def overloaded(call, number):
        raise failures["overload"]

    async def story():
        shed = []
        throttle = AdaptiveThrottle(window=clock.s(10), chance=lambda call: 0.3, on_shed=shed.append)
        for _ in range(20):
            with pytest.raises((Shed, failures["overload"])):
                await throttle.run(dependency(overloaded), call)
        during = throttle.refusal_probability(asyncio.get_running_loop().time())
        await asyncio.sleep(clock.s(11))
        return during > 0.9, len(shed) > 10, throttle.refusal_probability(asyncio.get_running_loop().time())

    assert clock.play(story()) == (True, True, 0.0)
