"""What the standard library offers for waiting works on the virtual clock, to the exact instant."""

import asyncio

import pytest

from playground.virtual_time.loop import VirtualTimeLoop


def played(coroutine, until=100.0):
    """Run a coroutine on a loop of its own; its result."""
    loop = VirtualTimeLoop()
    task = loop.create_task(coroutine)
    loop.run_until(until)
    loop.close()
    return task.result()


def now():
    return asyncio.get_running_loop().time()


def test_sleep():
    async def story():
        await asyncio.sleep(1.5)
        first = now()
        await asyncio.sleep(0)
        return first, now(), await asyncio.sleep(2, "result")

    assert played(story()) == (1.5, 1.5, "result")


def test_an_hour_of_waiting_costs_no_time():
    async def story():
        await asyncio.sleep(3600)
        return now()

    assert played(story(), until=4000) == 3600


def test_timeout_fires_at_its_instant():
    async def story():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.sleep(5)
        return now()

    assert played(story()) == 2


def test_timeout_at_and_reschedule():
    async def story():
        try:
            async with asyncio.timeout_at(9) as scope:
                scope.reschedule(4)
                await asyncio.sleep(50)
        except TimeoutError:
            return now()

    assert played(story()) == 4


def test_a_timeout_that_is_not_needed_leaves_no_trace():
    async def story():
        async with asyncio.timeout(2):
            await asyncio.sleep(1)
        await asyncio.sleep(5)
        return now()

    assert played(story()) == 6


def test_of_two_nested_timeouts_the_shorter_decides():
    async def story():
        caught = []
        try:
            async with asyncio.timeout(1):
                try:
                    async with asyncio.timeout(3):
                        await asyncio.sleep(10)
                except TimeoutError:
                    caught.append("inner")
        except TimeoutError:
            caught.append("outer")
        return caught, now()

    assert played(story()) == (["outer"], 1)


@pytest.mark.parametrize(("answer_first", "expected"), [(True, "answer"), (False, "timeout")])
def test_an_answer_at_the_very_instant_of_the_timeout_is_decided_by_who_was_there_first(answer_first, expected):
    async def story():
        loop = asyncio.get_running_loop()
        answer = loop.create_future()
        if answer_first:
            loop.call_at(1.0, answer.set_result, "answer")
        try:
            async with asyncio.timeout_at(1.0):
                if not answer_first:
                    loop.call_at(1.0, lambda: answer.done() or answer.set_result("answer"))
                return await answer
        except TimeoutError:
            return "timeout"

    assert played(story()) == expected


def test_wait_for():
    async def story():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.sleep(9), 2)
        return now(), await asyncio.wait_for(asyncio.sleep(1, "in time"), 2)

    assert played(story()) == (2, "in time")


def test_wait_for_the_first():
    async def story():
        tasks = [asyncio.create_task(asyncio.sleep(wait, wait)) for wait in (3, 1, 2)]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        first = now()
        await asyncio.wait(pending, timeout=1.5)
        return first, [task.result() for task in done], now(), [task.done() for task in tasks]

    assert played(story()) == (1, [1], 2.5, [False, True, True])


def test_gather_and_as_completed():
    async def story():
        together = await asyncio.gather(*(asyncio.sleep(wait, wait) for wait in (3, 1)))
        one_by_one = [await each for each in asyncio.as_completed([asyncio.sleep(2, 2), asyncio.sleep(1, 1)])]
        return together, one_by_one, now()

    assert played(story()) == ([3, 1], [1, 2], 5)


def test_queue():
    async def story():
        queue, got = asyncio.Queue(maxsize=1), []

        async def produce():
            for number in range(3):
                await queue.put(number)
                await asyncio.sleep(1)

        producer = asyncio.create_task(produce())
        for _ in range(3):
            got.append((now(), await queue.get()))
            await asyncio.sleep(0.25)
        await producer
        return got

    assert [number for _, number in played(story())] == [0, 1, 2]


def test_semaphore_lets_in_as_many_as_it_says():
    async def story():
        places, entered = asyncio.Semaphore(2), []

        async def visit(name):
            async with places:
                entered.append((now(), name))
                await asyncio.sleep(1)

        await asyncio.gather(*(visit(name) for name in range(5)))
        return entered

    assert played(story()) == [(0, 0), (0, 1), (1, 2), (1, 3), (2, 4)]


def test_event_condition_and_lock():
    async def story():
        event, condition, log = asyncio.Event(), asyncio.Condition(), []

        async def waits():
            await event.wait()
            async with condition:
                await condition.wait()
                log.append(now())

        waiter = asyncio.create_task(waits())
        await asyncio.sleep(1)
        event.set()
        await asyncio.sleep(1)
        async with condition:
            condition.notify_all()
        await waiter
        return log

    assert played(story()) == [2]


def test_task_group_cancels_the_others_when_one_fails():
    async def story():
        ended = []

        async def long():
            try:
                await asyncio.sleep(10)
            finally:
                ended.append(now())

        async def failing():
            await asyncio.sleep(1)
            raise LookupError("one of the group")

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(long())
                group.create_task(failing())
        except* LookupError as caught:
            ended.append(len(caught.exceptions))
        return ended

    assert played(story()) == [1, 1]


def test_shield_lets_the_work_go_on():
    async def story():
        work = asyncio.create_task(asyncio.sleep(3, "done"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.shield(work)
        return now(), await work, now()

    assert played(story()) == (1, "done", 3)


def test_it_runs_inside_a_real_loop_that_is_running():
    async def real():
        outside = asyncio.get_running_loop()
        result = played(asyncio.sleep(1000, "virtual"), until=2000)
        assert asyncio.get_running_loop() is outside
        await asyncio.sleep(0)
        return result

    assert asyncio.run(real()) == "virtual"


def test_the_real_loop_is_back_after_an_error_too():
    async def real():
        outside, loop = asyncio.get_running_loop(), VirtualTimeLoop()
        loop.call_soon(lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            loop.run_until(1)
        loop.close()
        return asyncio.get_running_loop() is outside

    assert asyncio.run(real())


@pytest.mark.parametrize("outside_world", ["run_in_executor", "create_server", "add_signal_handler"])
def test_there_is_no_outside_world(outside_world):
    async def asks():
        await getattr(asyncio.get_running_loop(), outside_world)(None, None)

    with pytest.raises(NotImplementedError):
        played(asks())
