"""A form on pages that set no cookie, and so cannot carry a token: the browser says from where it was sent.

Every browser sends Origin with a POST. What comes from another site, or will not say, is refused.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
FORBIDDEN = 403


def same_origin_only(view: View[P]) -> View[P]:
    """In the place of a CSRF token."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_ours(request):
            return render(request, "403_csrf.html", status=FORBIDDEN)
        return view(request, *args, **kwargs)

    return guarded


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site led or loaded this; an address that was typed or scanned came from nowhere."""
    return request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")


def is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "null")
    if origin == "null":  # withheld, as some privacy settings do
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
