"""A page of the playground as seen from outside: a WebSocket, JSON, nothing that the server's code shares."""

import json
from collections.abc import Iterable
from contextlib import suppress
from itertools import count

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE_S = 60
"""A bound, not an expectation."""


class Page:
    """Says commands, hears what comes, acknowledges frames unless told not to."""

    def __init__(self, site, *, acknowledges=True, path="/ws/playground/", **options):
        # With a bounded queue the client loses what came in one piece with the end of the connection.
        self._connecting = connect(
            f"{site.websocket_url}{path}", origin=site.url, open_timeout=PATIENCE_S, max_queue=None, **options
        )
        self.socket = None
        self.acknowledges = acknowledges
        self.heard = []
        self._ids = count(1)

    def send(self, text):
        self.socket.send(text)

    def pour(self, texts: Iterable[str]):
        """All of them, or as many as go out before the server has ended the connection."""
        with suppress(ConnectionClosed):
            for text in texts:
                self.send(text)

    def hear(self):
        """The next message."""
        message = json.loads(self.socket.recv(timeout=PATIENCE_S))
        self.heard.append(message)
        if "seq" in message and self.acknowledges:
            self.send(json.dumps({"type": "ack", "seq": message["seq"]}))
        return message

    def until(self, wanted):
        while not wanted(message := self.hear()):
            pass
        return message

    def hear_a(self, kind):
        return self.until(lambda message: message["type"] == kind)

    def say(self, kind, *, name=None, **fields):
        """Say a command; the reply."""
        name = name or f"page-{next(self._ids)}"
        self.send(json.dumps({"type": kind, "id": name, **fields}))
        return self.until(lambda message: message.get("id") == name)

    def open(self, scenario="double-charge", **fields):
        opened = self.say("open", scenario=scenario, **fields)
        assert opened["type"] == "opened", opened
        return opened, self.hear_a("snapshot")

    def play_until(self, t):
        self.say("play")
        return self.until(lambda message: message["type"] == "frame" and message["t"] >= t)

    def closed(self):
        """The code with which the server closes, after whatever it still has to say."""
        try:
            while True:
                self.hear()
        except ConnectionClosed:
            return self.socket.close_code

    def __enter__(self):
        self.socket = self._connecting.__enter__()
        return self

    def __exit__(self, *how):
        self._connecting.__exit__(*how)
