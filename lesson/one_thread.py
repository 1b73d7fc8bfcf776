"""A page is worked out in one thread, from the first middleware to the last.

Under ASGI Django takes most of its middleware to a thread one by one, and comes back to the event loop in between: some
twenty changes of thread for a page, each of which waits for the interpreter beside a simulation that uses it all the
time. Here a page whose view does not wait takes the whole way at once. Views that wait for something stay on the loop.
"""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.decorators import sync_and_async_middleware

Answer = Callable[[HttpRequest], HttpResponse]
AnswerLater = Callable[[HttpRequest], Awaitable[HttpResponse]]


@sync_and_async_middleware
def in_one_thread(get_response: Answer | AnswerLater) -> Answer | AnswerLater:
    """Stands where the way into the thread is to begin; the middleware before it, too, is passed again inside."""
    if not iscoroutinefunction(get_response):
        return get_response
    inside = BaseHandler()
    inside.load_middleware()
    answer = sync_to_async(inside.get_response)

    async def handle(request: HttpRequest) -> HttpResponse:
        return await (get_response(request) if waits(request.path_info) else answer(request))

    return handle


def waits(path: str) -> bool:
    """Whether the view at this path is a coroutine."""
    try:
        return iscoroutinefunction(resolve(path).func)
    except Resolver404:
        return False
