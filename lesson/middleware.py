"""The health probe, and what headers say of every answer that neither Django nor django-csp says."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

HEALTH_PATH = "/healthz"


@sync_and_async_middleware
def health_probe(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Says that the process answers. First of all: a probe speaks plain HTTP to a bare address and has no session."""

    def handle(request: HttpRequest) -> HttpResponse:
        return healthy() if request.path == HEALTH_PATH else get_response(request)

    async def handle_async(request: HttpRequest) -> HttpResponse:
        return healthy() if request.path == HEALTH_PATH else await get_response(request)

    return handle_async if iscoroutinefunction(get_response) else handle


def healthy() -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def finishing(finish: Callable[[HttpResponse], HttpResponse]) -> Callable[[Callable[[HttpRequest], Any]], Any]:
    """Middleware that does the same to every response, whichever way it was made."""

    @sync_and_async_middleware
    def middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
        def handle(request: HttpRequest) -> HttpResponse:
            return finish(get_response(request))

        async def handle_async(request: HttpRequest) -> HttpResponse:
            return finish(await get_response(request))

        return handle_async if iscoroutinefunction(get_response) else handle

    return middleware


@finishing
def permissions_policy(response: HttpResponse) -> HttpResponse:
    """Give up the browser features that no page uses, for our pages and for anything they might ever embed."""
    response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
    return response


@finishing
def refusals_are_not_kept(response: HttpResponse) -> HttpResponse:
    """What is refused to one may be given to another, or a moment later: no cache may answer for us. Errors neither."""
    if response.status_code >= HTTPStatus.BAD_REQUEST and "no-store" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store"
    return response
