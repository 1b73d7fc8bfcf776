import json

import pytest
from channels.testing import WebsocketCommunicator
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

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
