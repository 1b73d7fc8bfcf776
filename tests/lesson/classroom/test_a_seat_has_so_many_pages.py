"""Tabs of one seat, or of one host's browser: the newest are kept up to date, the oldest is closed with its reason."""

import asyncio

import pytest

from lesson.classroom.access import HOST, LEARNER, PROJECTOR
from lesson.classroom.notices import OLDEST, PAGES_MAX, Board


class Page:
    def __init__(self, seat, role=LEARNER, browser=""):
        self.seat, self.role, self.closed = seat, role, []
        self.holder = seat or (role, browser)

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


@pytest.mark.parametrize("role", [HOST, PROJECTOR])
async def test_of_a_hosts_or_a_projectors_browser_too(board, role):
    pages = [Page(None, role, "one") for _ in range(PAGES_MAX + 1)]
    for page in pages:
        board.enter(7, page)
    assert [page.closed for page in pages] == [[OLDEST]] + [[]] * PAGES_MAX


async def test_other_seats_browsers_parts_and_rooms_do_not_count(board):
    pages = [Page(seat + 1) for seat in range(PAGES_MAX + 1)]
    pages += [Page(None, HOST, f"browser {each}") for each in range(PAGES_MAX + 1)]
    pages += [Page(None, role, "one") for role in (HOST, PROJECTOR) for _ in range(PAGES_MAX)]
    for page in pages:
        board.enter(7, page)
    elsewhere = [Page(None, HOST, "one") for _ in range(PAGES_MAX)]
    for page in elsewhere:
        board.enter(8, page)
    assert not any(page.closed for page in pages + elsewhere)


async def test_of_those_who_are_not_there_nothing_is_kept(board):
    pages = [*(Page(seat) for seat in (1, 1, 2)), Page(None, HOST, "one")]
    for page in pages:
        board.enter(7, page)
    for page in pages:
        board.leave(7, page)
    assert (board.listeners, board._pages) == ({}, {})
    await asyncio.sleep(0)


@pytest.mark.parametrize(("role", "answer"), [(HOST, "done"), (PROJECTOR, "error")])
def test_over_real_sockets_the_newest_are_the_ones_that_are_answered(room, role, answer):
    oldest, *others = [room.socket(room.host, role) for _ in range(PAGES_MAX + 1)]
    assert oldest.closed() == OLDEST
    assert [other.say("play")["type"] for other in others] == [answer] * PAGES_MAX
