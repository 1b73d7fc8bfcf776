"""What is sent over a WebSocket: framed once for everybody who gets it, and never kept beyond a mebibyte.

A frame of a shared run goes to a whole room, and over the wire it is the same bytes for all: servers do not mask, and
nothing here is compressed. So the bytes are made once and handed to each transport as they are.

They go to the system at once, as far as it takes them. Twisted would have the loop ask first whether the connection
takes something, and stop asking after each message: two calls to the system and a turn of the loop, which cost more
than the sending.

The transport keeps what the reader does not take, without end. It says when its buffer is full and when it is empty
again; what is sent in between is counted, and a reader who is owed too much is let go.
"""

from functools import lru_cache

from autobahn.websocket.protocol import PreparedMessage
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.abstract import FileDescriptor

UNSENT_BYTES_MAX = 1024 * 1024
KEPT = 8
"""Messages whose bytes are kept for the next reader: all readers of one get it at once."""


@lru_cache(maxsize=KEPT)
def framed(text: str) -> bytes:
    """The bytes of a text message on the wire."""
    message = PreparedMessage(text.encode(), isBinary=False, applyMask=False, doNotCompress=True)
    return bytes(message.payloadHybi)


def write_now(transport: FileDescriptor, message: bytes) -> None:
    """Behind what waits already. The system first; what it does not take goes the transport's own way."""
    waits = transport.dataBuffer or transport._tempDataBuffer  # noqa: SLF001 (the version is pinned, and tests look)
    if transport.connected and not waits:
        taken = transport.writeSomeData(message)
        if isinstance(taken, int):  # and no exception, of which the transport will hear as well, and knows what to do
            message = message[taken:]
    transport.write(message)


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

    def serverSend(self, content: str, binary: bool = False) -> None:  # noqa: N802  (Daphne's)
        """Text only: nothing here speaks in bytes. To a connection that has just gone nothing is said."""
        if binary:
            raise ValueError("This site sends text messages only, not bytes.")
        if self.state != self.STATE_OPEN:
            return
        message = framed(content)
        write_now(self.transport, message)
        if self.unsent is not None:
            self.unsent += len(message)
            if self.unsent > UNSENT_BYTES_MAX:
                self.transport.abortConnection()
