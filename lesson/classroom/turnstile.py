"""A class comes through the door all at once. Few requests are worked on at a time; the others wait outside, in order.

Three hundred at once would take all the threads that pages have, fight over SQLite, and everybody would wait for the
last one. Each room has a door of its own, so that a crowd at one is not felt at another; all that is not in a room
(opening, joining) goes through a door as if it were one.
"""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary
from zlib import crc32

from asgiref.typing import ASGI3Application

AT_ONCE = 3
DOORS = 64
"""Rooms are told apart by a hash of their code: two may share a door, and no number of codes costs memory."""
PREFIX = "/classroom/"
WAITS = "/decide/"
"""A host who lets a run decide waits for it, and holds nobody up."""
_doors: WeakKeyDictionary[asyncio.AbstractEventLoop, list[asyncio.Semaphore]] = WeakKeyDictionary()


def turnstile(application: ASGI3Application) -> ASGI3Application:
    """For the classroom's pages; they are short, and none of those that come through waits for anything."""

    async def enter(scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        if not path.startswith(PREFIX) or path.endswith(WAITS):
            return await application(scope, receive, send)
        async with door_of(path):
            return await application(scope, receive, send)

    return enter


def door_of(path: str) -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    if loop not in _doors:
        _doors[loop] = [asyncio.Semaphore(AT_ONCE) for _ in range(DOORS)]
    room = path.removeprefix(PREFIX).partition("/")[0]
    return _doors[loop][crc32(room.upper().encode()) % DOORS]
