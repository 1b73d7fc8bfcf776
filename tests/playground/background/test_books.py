from itertools import count

import pytest

from playground.jobs import cost
from playground.jobs.books import GIVEN_UP_WORDS, LOST_WORDS, Books
from playground.jobs.job import Failure
from playground.jobs.limits import Limits, RefusedError
from playground.jobs.owners import named
from tests.playground.background.plans import short
from tests.playground.background.summaries import fingerprint


class Table:
    """Books with a clock that the test moves."""

    def __init__(self, **limits):
        self.now = 100.0
        names = count(1)
        self.books = Books(Limits(**limits), lambda: self.now, lambda: f"job-{next(names)}")

    def admit(self, owner="a", runs=1, **more):
        return self.books.admit(owner, short(runs), fingerprint, **more)

    def do(self, runs=1, answer="answer"):
        for _ in range(runs):
            self.books.done(*self.books.next(), answer, 0.1)

    def lose(self, runs=1):
        for _ in range(runs):
            self.books.lost(*self.books.next())

    def progress(self, job):
        return self.books.progress(job)


def test_a_job_waits_then_runs_then_is_done():
    table = Table()
    job = table.admit(runs=2)
    seen = [table.progress(job).state]
    table.do()
    seen += [table.progress(job).state]
    table.do()
    assert [*seen, table.progress(job).state] == ["waiting", "running", "done"]
    assert table.progress(job).answers == ("answer", "answer")
    assert [over.id for over, _ in table.books.news()] == [job.id]


def test_asking_twice_under_one_key_is_asking_once():
    table = Table()
    first = table.admit(key="k")
    assert table.admit(key="k") is first
    table.do()
    assert table.admit(key="k") is first
    assert table.books.next() is None


def test_a_key_is_the_owner_s_own():
    table = Table()
    assert table.admit("a", key="k") is not table.admit("b", key="k")


def test_without_a_key_every_job_is_another_one():
    table = Table()
    assert table.admit() is not table.admit()


def test_what_was_cancelled_can_be_asked_for_again():
    table = Table()
    first = table.admit(key="k")
    table.books.cancel(first)
    again = table.admit(key="k")
    assert again is not first
    assert table.books.find("a", "k") is again


def test_a_cancelled_job_hands_out_nothing_more_and_wants_no_answer():
    table = Table()
    job = table.admit(runs=3)
    begun = table.books.next()
    table.books.cancel(job)
    table.books.done(*begun, "late", 0.1)
    table.books.lost(*begun)
    assert table.books.next() is None
    assert (table.progress(job).state, table.progress(job).done) == ("cancelled", 0)


def test_cancelling_what_is_over_changes_nothing():
    table = Table()
    job = table.admit()
    table.do()
    table.books.cancel(job)
    assert table.progress(job).state == "done"


def test_a_lost_run_is_tried_once_more_then_reported():
    table = Table()
    job = table.admit(runs=2)
    table.lose(2)
    table.do()
    assert table.progress(job).answers == (Failure(LOST_WORDS), "answer")
    assert (table.progress(job).state, table.progress(job).failed) == ("done", 1)


def test_after_a_few_losses_the_job_is_given_up():
    table = Table(lost=2)
    job = table.admit(runs=5)
    table.lose(4)
    assert (table.progress(job).state, table.progress(job).words) == ("failed", GIVEN_UP_WORDS)
    assert table.books.next() is None


def test_owners_have_a_few_jobs_at_a_time():
    table = Table(jobs_owner=2)
    table.admit(), table.admit()
    with pytest.raises(RefusedError, match="You have 2 of these under way already"):
        table.admit()
    table.admit("b")
    table.do()
    table.admit()


def test_the_queue_has_an_end():
    table = Table(jobs=2)
    table.admit("a"), table.admit("b")
    with pytest.raises(RefusedError, match="2 others are waiting already"):
        table.admit("c")


def test_a_refused_job_leaves_nothing_behind():
    table = Table(runs=2)
    with pytest.raises(RefusedError):
        table.admit(runs=3, key="k")
    assert table.books.find("a", "k") is None
    assert table.books.next() is None


def test_what_cannot_be_sent_to_a_worker_is_refused_at_once():
    table = Table()
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        table.books.admit("a", short(), lambda result: result)
    assert table.books.next() is None


def test_finished_jobs_are_kept_for_a_while():
    table = Table(kept_s=10)
    job, unfinished = table.admit(), table.admit()
    table.do()
    table.now += 9
    table.books.forget()
    assert table.books.get(job.id) is job
    table.now += 2
    table.books.forget()
    assert table.books.get(job.id) is None
    assert table.books.get(unfinished.id) is unfinished


def test_of_too_many_finished_jobs_the_oldest_go():
    table = Table(kept=2, jobs_owner=9)
    jobs = [table.admit() for _ in range(4)]
    for _ in jobs:
        table.now += 1
        table.do()
    table.books.forget()
    assert [table.books.get(job.id) is None for job in jobs] == [True, True, False, False]


DEAR = {"dear": 10.0, "workers": 2}
"""Every run of these tests is dear then."""


def test_dear_runs_of_one_source_leave_a_worker_to_others():
    table = Table(**DEAR)
    table.admit(named("here", "a"), 3)
    table.admit(named("here", "b"), 3)
    first, _ = table.books.next()
    assert table.books.next() is None
    reader = table.admit(named("there", "c"))
    assert table.books.next() == (reader, 0)
    table.books.done(first, 0, "answer", 1.0)
    assert table.books.next() == (first, 1)


def test_a_source_that_waits_for_its_dear_run_keeps_its_turn():
    table = Table(**DEAR)
    mine = table.admit(named("here", "a"), 2)
    table.books.next()
    others = table.admit(named("there", "b"), 2)
    table.books.next()
    assert table.books.next() is None
    table.books.done(mine, 0, "answer", 1.0)
    assert table.books.next() == (mine, 1)
    table.books.done(others, 0, "answer", 1.0)
    assert table.books.next() == (others, 1)


def test_a_single_worker_takes_dear_runs_too():
    table = Table(dear=10.0, workers=1)
    job = table.admit(named("here", "a"), 2)
    assert table.books.next() == (job, 0)


def test_runs_of_an_ordinary_size_may_have_every_worker():
    table = Table(workers=2)
    job = table.admit(named("here", "a"), 3)
    assert [table.books.next() for _ in range(2)] == [(job, 0), (job, 1)]


def test_the_time_left_counts_what_others_get_in_between():
    table = Table(quantum=1e9)
    job = table.admit("a", 4)
    alone = table.progress(job).seconds_left
    table.admit("b", 4)
    assert table.progress(job).seconds_left == pytest.approx(2 * alone)
    table.do(4)
    assert table.progress(job).seconds_left is None


def test_of_another_source_one_turn_comes_in_between_however_many_wait_there():
    table = Table(quantum=1e9)
    job = table.admit(named("here", "a"), 4)
    alone = table.progress(job).seconds_left
    table.admit(named("there", "b"), 4)
    two = table.progress(job).seconds_left
    table.admit(named("here", "c"), 4)
    assert two == pytest.approx(2 * alone)
    assert table.progress(job).seconds_left == pytest.approx(3 * alone)


def test_a_crowd_at_another_source_gets_no_more_than_a_turn_for_each_of_mine():
    table = Table(quantum=1.0)
    job = table.admit(named("here", "a"), 1)
    own = job.cost_left
    for name in "bcdefgh":
        table.admit(named("there", name), 3)
    seconds = table.progress(job).seconds_left * table.books.limits.workers * cost.EVENTS_S
    assert seconds < 2 * own + 1.0 + 1e-6


def test_the_time_left_is_learnt_from_how_long_runs_took():
    table = Table()
    job = table.admit(runs=50)
    guess = table.progress(job).seconds_left / 50
    for _ in range(40):
        table.books.done(*table.books.next(), "answer", 7.0)
    assert table.progress(job).seconds_left / 10 > 100 * guess


def test_ending_all_says_why():
    table = Table()
    jobs = [table.admit("a"), table.admit("b")]
    table.books.end_all("failed", "because")
    assert [(table.progress(job).state, table.progress(job).words) for job in jobs] == [("failed", "because")] * 2


def test_one_address_cannot_fill_the_queue_with_names_of_its_own():
    table = Table(jobs_source=2)
    table.admit(named("here", "a"))
    table.admit(named("here", "b"))
    with pytest.raises(RefusedError, match="2 of these are waiting from your address"):
        table.admit(named("here", "c"))
    table.admit(named("there", "a"))
    table.do(2)
    table.admit(named("here", "c"))
