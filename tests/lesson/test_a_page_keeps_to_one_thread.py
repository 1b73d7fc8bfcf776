"""Under ASGI: which parts of a page's making share a thread, and which stay on the event loop."""

import asyncio
import threading

import pytest
from asgiref.sync import iscoroutinefunction
from channels.testing import HttpCommunicator
from django.utils.decorators import sync_and_async_middleware

from lesson.middleware import HEALTH_PATH
from lesson.one_thread import THREADS, OneThread, waits

seen: dict[str, set[int]] = {}


def noting(name):
    """Middleware that notes in which thread it was passed; like Django's own it can be passed in either way."""

    @sync_and_async_middleware
    def note(get_response):
        def handle(request):
            seen.setdefault(name, set()).add(threading.get_ident())
            return get_response(request)

        async def handle_later(request):
            seen.setdefault(name, set()).add(threading.get_ident())
            return await get_response(request)

        return handle_later if iscoroutinefunction(get_response) else handle

    return note


first, last = noting("first"), noting("last")


@pytest.fixture
def ask(settings):
    """Asks the handler for a page and gives its status."""
    seen.clear()
    settings.MIDDLEWARE = [f"{__name__}.first", *settings.MIDDLEWARE, f"{__name__}.last"]
    site = OneThread()

    async def ask(path):
        page = HttpCommunicator(site, "GET", path, headers=[(b"host", b"localhost")])
        answer = await page.get_response()
        await page.wait()
        return answer["status"]

    return ask


async def test_a_page_takes_its_whole_way_in_one_thread(ask):
    assert await ask("/playground/") == 200
    assert seen["first"] == seen["last"]
    assert len(seen["first"]) == 1
    assert threading.get_ident() not in seen["first"]


async def test_a_page_that_is_not_there_does_so_too(ask):
    assert await ask("/nowhere/") == 404
    assert seen["first"] == seen["last"] != {threading.get_ident()}


async def test_a_page_that_waits_stays_on_the_loop(ask):
    assert await ask("/playground/no-such-shop/experiment/") == 404
    assert seen["first"] == seen["last"] == {threading.get_ident()}


async def test_a_hundred_pages_share_a_few_threads(ask):
    answers = await asyncio.gather(*(ask("/playground/") for _ in range(100)))
    assert answers == [200] * 100
    assert 1 <= len(seen["first"]) <= THREADS


async def test_the_probe_is_answered_though_every_thread_is_taken():
    site = OneThread()
    taken, free = threading.Barrier(THREADS + 1), threading.Event()
    for _ in range(THREADS):
        site._threads.submit(lambda: (taken.wait(), free.wait()))
    await asyncio.to_thread(taken.wait)
    try:
        probe = HttpCommunicator(site, "GET", HEALTH_PATH)
        assert (await probe.get_response())["status"] == 200
        await probe.wait()
    finally:
        free.set()


@pytest.mark.parametrize(
    ("path", "does"),
    [
        ("/playground/double-charge/experiment/", True),
        ("/classroom/join/", False),
        ("/nowhere/", False),
        (HEALTH_PATH, True),
    ],
)
def test_only_views_that_are_coroutines_wait(path, does):
    assert waits(path) is does
