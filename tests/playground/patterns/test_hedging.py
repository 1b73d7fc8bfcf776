"""Hedging asks a second time when the answer is slow, and takes whichever answer comes first."""

import asyncio
import gc

import pytest

from playground.patterns.call import CallFailed
from playground.patterns.hedging import Hedging
from playground.virtual_time.loop import VirtualTimeLoop


def takes_in_turn(*seconds):
    """Each call takes its own time; a negative time is a failure after that long."""

    async def behaviour(call, number):
        takes = seconds[number - 1]
        await asyncio.sleep(abs(takes))
        if takes < 0:
            raise CallFailed(f"copy {call.hedge}")
        return f"copy {call.hedge}"

    return behaviour


def since(began):
    return asyncio.get_running_loop().time() - began


def hedged(clock, dependency, call, *seconds, **more):
    async def story():
        began = asyncio.get_running_loop().time()
        operation = dependency(takes_in_turn(*(clock.s(each) for each in seconds)))
        hedging = Hedging(clock.s(1), **more)
        try:
            heard = await hedging.run(operation, call)
        except CallFailed as error:
            heard = f"failed: {error}"
        took = since(began)
        await asyncio.sleep(clock.s(40))  # whatever was called off or not is over by then
        return heard, took, operation, hedging

    return clock.play(story())


def test_a_fast_answer_is_asked_for_once(clock, dependency, call):
    heard, _, operation, _ = hedged(clock, dependency, call, 0.2)
    assert (heard, len(operation.calls)) == ("copy 0", 1)


def test_a_slow_answer_is_overtaken_by_the_copy(clock, dependency, call):
    heard, took, operation, _ = hedged(clock, dependency, call, 30, 0.5)
    assert heard == "copy 1"
    assert clock.exactly(took, 1.5)
    assert [each.hedge for each in operation.calls] == [0, 1]


def test_the_original_may_still_win(clock, dependency, call):
    heard, took, _, _ = hedged(clock, dependency, call, 3, 20)
    assert heard == "copy 0"
    assert clock.exactly(took, 3)


@pytest.mark.parametrize("cancel", [True, False])
def test_the_loser_is_called_off_or_runs_on_unheard(clock, dependency, call, cancel):
    _, _, operation, hedging = hedged(clock, dependency, call, 5, 0.5, cancel_loser=cancel)
    assert (operation.cancelled, operation.finished) == ((1, 1) if cancel else (0, 2))
    assert not hedging._stragglers


def test_no_more_copies_than_allowed(clock, dependency, call):
    _, took, operation, _ = hedged(clock, dependency, call, 10, 10, 10, max_hedges=2)
    assert [each.hedge for each in operation.calls] == [0, 1, 2]
    assert clock.exactly(took, 10)


def test_copies_go_out_one_after_every_delay(clock, dependency, call):
    _, _, operation, _ = hedged(clock, dependency, call, 10, 10, 10, max_hedges=2)
    gaps = [later - earlier for earlier, later in zip(operation.times, operation.times[1:], strict=False)]
    assert all(clock.exactly(gap, 1) for gap in gaps)


def test_a_failure_before_the_delay_is_a_failure(clock, dependency, call):
    heard, _, operation, _ = hedged(clock, dependency, call, -0.5)
    assert (heard, len(operation.calls)) == ("failed: copy 0", 1)


def test_a_failed_copy_leaves_the_other_its_chance(clock, dependency, call):
    heard, took, _, _ = hedged(clock, dependency, call, 4, -0.5)
    assert heard == "copy 0"
    assert clock.exactly(took, 4)


def test_after_a_failed_copy_it_waits_for_the_other_and_does_nothing_meanwhile(call):
    """Else a run in which nothing more happens would never come to rest."""
    loop = VirtualTimeLoop()

    async def first_is_lost(call):
        if call.hedge:
            raise CallFailed
        await loop.create_future()

    loop.spawn(Hedging(1.0, max_hedges=3).run(first_is_lost, call))
    loop.run_until(5)
    assert loop.next_due() is None
    loop.close()


def test_when_every_copy_fails_the_first_failure_is_told(clock, dependency, call):
    assert hedged(clock, dependency, call, -3, -0.5)[0] == "failed: copy 0"


def test_cancelling_the_caller_cancels_all_copies(clock, dependency, call):
    async def story():
        operation = dependency(takes_in_turn(*[clock.s(50)] * 2))
        task = asyncio.get_running_loop().create_task(Hedging(clock.s(1)).run(operation, call))
        await asyncio.sleep(clock.s(2))
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0)
        return operation.cancelled, operation.running

    assert clock.play(story()) == (2, 0)


def test_a_straggler_is_not_lost_to_the_garbage_collector(clock, dependency, call):
    async def story():
        effects = []

        async def slow(call, number):
            await asyncio.sleep(clock.s(3) if number == 1 else clock.s(0.2))
            effects.append(call.hedge)
            return call.hedge

        hedging = Hedging(clock.s(1), cancel_loser=False)
        first = await hedging.run(dependency(slow), call)
        gc.collect()
        await asyncio.sleep(clock.s(4))
        return first, effects

    assert clock.play(story()) == (1, [1, 0])
