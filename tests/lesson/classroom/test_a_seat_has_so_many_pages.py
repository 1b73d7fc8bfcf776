"""Tabs of one seat: the newest are kept up to date, the oldest is closed with its reason and does not come back."""

import asyncio

import pytest

from lesson.classroom.access import HOST, LEARNER
from lesson.classroom.notices import OLDEST, PAGES_MAX, Board


class Page:
    def __init__(self, seat, role=LEARNER):
        self.seat, self.role, self.closed = seat, role, []

    def put(self, text):
        pass

    def close(self, code):
        self.closed.append(code)


@pytest.fixture
def board():
    return Board()


async def test_the_oldest_is_closed_when_there_is_one_too_many(board):
    pages = [Page(1) for _ in range(PAGES_MAX + 2)]
    for page in pages:
        board.enter(7, page)
    assert [page.closed for page in pages] == [[OLDEST]] * 2 + [[]] * PAGES_MAX


async def test_a_page_that_has_gone_leaves_its_place(board):
    pages = [Page(1) for _ in range(PAGES_MAX)]
    for page in pages:
        board.enter(7, page)
    board.leave(7, pages[3])
    board.enter(7, Page(1))
    assert not any(page.closed for page in pages)


async def test_other_seats_and_hosts_do_not_count(board):
    pages = [Page(seat) for seat in range(PAGES_MAX + 1)] + [Page(None, HOST) for _ in range(PAGES_MAX + 1)]
    for page in pages:
        board.enter(7, page)
    assert not any(page.closed for page in pages)


async def test_of_seats_that_nobody_sits_in_nothing_is_kept(board):
    pages = [Page(seat) for seat in (1, 1, 2)]
    for page in pages:
        board.enter(7, page)
    for page in pages:
        board.leave(7, page)
    assert (board.listeners, board._pages) == ({}, {})
    await asyncio.sleep(0)
