import json
from urllib.request import Request, urlopen

import pytest
from autobahn.exception import Disconnected
from channels.testing import WebsocketCommunicator
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.testing import StringTransportWithDisconnection
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from lesson.bounded import UNSENT_BYTES_MAX, BoundedSocket
from lesson.serve import FRAME_BYTES_MAX
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


def test_a_frame_beyond_the_limit_ends_the_connection(live_site):
    with connect(f"{live_site.websocket_url}/nowhere", origin=live_site.url) as socket:
        socket.recv()
        with pytest.raises(ConnectionClosed):
            send_and_wait(socket, "x" * (FRAME_BYTES_MAX + 1))


@pytest.fixture
def bounded(monkeypatch):
    """A socket over a transport that notes what happens to it; Daphne's own part is left out."""
    monkeypatch.setattr(WebSocketProtocol, "onOpen", lambda self: None)
    monkeypatch.setattr(WebSocketProtocol, "serverSend", lambda self, content, binary=False: None)
    socket = BoundedSocket()
    socket.transport = StringTransportWithDisconnection()
    socket.transport.registerProducer(object(), True)
    socket.onOpen()
    socket.transport.abortConnection = socket.transport.clear  # what a test can look at
    socket.transport.write(b"there")
    return socket


def test_a_reader_that_stalls_is_let_go_after_a_mebibyte(bounded):
    assert bounded.transport.producer is bounded
    bounded.pauseProducing()
    bounded.serverSend("x" * UNSENT_BYTES_MAX)
    assert bounded.transport.value() == b"there"
    bounded.serverSend("x")
    assert bounded.transport.value() == b""


def test_what_is_sent_to_somebody_who_has_just_gone_is_no_error(bounded, monkeypatch):
    def gone(self, content, binary=False):
        raise Disconnected("sent to a lost connection")

    monkeypatch.setattr(WebSocketProtocol, "serverSend", gone)
    bounded.serverSend("x")
    assert bounded.transport.value() == b"there"


def test_a_reader_that_catches_up_begins_with_nothing_against_it(bounded):
    for _ in range(3):
        bounded.pauseProducing()
        bounded.serverSend("x" * UNSENT_BYTES_MAX)
        bounded.resumeProducing()
        bounded.serverSend("x" * UNSENT_BYTES_MAX)
    assert bounded.transport.value() == b"there"


def test_no_header_moves_the_addresses_that_a_page_is_made_of(live_site):
    request = Request(f"{live_site.url}/practice/", headers={"Daphne-Root-Path": "https://elsewhere.example"})
    with urlopen(request) as response:
        assert "elsewhere.example" not in response.read().decode()
