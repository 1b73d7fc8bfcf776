"""No error passes unseen, and closing a loop leaves nothing behind."""

import asyncio
import gc
import weakref

import pytest

from playground.virtual_time.loop import TimeStandsStillError, VirtualTimeLoop


@pytest.fixture
def loop():
    loop = VirtualTimeLoop()
    yield loop
    loop.close()


async def failing(after=1.0):
    await asyncio.sleep(after)
    raise LookupError("a defect of the model")


def test_what_never_lets_time_move_on_is_an_error_and_not_a_frozen_program(loop):
    def again():
        loop.call_soon(again)

    loop.call_at(3.0, again)
    with pytest.raises(TimeStandsStillError, match="at 3 s"):
        loop.run_until(9)


def test_very_much_at_one_instant_is_no_error(loop):
    ran = []
    for _ in range(100_000):
        loop.call_at(1.0, ran.append, None)
    loop.run_until(2)
    assert len(ran) == 100_000


def test_a_callback_that_raises_stops_the_run_at_its_instant(loop):
    loop.call_at(2.0, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loop.run_until(9)
    assert loop.now == 2.0


def test_a_task_that_nobody_awaits_stops_the_run_when_it_fails(loop):
    loop.spawn(failing())
    with pytest.raises(LookupError):
        loop.run_until(9)
    assert loop.now == 1.0


def test_a_task_that_is_cancelled_has_not_failed(loop):
    task = loop.spawn(failing())
    loop.call_at(0.5, task.cancel)
    loop.run_until(9)
    assert task.cancelled()


def test_the_failure_of_an_awaited_task_is_for_whoever_awaits_it(loop):
    async def awaits():
        with pytest.raises(LookupError):
            await loop.create_task(failing())
        return "seen"

    task = loop.create_task(awaits())
    loop.run_until(9)
    assert task.result() == "seen"


def test_close_cancels_every_task_and_lets_it_clean_up(loop):
    cleaned = []

    async def tidy(name):
        try:
            await asyncio.sleep(1000)
        finally:
            cleaned.append(name)

    for name in range(3):
        loop.create_task(tidy(name))
    loop.run_until(1)
    loop.close()
    assert sorted(cleaned) == [0, 1, 2]
    assert asyncio.all_tasks(loop) == set()
    assert loop.now == 1.0


def test_close_ends_a_clean_up_that_waits(loop):
    async def stubborn():
        try:
            await asyncio.sleep(1000)
        finally:
            await asyncio.sleep(1000)

    task = loop.create_task(stubborn())
    loop.run_until(1)
    loop.close()
    assert task.done()


def test_close_runs_nothing_that_lies_in_the_future(loop):
    ran = []
    loop.call_later(1, ran.append, "future")
    loop.close()
    assert not ran


def test_closing_twice_is_closing_once(loop):
    loop.close()
    loop.close()
    assert loop.is_closed()


def test_a_closed_loop_leaves_nothing_for_the_garbage_collector_to_complain_about():
    loop = VirtualTimeLoop()
    tasks = [loop.create_task(asyncio.sleep(1000)) for _ in range(10)]
    loop.run_until(1)
    loop.close()
    gone = weakref.ref(loop)
    del loop, tasks
    gc.collect()
    assert gone() is None
