"""Who has to wait before their code is even looked up. A school is one address, so the guilty pay first.

A wrong code costs the browser that sent it and the address it came from; when either has no more to spend, its next
code is refused unread, right or wrong: answered, it would tell a guesser which. So nobody is refused for others' sake
who shows more than a code: a seat or a host's mark in the room, or the key that the QR code and the invitation carry,
which nobody guesses. Whether they do is seen before any room is looked for, so that not even time tells.

A browser is told apart by its CSRF cookie, without which it cannot send the form. Whoever makes one up for each guess
gains nothing: the address pays all the same. See docs/rooms-door.md.
"""

from django.conf import settings
from django.core.signing import Signer
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from lesson.classroom import access, codes
from lesson.classroom.limits import guesses
from playground.sources import source_of

KEY_LENGTH = 16
"""Of 64 symbols: 96 bits, and a QR code that is still coarse enough for the last row."""
BROWSER_LENGTH_MAX = 64
WAIT = {
    "browser": (
        "Too many wrong codes have come from this device. Wait half a minute, then try again with the code on the "
        "screen."
    ),
    "address": (
        "Too many wrong codes have come from your network, not necessarily from you. Scan the QR code on the screen, "
        "or open the link that your host can send: both always open. Or try again in a minute."
    ),
}


def key_of(code: str) -> str:
    """In the QR code and the invitation's link, beside the code: it comes in whatever others do."""
    return Signer(salt="classroom.door").signature(code)[:KEY_LENGTH]


def key_in(request: HttpRequest) -> str:
    """As the link had it, or the form that the link led to."""
    return request.POST.get("key", request.GET.get("key", ""))[:KEY_LENGTH]


def wait(request: HttpRequest, typed: str) -> str:
    """Why this code is not looked up now, in words; empty where it is."""
    if passes(request, codes.read(typed)):
        return ""
    return WAIT.get(guesses.exhausted(*who(request)), "")


def passes(request: HttpRequest, code: str) -> bool:
    """Whether somebody shows more than the code."""
    return access.remembers(request.session, code) or constant_time_compare(key_in(request), key_of(code))


def note_wrong(request: HttpRequest) -> None:
    guesses.note_failure(*who(request))


def who(request: HttpRequest) -> tuple[str, str]:
    """Address and browser."""
    browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return source_of(request.META.get("REMOTE_ADDR", "")), browser[:BROWSER_LENGTH_MAX]
