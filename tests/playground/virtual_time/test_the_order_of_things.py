"""In virtual time things happen in the order of their instants, and at one instant in the order in which they were
asked for. The clock stands at the instant of what is happening."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.runs import Recipe, Run
from playground.virtual_time.loop import VirtualTimeLoop


@pytest.fixture
def loop():
    loop = VirtualTimeLoop()
    yield loop
    loop.close()


def noting(loop, log, name):
    return lambda: log.append((loop.time(), name))


def test_timers_run_in_the_order_of_their_instants(loop):
    log = []
    for due in (3.0, 1.0, 2.0):
        loop.call_at(due, noting(loop, log, due))
    loop.run_until(10)
    assert log == [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]


def test_timers_of_one_instant_run_in_the_order_in_which_they_were_made(loop):
    log = []
    for name in range(100):
        loop.call_at(1.0, noting(loop, log, name))
    loop.run_until(1)
    assert log == [(1.0, name) for name in range(100)]


def test_the_clock_moves_before_the_callback_runs(loop):
    seen = []
    loop.call_later(2.5, lambda: seen.append(loop.now))
    loop.run_until(10)
    assert seen == [2.5]


def test_what_a_callback_makes_ready_runs_before_the_next_timer_of_that_instant(loop):
    log = []
    loop.call_at(1.0, lambda: (log.append("first"), loop.call_soon(log.append, "made ready")))
    loop.call_at(1.0, log.append, "second")
    loop.run_until(1)
    assert log == ["first", "made ready", "second"]


def test_a_time_already_past_means_now_and_after_what_is_due_now(loop):
    log = []
    loop.call_at(5.0, lambda: loop.call_at(1.0, noting(loop, log, "late")))
    loop.call_at(5.0, noting(loop, log, "due"))
    loop.run_until(9)
    assert log == [(5.0, "due"), (5.0, "late")]


def test_the_deadline_itself_is_included(loop):
    log = []
    loop.call_at(1.0, log.append, "at the deadline")
    loop.run_until(1.0)
    assert log == ["at the deadline"]


def test_the_clock_ends_at_the_deadline_even_when_nothing_is_due(loop):
    loop.run_until(7)
    assert loop.time() == 7.0
    assert isinstance(loop.time(), float)


def test_virtual_time_does_not_run_backwards(loop):
    loop.run_until(5)
    with pytest.raises(ValueError, match="runs forward only"):
        loop.run_until(4)


def test_a_cancelled_timer_does_not_run_and_does_not_move_the_clock(loop):
    seen = []
    cancelled = loop.call_at(1.0, seen.append, "cancelled")
    loop.call_at(2.0, lambda: seen.append(loop.now))
    cancelled.cancel()
    assert cancelled.cancelled()
    assert loop.next_due() == 2.0
    loop.run_until(3)
    assert seen == [2.0]


def test_a_timer_cancelled_in_the_ready_queue_does_not_run(loop):
    log = []
    second = None

    def first():
        log.append("first")
        second.cancel()

    loop.call_soon(first)
    second = loop.call_soon(log.append, "second")
    loop.run_until(0)
    assert log == ["first"]


def test_the_next_instant_is_known(loop):
    assert loop.next_due() is None
    loop.call_at(4.0, lambda: None)
    assert loop.next_due() == 4.0
    loop.call_soon(lambda: None)
    assert loop.next_due() == 0.0


async def chatter(loop, log, name, waits):
    for wait in waits:
        await asyncio.sleep(wait)
        log.append((loop.time(), name))


def chatted(waits_of_each, steps, until=10.0):
    loop, log = VirtualTimeLoop(), []
    for name, waits in enumerate(waits_of_each):
        loop.create_task(chatter(loop, log, name, waits))
    for step in range(1, steps + 1):
        loop.run_until(until * step / steps)
    loop.close()
    return log


@given(
    st.lists(st.lists(st.sampled_from([0, 0.1, 0.25, 0.5, 1, 1.5]), max_size=8), min_size=1, max_size=8),
    st.integers(2, 60),
)
def test_one_step_and_many_are_the_same(waits, steps):
    assert chatted(waits, 1) == chatted(waits, steps)


def test_one_step_and_thousands_are_the_same():
    waits = [[0.1, 0.2, 0.3] * 5, [0.3, 0.2, 0.1] * 5, [0.6] * 10]
    assert chatted(waits, 1) == chatted(waits, 5000)


def test_a_heap_full_of_cancelled_timers_is_emptied_and_the_rest_keep_their_order(loop):
    seen = []
    for number in range(1000):
        timer = loop.call_at(10 - number % 7, seen.append, number)
        if number % 100:
            timer.cancel()
    loop.run_until(0.5)
    assert len(loop._timers) == 10
    loop.run_until(20)
    assert seen == sorted(range(0, 1000, 100), key=lambda number: (-(number % 7), number))


def test_sweeping_often_or_seldom_changes_nothing_that_happens(monkeypatch):
    traces = []
    for swept in (1, 10**9):
        monkeypatch.setattr("playground.virtual_time.loop.HEAP_SWEPT", swept)
        with Run(Recipe(scenario="sandbox", seed=4, knobs={"timeout.enabled": True, "retry.enabled": True})) as run:
            run.advance(20)
            traces.append(run.fingerprint)
    assert traces[0] == traces[1]
