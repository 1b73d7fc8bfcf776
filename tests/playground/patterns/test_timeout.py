"""A timeout is the caller's decision to stop waiting, and says nothing about the other side."""

import asyncio

import pytest

from playground.patterns.call import AttemptTimedOut, Call, DeadlineExceeded
from playground.patterns.timeout import AttemptTimeout, Deadline


def takes(seconds, answer="answer"):
    async def behaviour(call, number):
        await asyncio.sleep(seconds)
        return answer

    return behaviour


def since(began):
    return asyncio.get_running_loop().time() - began


def test_an_answer_in_time_passes(clock, dependency, call):
    operation = dependency(takes(clock.s(1)))
    assert clock.play(AttemptTimeout(clock.s(5)).run(operation, call)) == "answer"


def test_without_an_answer_it_gives_up_after_its_seconds(clock, dependency, call):
    async def story():
        began, heard = asyncio.get_running_loop().time(), []
        operation = dependency(takes(clock.s(50)))
        with pytest.raises(AttemptTimedOut) as caught:
            await AttemptTimeout(clock.s(2), on_timeout=heard.append).run(operation, call)
        return since(began), heard, caught.value.kind, operation.cancelled

    took, heard, kind, cancelled = clock.play(story())
    assert clock.exactly(took, 2)
    assert (heard, kind, cancelled) == ([call], "timeout", 1)


def test_it_does_not_stop_work_that_goes_on_elsewhere(clock, call):
    async def story():
        done = []

        async def work():
            await asyncio.sleep(clock.s(3))
            done.append("the effect")

        elsewhere = asyncio.get_running_loop().create_task(work())

        async def asks(call):
            await asyncio.shield(elsewhere)

        with pytest.raises(AttemptTimedOut):
            await AttemptTimeout(clock.s(1)).run(asks, call)
        before = list(done)
        await elsewhere
        return before, done

    assert clock.play(story()) == ([], ["the effect"])


def test_a_cancellation_from_outside_is_not_a_timeout(clock, dependency, call):
    async def story():
        operation = dependency(takes(clock.s(50)))
        task = asyncio.get_running_loop().create_task(AttemptTimeout(clock.s(20)).run(operation, call))
        await asyncio.sleep(clock.s(1))
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert clock.play(story())


def test_the_failure_of_the_call_passes_through(clock, dependency, call, failures):
    async def fails(call, number):
        raise failures["error"]

    with pytest.raises(failures["error"]):
        clock.play(AttemptTimeout(clock.s(5)).run(dependency(fails), call))


def test_the_deadline_ends_whatever_is_being_tried(clock, dependency):
    async def story():
        began, heard = asyncio.get_running_loop().time(), []
        operation = dependency(takes(clock.s(50)))
        with pytest.raises(DeadlineExceeded) as caught:
            await Deadline(heard.append).run(operation, Call("payment", deadline=began + clock.s(2)))
        return since(began), len(heard), caught.value.kind

    took, heard, kind = clock.play(story())
    assert clock.exactly(took, 2)
    assert (heard, kind) == (1, "deadline")


def test_after_its_deadline_a_call_is_not_even_sent(clock, dependency):
    async def story():
        operation = dependency(takes(0))
        await asyncio.sleep(clock.s(2))
        with pytest.raises(DeadlineExceeded):
            await Deadline().run(operation, Call("payment", deadline=asyncio.get_running_loop().time() - clock.s(1)))
        return operation.calls

    assert clock.play(story()) == []


def test_a_call_without_a_deadline_may_take_for_ever(clock, dependency, call):
    assert clock.play(Deadline().run(dependency(takes(clock.s(30))), call)) == "answer"


def test_a_deadline_between_two_attempts_ends_the_pause(clock, dependency, failures):
    from playground.patterns.backoff import Backoff
    from playground.patterns.retry import Retry

    async def fails(call, number):
        raise failures["error"]

    async def story():
        began = asyncio.get_running_loop().time()
        operation = dependency(fails)
        retry = Retry(5, Backoff("constant", first_delay=clock.s(10), jitter="none"))

        async def retried(call):
            return await retry.run(operation, call)

        with pytest.raises(DeadlineExceeded):
            await Deadline().run(retried, Call("payment", deadline=began + clock.s(15)))
        return since(began), len(operation.calls)

    took, calls = clock.play(story())
    assert clock.exactly(took, 15)
    assert calls == 2
