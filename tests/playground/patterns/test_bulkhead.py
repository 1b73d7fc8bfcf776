"""A bulkhead: so many calls at once, the others wait so long for a place, and no place is ever lost."""

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.patterns.bulkhead import Bulkhead
from playground.patterns.call import BulkheadFull, Call, CallFailed
from playground.virtual_time.loop import VirtualTimeLoop


def takes(seconds):
    async def behaviour(call, number):
        await asyncio.sleep(seconds)
        return number

    return behaviour


def start(pool, operation, call, count):
    loop = asyncio.get_running_loop()
    return [loop.create_task(pool.run(operation, call)) for _ in range(count)]


async def outcomes(tasks):
    return [type(each).__name__ for each in await asyncio.gather(*tasks, return_exceptions=True)]


def test_no_more_than_its_limit_run_at_once(clock, dependency, call):
    async def story():
        operation, pool = dependency(takes(clock.s(1))), Bulkhead(3, clock.s(100))
        await asyncio.gather(*start(pool, operation, call, 10))
        return operation.most_running, operation.finished, pool.busy, pool.waiting

    assert clock.play(story()) == (3, 10, 0, 0)


def test_without_waiting_the_rest_is_refused_at_once(clock, dependency, call):
    async def story():
        full, operation = [], dependency(takes(clock.s(1)))
        ended = await outcomes(start(Bulkhead(2, on_full=full.append), operation, call, 5))
        return ended.count("BulkheadFull"), len(operation.calls), len(full)

    assert clock.play(story()) == (3, 2, 3)


def test_who_waits_too_long_is_refused(clock, dependency, call):
    async def story():
        began, pool = asyncio.get_running_loop().time(), Bulkhead(1, clock.s(2))
        holder = start(pool, dependency(takes(clock.s(50))), call, 1)
        await asyncio.sleep(0)
        with pytest.raises(BulkheadFull) as caught:
            await pool.run(dependency(takes(0)), call)
        took = asyncio.get_running_loop().time() - began
        holder[0].cancel()
        await asyncio.wait(holder)
        return took, caught.value.kind, caught.value.dependency_failed, pool.busy

    took, *rest = clock.play(story())
    assert clock.exactly(took, 2)
    assert rest == ["bulkhead", False, 0]


def test_places_are_given_in_the_order_of_waiting(clock, dependency):
    async def story():
        pool, order = Bulkhead(1, clock.s(100)), []

        async def notes(call):
            order.append(call.identity)
            await asyncio.sleep(clock.s(0.1))

        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.create_task(pool.run(notes, Call("payment", n))) for n in range(6)))
        return order

    assert clock.play(story()) == list(range(6))


def test_a_failed_call_gives_its_place_back(clock, dependency, call):
    async def fails(call, number):
        raise CallFailed

    async def story():
        pool = Bulkhead(1)
        for _ in range(3):
            with pytest.raises(CallFailed):
                await pool.run(dependency(fails), call)
        return pool.busy

    assert clock.play(story()) == 0


def test_a_cancelled_call_hands_its_place_on(clock, dependency, call):
    async def story():
        pool = Bulkhead(1, clock.s(100))
        first = start(pool, dependency(takes(clock.s(90))), call, 1)[0]
        await asyncio.sleep(0)
        second = start(pool, dependency(takes(0)), call, 1)[0]
        await asyncio.sleep(clock.s(1))
        first.cancel()
        return await second, pool.busy

    assert clock.play(story()) == (1, 0)


def test_who_is_cancelled_while_waiting_takes_no_place(clock, dependency, call):
    async def story():
        pool = Bulkhead(1, clock.s(100))
        holder = start(pool, dependency(takes(clock.s(2))), call, 1)[0]
        await asyncio.sleep(0)
        waiter = start(pool, dependency(takes(0)), call, 1)[0]
        await asyncio.sleep(clock.s(1))
        waiter.cancel()
        await holder
        return pool.busy, pool.waiting, await pool.run(dependency(takes(0)), call)

    assert clock.play(story()) == (0, 0, 1)


def test_a_place_granted_at_the_moment_of_giving_up_goes_to_the_next(clock, dependency, call):
    """The holder leaves and the waiter is cancelled in the same breath: the place must not be lost between them."""

    async def story():
        pool = Bulkhead(1, clock.s(100))
        leave = asyncio.Event()

        async def holds(call):
            await leave.wait()

        holder = start(pool, holds, call, 1)[0]
        await asyncio.sleep(0)
        unlucky, next_in_line = start(pool, dependency(takes(0)), call, 2)
        await asyncio.sleep(0)
        leave.set()
        await asyncio.sleep(0)  # the holder has left, the place is granted, the waiter has not run yet
        unlucky.cancel()
        await asyncio.wait([holder, unlucky, next_in_line])
        return unlucky.cancelled(), next_in_line.result(), pool.busy, pool.waiting

    assert clock.play(story()) == (True, 1, 0, 0)


def test_more_places_are_taken_at_once_by_those_who_wait(clock, dependency, call):
    async def story():
        pool, operation = Bulkhead(1, clock.s(100)), dependency(takes(clock.s(1)))
        tasks = start(pool, operation, call, 4)
        await asyncio.sleep(0)
        before = pool.busy, pool.waiting
        pool.resize(3)
        after = pool.busy, pool.waiting
        await asyncio.gather(*tasks)
        return before, after

    assert clock.play(story()) == ((1, 3), (3, 1))


def test_fewer_places_take_nobody_off_his_own(clock, dependency, call):
    async def story():
        pool, operation = Bulkhead(3, clock.s(100)), dependency(takes(clock.s(1)))
        tasks = start(pool, operation, call, 6)
        await asyncio.sleep(0)
        pool.resize(1)
        await asyncio.gather(*tasks)
        return operation.finished, operation.cancelled, pool.busy

    assert clock.play(story()) == (6, 0, 0)


VISITS = st.lists(
    st.tuples(st.sampled_from([0, 0.5, 1, 1.5]), st.sampled_from([0, 0.5, 1, 2]), st.sampled_from([None, 0, 0.5, 1])),
    max_size=25,
)


@given(VISITS, st.integers(1, 3), st.sampled_from([0, 0.5, 1, 10]))
def test_whatever_happens_no_place_is_lost_or_given_twice(visits, limit, max_wait):
    """Arrivals, lengths and cancellations on a coarse grid, so that many of them fall on the same instant."""
    loop, pool, most = VirtualTimeLoop(), Bulkhead(limit, max_wait), []
    running = 0

    async def operation(call):
        nonlocal running
        running += 1
        most.append(running)
        try:
            await asyncio.sleep(call.identity / 10)
        finally:
            running -= 1

    async def visit(length):
        with contextlib.suppress(BulkheadFull):
            await pool.run(operation, Call("payment", int(length * 10)))

    for arrives, lasts, cancelled_after in visits:

        def come(lasts=lasts, cancelled_after=cancelled_after):
            task = loop.spawn(visit(lasts))
            if cancelled_after is not None:
                loop.call_later(cancelled_after, task.cancel)

        loop.call_at(arrives, come)
    loop.run_until(100)
    loop.close()
    assert max(most, default=0) <= limit
    assert (pool.busy, pool.waiting, running) == (0, 0, 0)
