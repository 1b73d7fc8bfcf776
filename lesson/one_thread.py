"""A page is worked out in one thread, from the first middleware to the last.

Under ASGI Django starts two threads for every request, opens the database anew in one of them and passes most of its
middleware there, with some twenty changes of thread for a page, each of which waits for the interpreter beside a
simulation that uses it all the time. Here a few threads stay, each keeps its connection, and a page whose view does not
wait takes the whole way in one of them at once. Views that wait for something go Django's way, on the event loop.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.urls import Resolver404, resolve, set_script_prefix

from lesson.middleware import HEALTH_PATH

THREADS = 8
"""More than work at once, so that one slow page is rarely in front of another."""


class OneThread(ASGIHandler):
    """Django, for HTTP. What a response holds is complete when it leaves the thread: streams are for coroutines."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._inside = BaseHandler()
        self._inside.load_middleware()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if waits(scope["path"]):
            await super().__call__(scope, receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        answer = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, scope, body)
        await self.send_response(await answer, send)

    def _answer(self, scope: Any, body: SpooledTemporaryFile[bytes]) -> HttpResponse:
        with body:
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=type(self), scope=scope)
            request, refusal = self.create_request(scope, body)
            response = refusal if request is None else self._inside.get_response(request)
            response._handler_class = type(self)  # noqa: SLF001  # as Django's handlers do
            response.close()
        return response


def waits(path: str) -> bool:
    """Whether this address is answered on the event loop: by a view that is a coroutine, or without any view."""
    try:
        return path == HEALTH_PATH or iscoroutinefunction(resolve(path).func)
    except Resolver404:
        return False
