"""Retry asks again, a bounded number of times, after a pause, when asking again can help."""

import asyncio

import pytest

from playground.patterns.backoff import Backoff
from playground.patterns.retry import Retry


def fails_first(times, error):
    async def behaviour(call, number):
        if number <= times:
            raise error("no")
        return f"answer {number}"

    return behaviour


def no_pause(attempts=3, **more):
    return Retry(attempts, Backoff("none"), **more)


def test_a_success_is_not_repeated(clock, dependency, call, failures):
    operation = dependency(fails_first(0, failures["error"]))
    assert clock.play(no_pause().run(operation, call)) == "answer 1"
    assert len(operation.calls) == 1


def test_a_rare_failure_is_cured(clock, dependency, call, failures):
    operation = dependency(fails_first(2, failures["error"]))
    assert clock.play(no_pause().run(operation, call)) == "answer 3"
    assert [each.attempt for each in operation.calls] == [1, 2, 3]
    assert {each.identity for each in operation.calls} == {call.identity}


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_max_attempts_includes_the_first(clock, dependency, call, failures, attempts):
    operation = dependency(fails_first(99, failures["error"]))
    with pytest.raises(failures["error"]):
        clock.play(no_pause(attempts).run(operation, call))
    assert len(operation.calls) == attempts


def test_without_a_limit_it_goes_on_until_it_succeeds(clock, dependency, call, failures):
    operation = dependency(fails_first(150, failures["error"]))
    assert clock.play(no_pause(None).run(operation, call)) == "answer 151"


def test_only_failures_worth_another_try_get_one(clock, dependency, call, failures):
    for kind, calls in (("timeout", 3), ("error", 1), ("overload", 1)):
        operation = dependency(fails_first(99, failures[kind]))
        with pytest.raises(failures[kind]):
            clock.play(no_pause(retry_on=frozenset({"timeout"})).run(operation, call))
        assert len(operation.calls) == calls


def test_an_error_that_is_no_failed_call_is_not_retried(clock, dependency, call):
    async def defect(call, number):
        raise LookupError

    operation = dependency(defect)
    with pytest.raises(LookupError):
        clock.play(no_pause().run(operation, call))
    assert len(operation.calls) == 1


def test_pauses_grow(clock, dependency, call, failures):
    operation = dependency(fails_first(3, failures["error"]))
    retry = Retry(4, Backoff("exponential", first_delay=clock.s(1), multiplier=2, jitter="none"))
    clock.play(retry.run(operation, call))
    pauses = [later - earlier for earlier, later in zip(operation.times, operation.times[1:], strict=False)]
    assert all(clock.exactly(pause, expected) for pause, expected in zip(pauses, (1, 2, 4), strict=True))


def test_retry_after_is_the_least_pause(clock, dependency, call, failures):
    asked = failures["overload"]("later")
    asked.retry_after = clock.s(3)

    async def once(call, number):
        if number == 1:
            raise asked
        return "answer"

    for honour, expected in ((True, 3), (False, 1)):
        operation = dependency(once)
        backoff = Backoff("constant", first_delay=clock.s(1), jitter="none")
        clock.play(Retry(2, backoff, honour_retry_after=honour).run(operation, call))
        assert clock.exactly(operation.times[1] - operation.times[0], expected)


def test_the_jitter_is_drawn_for_the_attempt_that_failed(clock, dependency, call, failures):
    drawn = []
    operation = dependency(fails_first(2, failures["error"]))
    retry = Retry(3, Backoff(first_delay=clock.s(1)), chance=lambda call: drawn.append(call.attempt) or 0.0)
    clock.play(retry.run(operation, call))
    assert drawn == [1, 2]


def test_it_says_what_it_does(clock, dependency, call, failures):
    said = []
    operation = dependency(fails_first(1, failures["error"]))
    backoff = Backoff("constant", first_delay=clock.s(1), jitter="none")
    clock.play(Retry(3, backoff, on_retry=lambda call, delay: said.append((call.attempt, delay))).run(operation, call))
    assert said == [(1, clock.s(1))]


def test_cancelling_ends_the_pause(clock, dependency, call, failures):
    async def story():
        operation = dependency(fails_first(9, failures["error"]))
        retry = Retry(9, Backoff("constant", first_delay=clock.s(50), longest_delay=clock.s(50), jitter="none"))
        task = asyncio.get_running_loop().create_task(retry.run(operation, call))
        await asyncio.sleep(clock.s(1))
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), len(operation.calls)

    assert clock.play(story()) == (True, 1)
