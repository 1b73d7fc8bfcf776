"""A class comes through the door all at once. Few requests are worked on at a time; the others wait outside, in order.

Django gives each request a thread of its own. Three hundred of them would fight over the interpreter and over SQLite,
and everybody would wait for the last one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

AT_ONCE = 3
PREFIX = "/classroom/"
WAITS = "/decide/"
"""A host who lets a run decide waits for it, and holds nobody up."""
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

Answer = Callable[[HttpRequest], HttpResponse]
AnswerLater = Callable[[HttpRequest], Awaitable[HttpResponse]]


@sync_and_async_middleware
def turnstile(get_response: Answer | AnswerLater) -> Answer | AnswerLater:
    """For the classroom's pages; they are short, and none of those that come through waits for anything."""

    async def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.path.endswith(WAITS):
            return await get_response(request)
        async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
            return await get_response(request)

    return handle if iscoroutinefunction(get_response) else get_response
