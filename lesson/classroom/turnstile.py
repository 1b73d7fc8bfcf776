"""A class comes through the door all at once. Few requests are worked on at a time; the others wait outside, in order.

Django gives each request a thread of its own. Three hundred of them would fight over the interpreter and over SQLite,
and everybody would wait for the last one. Each room has a door of its own, so that a crowd at one is not felt at
another; all that is not in a room (opening, joining) goes through a door as if it were one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary
from zlib import crc32

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

AT_ONCE = 3
DOORS = 64
"""Rooms are told apart by a hash of their code: two may share a door, and no number of codes costs memory."""
PREFIX = "/classroom/"
WAITS = "/decide/"
"""A host who lets a run decide waits for it, and holds nobody up."""
_doors: WeakKeyDictionary[asyncio.AbstractEventLoop, list[asyncio.Semaphore]] = WeakKeyDictionary()

Answer = Callable[[HttpRequest], HttpResponse]
AnswerLater = Callable[[HttpRequest], Awaitable[HttpResponse]]


@sync_and_async_middleware
def turnstile(get_response: Answer | AnswerLater) -> Answer | AnswerLater:
    """For the classroom's pages; they are short, and none of those that come through waits for anything."""

    async def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.path.endswith(WAITS):
            return await get_response(request)
        async with door_of(request.path):
            return await get_response(request)

    return handle if iscoroutinefunction(get_response) else get_response


def door_of(path: str) -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    if loop not in _doors:
        _doors[loop] = [asyncio.Semaphore(AT_ONCE) for _ in range(DOORS)]
    room = path.removeprefix(PREFIX).partition("/")[0]
    return _doors[loop][crc32(room.upper().encode()) % DOORS]
