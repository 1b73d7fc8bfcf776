"""A room as Channels' tutorial builds it: a group, `group_send`, the in-memory layer, Daphne. Only the frame is ours.

The frame is a file's text with a number put in; five a second once somebody is there.
"""

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lesson.settings")

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from tests.bench.classroom.probe import Probe, tasks_of

FRAME_S = 0.2
GROUP = "room"
TEXT = Path(os.environ["FAULTLINE_FRAME"]).read_text()

loops: list[asyncio.AbstractEventLoop] = []
producing: list[asyncio.Task] = []
probe = Probe(lambda: {"tasks": tasks_of(loops)})


class Room(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        """The first message opens; acknowledgements are read and dropped, as they cost the same in both rooms."""
        if '"open"' in text_data:
            await self.send('{"type":"snapshot","seq":0}')
            if not producing:
                loops.append(asyncio.get_running_loop())
                producing.append(asyncio.create_task(produce()))

    async def frame(self, event):
        await self.send(event["text"])

    async def disconnect(self, code):
        await self.channel_layer.group_discard(GROUP, self.channel_name)


async def produce():
    layer, loop = get_channel_layer(), asyncio.get_running_loop()
    due, seq = loop.time(), 0
    while True:
        seq += 1
        probe.note(seq)
        await layer.group_send(GROUP, {"type": "frame", "text": TEXT.replace('"seq":0', f'"seq":{seq}', 1)})
        due = max(due + FRAME_S, loop.time())
        await asyncio.sleep(due - loop.time())


async def health(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok\n"})


application = ProtocolTypeRouter({"http": health, "websocket": URLRouter([path("ws/", Room.as_asgi())])})


if __name__ == "__main__":
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(
        ["--fd", sys.argv[2], "--verbosity", "0", "tests.bench.classroom.stock_server:application"]
    )
