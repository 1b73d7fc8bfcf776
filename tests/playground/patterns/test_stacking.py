"""Patterns have one shape, so they stack in any order; each order means something else."""

import asyncio
from functools import partial

import pytest

from playground.patterns.backoff import Backoff
from playground.patterns.bulkhead import Bulkhead
from playground.patterns.call import Call, CallFailed
from playground.patterns.circuit_breaker import CircuitBreaker
from playground.patterns.retry import Retry
from playground.patterns.timeout import AttemptTimeout


def stacked(operation, *patterns):
    """The first pattern outermost."""
    for pattern in reversed(patterns):
        operation = partial(pattern.run, operation)
    return operation


def never(clock):
    async def behaviour(call, number):
        await asyncio.sleep(clock.s(100))

    return behaviour


def test_a_timeout_inside_a_retry_bounds_each_attempt(clock, dependency, call):
    async def story():
        began, operation = asyncio.get_running_loop().time(), dependency(never(clock))
        with pytest.raises(CallFailed):
            await stacked(operation, Retry(3, Backoff("none")), AttemptTimeout(clock.s(1)))(call)
        return asyncio.get_running_loop().time() - began, len(operation.calls)

    took, calls = clock.play(story())
    assert clock.exactly(took, 3)
    assert calls == 3


def test_a_timeout_around_a_retry_bounds_all_attempts(clock, dependency, call):
    async def story():
        began, operation = asyncio.get_running_loop().time(), dependency(never(clock))
        with pytest.raises(CallFailed):
            await stacked(operation, AttemptTimeout(clock.s(1)), Retry(3, Backoff("none")))(call)
        return asyncio.get_running_loop().time() - began, len(operation.calls)

    took, calls = clock.play(story())
    assert clock.exactly(took, 1)
    assert calls == 1


def test_a_breaker_inside_a_retry_counts_attempts_and_around_it_calls(clock, dependency, call):
    async def fails(call, number):
        raise CallFailed

    async def story(inside):
        breaker, retry = CircuitBreaker(0.5, clock.s(100), 3, clock.s(50)), Retry(3, Backoff("none"))
        order = (retry, breaker) if inside else (breaker, retry)
        operation = dependency(fails)
        with pytest.raises(CallFailed):
            await stacked(operation, *order)(call)
        return breaker.state.name, len(operation.calls)

    assert clock.play(story(inside=True)) == ("open", 3)
    assert clock.play(story(inside=False)) == ("closed", 3)


def test_after_a_storm_of_cancellations_no_pool_or_breaker_has_leaked(clock):
    async def story():
        pool, breaker = Bulkhead(2, clock.s(3)), CircuitBreaker(0.5, clock.s(5), 2, clock.s(2), 1)
        retry = Retry(3, Backoff("constant", first_delay=clock.s(0.5), jitter="none"))
        healthy = False

        async def operation(call):
            await asyncio.sleep(clock.s(0.1 if healthy else 1 + call.identity % 3))
            if not healthy and call.identity % 2:
                raise CallFailed
            return "answer"

        call_through = stacked(operation, retry, breaker, pool, AttemptTimeout(clock.s(2)))
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(call_through(Call("payment", n))) for n in range(30)]
        for number, task in enumerate(tasks):
            loop.call_later(clock.s(number % 7), task.cancel)
        await asyncio.wait(tasks)
        for task in tasks:
            assert task.cancelled() or task.exception() is None or isinstance(task.exception(), CallFailed)
        healthy = True
        await asyncio.sleep(clock.s(6))
        return pool.busy, pool.waiting, [await call_through(Call("payment", n)) for n in range(5)]

    assert clock.play(story()) == (0, 0, ["answer"] * 5)
