"""Two servers of one site, as two offices with one cache: what a page asks of either is answered by both."""

import threading
from itertools import count

import pytest
from django.core.cache.backends.locmem import LocMemCache

from playground.jobs import board as board_module
from playground.jobs.board import Board
from playground.jobs.limits import Limits
from playground.jobs.office import Office
from playground.jobs.runner import Runner
from tests.playground.background.plans import endless, short
from tests.playground.background.summaries import seed

names = count(1)


class Watched(LocMemCache):
    """A cache that can be waited for, and taken away."""

    def __init__(self):
        super().__init__(f"shared-{next(names)}", {})
        self.written = threading.Condition()
        self.broken = False

    def set_many(self, entries, *args, **kwargs):
        self._check()
        with self.written:
            failed = super().set_many(entries, *args, **kwargs)
            self.written.notify_all()
            return failed

    def get(self, *args, **kwargs):
        self._check()
        return super().get(*args, **kwargs)

    def _check(self):
        if self.broken:
            raise ConnectionError("no cache")

    def wait_until(self, holds, timeout=60):
        with self.written:
            assert self.written.wait_for(holds, timeout)


@pytest.fixture
def cache():
    return Watched()


@pytest.fixture
def open_offices(cache):
    opened = []

    def open_some(number=2):
        for _ in range(number):
            runner = Runner(Limits(workers=1))
            opened.append(Office(runner, Board(cache, runner)))
        return opened[-number:]

    yield open_some
    for office in opened:
        office.runner.close()


def test_any_process_shows_a_job_and_its_answers(open_offices, cache):
    here, there = open_offices()
    job = here.submit("a", short(2), seed, key="k k")
    assert there.look(job.id).id == there.find("a", "k k").id == job.id
    cache.wait_until(lambda: there.look(job.id).over)
    assert there.look(job.id).answers == (1, 2)


def test_asking_another_process_again_is_still_asking_once(open_offices):
    here, there = open_offices()
    job = here.submit("a", endless(), seed, key="k")
    assert there.submit("a", endless(), seed, key="k").id == job.id
    assert there.runner.pids() == []


def test_any_process_can_cancel(open_offices, cache):
    here, there = open_offices()
    job = here.submit("a", endless(), seed, key="k")
    there.cancel(job.id)
    assert here.runner.future(job.id).result(60).state == "cancelled"
    cache.wait_until(lambda: there.look(job.id).state == "cancelled")


def test_what_was_cancelled_elsewhere_can_be_asked_for_here(open_offices, cache):
    here, there = open_offices()
    job = here.submit("a", endless(), seed, key="k")
    here.cancel(job.id)
    cache.wait_until(lambda: there.look(job.id).over)
    assert there.submit("a", short(), seed, key="k").id != job.id


def test_a_job_whose_process_is_gone_is_gone(open_offices, cache, monkeypatch):
    monkeypatch.setattr(board_module, "STALE_S", 0)
    here, there = open_offices()
    job = here.submit("a", endless(), seed, key="k")
    assert there.look(job.id) is None
    assert there.find("a", "k") is None
    assert here.look(job.id) is not None


def test_without_the_cache_a_process_goes_on_with_its_own_jobs(open_offices, cache, caplog):
    here, there = open_offices()
    cache.broken = True
    job = here.submit("a", short(2), seed, key="k")
    assert here.runner.future(job.id).result(60).answers == (1, 2)
    assert there.look(job.id) is None
    assert "cannot be reached" in caplog.text
