"""This site stands at the root of its address, whatever a header says.

Daphne takes a path prefix from the request header `Daphne-Root-Path`, which any client may send. Every address that
Django makes for that request would begin with it, also those in fragments that are rendered once for a whole room.
"""

from typing import Any

from asgiref.typing import ASGI3Application


def at_the_root(application: ASGI3Application) -> ASGI3Application:
    async def rooted(scope: Any, receive: Any, send: Any) -> None:
        rooted_scope: Any = {**scope, "root_path": ""}
        await application(rooted_scope, receive, send)

    return rooted
