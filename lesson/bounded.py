"""A WebSocket whose reader stalls is let go before it costs more than a mebibyte of memory.

Daphne hands every message to the transport, which keeps what the reader does not take, without end. The transport says
when its buffer is full and when it is empty again; what is sent in between is counted.
"""

from autobahn.exception import Disconnected
from daphne.ws_protocol import WebSocketProtocol

UNSENT_BYTES_MAX = 1024 * 1024


class BoundedSocket(WebSocketProtocol):
    """The transport's producer, too: it cannot be paused, but it can be told."""

    unsent: int | None = None
    """Bytes given to a transport that is full; None while it is not."""

    def onOpen(self) -> None:  # noqa: N802  (Autobahn's name)
        super().onOpen()
        self.transport.unregisterProducer()  # the HTTP channel's, which has handed this connection over
        self.transport.registerProducer(self, True)

    def pauseProducing(self) -> None:  # noqa: N802  (Twisted's names)
        self.unsent = 0

    def resumeProducing(self) -> None:  # noqa: N802
        self.unsent = None

    def stopProducing(self) -> None:  # noqa: N802
        self.unsent = None

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:  # noqa: N802  (Daphne's)
        try:
            super().serverSend(content, binary)
        except Disconnected:  # it has just gone, and Daphne says so next: what comes in between goes nowhere
            return
        if self.unsent is not None:
            self.unsent += len(content)
            if self.unsent > UNSENT_BYTES_MAX:
                self.transport.abortConnection()
