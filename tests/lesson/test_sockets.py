import json
from collections import deque
from urllib.request import Request, urlopen

import pytest
from channels.testing import WebsocketCommunicator
from daphne.ws_protocol import WebSocketProtocol
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.abstract import FileDescriptor
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader
from websockets.sync.client import connect

from lesson.bounded import UNSENT_BYTES_MAX, BoundedSocket, framed, write_now
from lesson.serve import MESSAGE_BYTES_MAX
from lesson.sockets import NoSuchSocket, check_origin

OURS = "https://faultline.example"


def test_a_socket_to_nowhere_is_told_so_and_closed_for_good(live_site):
    with connect(f"{live_site.websocket_url}/nowhere", origin=live_site.url) as socket:
        assert json.loads(socket.recv())["code"] == 4404
        with pytest.raises(ConnectionClosed):
            socket.recv()
        assert socket.close_code == 4404


def test_a_page_of_another_site_cannot_open_a_socket(live_site):
    with pytest.raises(InvalidStatus) as refusal:
        connect(f"{live_site.websocket_url}/nowhere", origin="https://elsewhere.example")
    assert refusal.value.response.status_code == 403


def test_a_program_that_names_no_origin_cannot_open_a_socket(live_site):
    with pytest.raises(InvalidStatus):
        connect(f"{live_site.websocket_url}/nowhere")


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        (OURS, True),
        ("http://faultline.example", False),
        ("https://faultline.example:8443", False),
        ("https://faultline.example.elsewhere.example", False),
    ],
)
async def test_in_production_scheme_host_and_port_must_all_match(origin, welcome):
    guarded = check_origin(NoSuchSocket.as_asgi(), [OURS])
    socket = WebsocketCommunicator(guarded, "/", headers=[(b"origin", origin.encode())])
    assert (await socket.connect())[0] is welcome
    await socket.wait()


def send_and_wait(socket, message):
    socket.send(message)
    return socket.recv()


def test_a_message_beyond_the_limit_ends_the_connection(live_site):
    with connect(f"{live_site.websocket_url}/nowhere", origin=live_site.url) as socket:
        socket.recv()
        with pytest.raises(ConnectionClosed):
            send_and_wait(socket, "x" * (MESSAGE_BYTES_MAX + 1))


class Wire(FileDescriptor):
    """A connection whose system takes so many bytes a time, or has lost it; the reactor's turns come when asked for."""

    connected = True

    def __init__(self, *takes):
        super().__init__(reactor=self)
        self.takes, self.arrived, self.waits, self.aborted = deque(takes), b"", False, 0

    def writeSomeData(self, data):  # noqa: N802  (Twisted's names)
        taken = self.takes.popleft() if self.takes else len(data)
        if isinstance(taken, Exception):
            return taken
        self.arrived += bytes(data[:taken])
        return min(taken, len(data))

    def addWriter(self, _):  # noqa: N802  (Twisted's names)
        self.waits = True

    def removeWriter(self, _):  # noqa: N802  (Twisted's names)
        self.waits = False

    def turn(self):
        """As the reactor does: writes while somebody waits. What doWrite() returns is why the connection has to go."""
        while self.waits:
            if lost := self.doWrite():
                return lost
        return None

    def abortConnection(self):  # noqa: N802  (Twisted's names)
        self.aborted += 1


@pytest.fixture
def bounded(monkeypatch):
    """An open socket over a wire; what Daphne does at the opening is left out."""
    monkeypatch.setattr(WebSocketProtocol, "onOpen", lambda self: None)
    socket = BoundedSocket()
    socket.state = BoundedSocket.STATE_OPEN
    socket.transport = Wire()
    socket.transport.registerProducer(object(), True)
    socket.onOpen()
    return socket


HEAD_BYTES = 10
"""Of a message of more than 64 KiB, before its text."""
ALL_OF_IT = "x" * (UNSENT_BYTES_MAX - HEAD_BYTES)


def test_a_reader_that_stalls_is_let_go_after_a_mebibyte(bounded):
    assert bounded.transport.producer is bounded
    bounded.pauseProducing()
    bounded.serverSend(ALL_OF_IT)
    assert bounded.transport.aborted == 0
    bounded.serverSend("x")
    assert bounded.transport.aborted == 1


def test_what_is_sent_to_somebody_who_has_just_gone_is_no_error(bounded):
    bounded.state = BoundedSocket.STATE_CLOSED
    bounded.serverSend("x")
    assert bounded.transport.arrived == b""


def test_a_reader_that_catches_up_begins_with_nothing_against_it(bounded):
    for _ in range(3):
        bounded.pauseProducing()
        bounded.serverSend(ALL_OF_IT)
        bounded.resumeProducing()
        bounded.serverSend(ALL_OF_IT)
    assert bounded.transport.aborted == 0


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 300_000])
def test_a_message_of_any_length_is_framed_as_a_websocket_s_reader_expects(bounded, length):
    bounded.serverSend("ä" + "x" * length)
    reading = Frame.parse(reader_of(bounded.transport.arrived).read_exact, mask=False)
    frame = finished(reading)
    assert (frame.opcode, frame.fin, frame.rsv1) == (Opcode.TEXT, True, False)
    assert frame.data.decode() == "ä" + "x" * length


def reader_of(sent):
    reader = StreamReader()
    reader.feed_data(sent)
    reader.feed_eof()
    return reader


def finished(reading):
    """What a generator of `websockets` returns that has all its bytes."""
    with pytest.raises(StopIteration) as ended:
        next(reading)
    return ended.value.value


@given(st.lists(st.integers(0, 40), max_size=20), st.lists(st.binary(min_size=1, max_size=60), max_size=8))
def test_whatever_the_system_takes_everything_arrives_in_its_order(takes, messages):
    wire = Wire(*takes)
    for message in messages:
        write_now(wire, message)
    wire.turn()
    assert wire.arrived == b"".join(messages)
    assert not wire.waits


def test_what_the_system_takes_at_once_waits_for_no_turn():
    wire = Wire()
    write_now(wire, b"at once")
    assert wire.arrived == b"at once"
    assert not wire.waits


def test_a_lost_connection_is_the_transports_to_notice():
    gone = ConnectionError("gone")
    wire = Wire(gone, gone)
    write_now(wire, b"too late")
    assert wire.turn() is gone


def test_what_many_are_sent_is_framed_once():
    text = "to the whole room"
    assert framed(text) is framed(text)


def test_bytes_are_refused_for_nothing_here_speaks_in_them(bounded):
    with pytest.raises(ValueError, match="text messages only"):
        bounded.serverSend(b"x", binary=True)


def test_no_header_moves_the_addresses_that_a_page_is_made_of(live_site):
    request = Request(f"{live_site.url}/practice/", headers={"Daphne-Root-Path": "https://elsewhere.example"})
    with urlopen(request) as response:
        assert "elsewhere.example" not in response.read().decode()
