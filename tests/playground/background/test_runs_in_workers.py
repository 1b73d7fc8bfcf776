import asyncio
import threading

import pytest

from playground.experiments import run_one
from playground.jobs.job import Failure
from playground.jobs.runner import ClosedError
from tests.playground.background.plans import endless, short
from tests.playground.background.summaries import (
    Blocks,
    fails_for_even_seeds,
    fingerprint,
    process,
    returns_what_cannot_be_sent,
    seed,
)


def test_answers_are_those_of_the_same_runs_here_in_the_order_of_the_plans(start_runner, outcome):
    runner = start_runner(workers=2)
    job = runner.submit("a", short(8), fingerprint, title="a test")
    over = outcome(runner, job)
    assert over.answers == tuple(run_one(plan).fingerprint for plan in short(8))
    assert (over.state, over.done, over.failed, over.place, over.seconds_left) == ("done", 8, 0, 0, None)
    assert runner.look(job.id) == over


def test_workers_are_started_for_work_are_nice_and_know_no_site(start_runner, outcome):
    runner = start_runner(niceness=7)
    assert runner.pids() == []
    (answer,) = outcome(runner, runner.submit("a", short(), process)).answers
    assert answer == (runner.pids()[0], 7, [])


def test_a_worker_that_is_not_needed_any_more_ends(start_runner, outcome, wait_for_the_end):
    runner = start_runner(idle_s=0.01)
    ((pid, *_),) = outcome(runner, runner.submit("a", short(), process)).answers
    wait_for_the_end([pid])
    assert outcome(runner, runner.submit("a", short(), seed)).answers == (1,)


def test_a_run_that_raises_is_reported_and_the_others_go_on(start_runner, outcome, caplog):
    runner = start_runner()
    over = outcome(runner, runner.submit("a", short(4), fails_for_even_seeds))
    broken = [Failure(f"The run broke off: seed {number} is even") for number in (2, 4)]
    assert over.answers == (1, broken[0], 3, broken[1])
    assert (over.state, over.failed) == ("done", 2)
    assert "fails_for_even_seeds" in caplog.text


def test_an_answer_that_cannot_be_sent_is_reported(start_runner, outcome):
    runner = start_runner()
    (answer,) = outcome(runner, runner.submit("a", short(), returns_what_cannot_be_sent)).answers
    assert "pickle" in answer.words


def test_a_run_that_grows_too_large_is_stopped_and_says_so(start_runner, outcome, caplog):
    runner = start_runner(events_run=60)
    over = outcome(runner, runner.submit("a", short(2, seconds=6), fingerprint))
    assert all("more than 60 things had happened" in answer.words for answer in over.answers)
    assert not caplog.text, "the program did nothing wrong"


def test_a_small_job_need_not_wait_for_the_end_of_a_large_one(start_runner, outcome):
    runner = start_runner(quantum=1, runs=5000)
    large = runner.submit("a", short(2000), fingerprint)
    small = runner.submit("b", short(2), seed)
    assert outcome(runner, small).answers == (1, 2)
    assert runner.look(large.id).state == "running"


def test_twenty_owners_at_once_are_served_in_the_order_in_which_they_came(start_runner, fifo):
    runner = start_runner()
    runner.submit("first", short(), Blocks(fifo))
    ended = []
    with fifo.open("w"):  # from here on the only worker is busy
        jobs = [runner.submit(f"owner-{number}", short(3), seed) for number in range(20)]
        for number, job in enumerate(jobs):
            runner.future(job.id).add_done_callback(lambda _, number=number: ended.append(number))
        assert [runner.look(job.id).place for job in jobs] == list(range(1, 21))
    for job in jobs:
        runner.future(job.id).result(60)
    assert ended == list(range(20))


def test_any_thread_may_ask(start_runner, outcome):
    runner = start_runner(jobs_owner=50)
    jobs = {}

    def ask(number):
        jobs[number] = runner.submit(f"owner-{number}", short(2), seed, key="same for all of an owner")

    threads = [threading.Thread(target=ask, args=(number % 5,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome(runner, job).answers for job in jobs.values()] == [(1, 2)] * 5
    assert len({job.id for job in jobs.values()}) == 5


async def test_an_event_loop_can_wait_and_giving_up_waiting_cancels_nothing(start_runner):
    runner = start_runner()
    job = runner.submit("a", endless(), seed)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.wrap_future(runner.future(job.id)), 0.01)
    assert not runner.look(job.id).over
    runner.cancel(job.id)
    over = await asyncio.wait_for(asyncio.wrap_future(runner.future(job.id)), 60)
    assert over.state == "cancelled"


def test_after_closing_nothing_is_taken_on(start_runner):
    runner = start_runner()
    runner.close()
    with pytest.raises(ClosedError):
        runner.submit("a", short(), seed)


def test_what_is_not_there_is_none(start_runner):
    runner = start_runner()
    assert runner.look("nothing") is None
    assert runner.find("a", "nothing") is None
    runner.cancel("nothing")
    with pytest.raises(KeyError):
        runner.future("nothing")
