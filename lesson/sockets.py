"""What every WebSocket meets first: the check of its origin, and a polite end for unknown paths."""

from asgiref.typing import ASGI3Application
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.security.websocket import AllowedHostsOriginValidator, OriginValidator
from django.urls import re_path

NO_SUCH_SOCKET = 4404


def check_origin(application: ASGI3Application, full_origins: list[str]) -> ASGI3Application:
    """In production the full origin must match: Channels' check by host alone lets other schemes and ports in."""
    if full_origins:
        return OriginValidator(application, full_origins)
    return AllowedHostsOriginValidator(application)


class NoSuchSocket(AsyncJsonWebsocketConsumer):
    """Accepts, says what is wrong, closes: a refused handshake looks like an outage and is retried for ever."""

    async def connect(self) -> None:
        await self.accept()
        await self.send_json({"type": "error", "code": NO_SUCH_SOCKET, "message": "There is nothing at this address."})
        await self.close(code=NO_SUCH_SOCKET)


no_such_socket = re_path(r"^", NoSuchSocket.as_asgi())
