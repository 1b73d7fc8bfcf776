"""Under ASGI: which parts of a page's making share a thread, and which stay on the event loop."""

import threading

import pytest
from asgiref.sync import iscoroutinefunction
from django.test import AsyncClient
from django.utils.decorators import sync_and_async_middleware

from lesson.one_thread import waits

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
def client(settings):
    seen.clear()
    here = settings.MIDDLEWARE.index("lesson.one_thread.in_one_thread") + 1
    before, after = settings.MIDDLEWARE[:here], settings.MIDDLEWARE[here:]
    settings.MIDDLEWARE = [*before, f"{__name__}.first", *after, f"{__name__}.last"]
    return AsyncClient()


async def test_a_page_takes_its_whole_way_in_one_thread(client):
    answer = await client.get("/playground/")
    assert answer.status_code == 200
    assert seen["first"] == seen["last"]
    assert len(seen["first"]) == 1
    assert threading.get_ident() not in seen["first"]


async def test_a_page_that_is_not_there_does_so_too(client):
    answer = await client.get("/nowhere/")
    assert answer.status_code == 404
    assert seen["first"] == seen["last"] != {threading.get_ident()}


async def test_a_page_that_waits_stays_on_the_loop(client):
    answer = await client.get("/playground/no-such-shop/experiment/")
    assert answer.status_code == 404
    assert seen["first"] == seen["last"] == {threading.get_ident()}


@pytest.mark.parametrize(
    ("path", "does"),
    [("/playground/double-charge/experiment/", True), ("/classroom/join/", False), ("/nowhere/", False)],
)
def test_only_views_that_are_coroutines_wait(path, does):
    assert waits(path) is does
