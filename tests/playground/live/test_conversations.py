"""One socket, from the inside: the hub and the consumer with a socket made of two lists, and limits of their own."""

import asyncio
import json

import pytest

from playground.live.consumers import Conversation
from playground.live.hub import Hub, Viewer
from playground.live.limits import Limits

PATIENCE_S = 10


class Socket:
    """What an ASGI server gives to an application, with everything sent kept."""

    def __init__(self):
        self.incoming = asyncio.Queue()
        self.incoming.put_nowait({"type": "websocket.connect"})
        self.sent = []
        self._news = asyncio.Event()

    async def send(self, message):
        self.sent.append(message)
        self._news.set()

    def say(self, kind, **fields):
        self.incoming.put_nowait({"type": "websocket.receive", "text": json.dumps({"type": kind, **fields})})

    def leave(self):
        self.incoming.put_nowait({"type": "websocket.disconnect", "code": 1001})

    @property
    def messages(self):
        return [json.loads(each["text"]) for each in self.sent if each["type"] == "websocket.send"]

    @property
    def codes(self):
        return [each["code"] for each in self.sent if each["type"] == "websocket.close"]

    async def until(self, condition):
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def converse():
    """`hub, socket = converse(idle_s=0.1)`; ended and joined afterwards."""
    hubs, sockets = [], []

    def begin(hub=None, **limits):
        if hub is None:
            hub = Hub(Limits(**limits))
            hubs.append(hub)
        socket = Socket()
        conversation = Conversation(hub, "192.0.2.1", socket.send)
        socket.held = asyncio.create_task(conversation.hold(socket.incoming.get))
        sockets.append(socket)
        return hub, socket

    yield begin
    for socket in sockets:
        socket.leave()
        await socket.held
    for hub in hubs:
        hub.stop()


async def test_a_socket_is_accepted_before_anything_is_said(converse):
    _, socket = converse()
    await socket.until(lambda: socket.sent)
    assert socket.sent == [{"type": "websocket.accept"}]


async def test_opening_answers_with_the_run_and_its_snapshot(converse):
    _, socket = converse()
    socket.say("open", id="1", scenario="sandbox")
    await socket.until(lambda: len(socket.messages) == 2)
    assert [message["type"] for message in socket.messages] == ["opened", "snapshot"]


async def test_a_socket_that_opens_nothing_is_closed(converse):
    _, socket = converse(opening_s=0.05)
    await socket.until(lambda: socket.codes)
    assert socket.codes == [4408]
    assert socket.messages[-1]["code"] == "idle"


async def test_a_socket_over_which_nothing_is_done_is_closed(converse):
    _, socket = converse(opening_s=0.05, idle_s=0.1)
    socket.say("open", id="1", scenario="sandbox")
    await socket.until(lambda: socket.codes)
    assert socket.codes == [4408]
    assert "The run is kept" in socket.messages[-1]["message"]


async def test_acknowledging_is_not_doing_something(converse):
    _, socket = converse(opening_s=0.05, idle_s=0.1)
    socket.say("open", id="1", scenario="sandbox")
    for seq in range(20):
        socket.say("ack", seq=seq)
    await socket.until(lambda: socket.codes)
    assert socket.codes == [4408]


async def test_when_the_socket_goes_its_tasks_go_with_it(converse):
    before = asyncio.all_tasks()
    _, socket = converse()
    socket.say("open", id="1", scenario="sandbox")
    await socket.until(lambda: len(socket.messages) == 2)
    socket.leave()
    await socket.held
    await asyncio.sleep(0)
    assert asyncio.all_tasks() - before == set()


async def test_when_everybody_has_left_nothing_of_them_is_left(converse):
    hub, first = converse()
    sockets = [first, *(converse(hub)[1] for _ in range(30))]
    for socket in sockets:
        socket.say("open", id="1", scenario="sandbox")
    for socket in sockets:
        await socket.until(lambda socket=socket: len(socket.messages) == 2)
        socket.leave()
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*(socket.held for socket in sockets))
        hub._host.ask(lambda simulation: loop.call_soon_threadsafe(gone.set))
        await gone.wait()
    simulation = hub._host._simulation
    assert (hub._viewers, hub._audiences, simulation._viewers, simulation._owners) == ({}, {}, {}, {})
    assert not any(entry.attentive for entry in simulation.entries.values())


async def test_a_frame_is_the_same_text_for_every_viewer(converse):
    hub, first = converse()
    first.say("open", id="1", scenario="sandbox")
    await first.until(lambda: len(first.messages) == 2)
    _, second = converse(hub)
    second.say("open", id="1", scenario="sandbox", run=first.messages[0]["run"])
    await second.until(lambda: len(second.messages) == 2)
    first.say("step", id="2")
    await second.until(lambda: len(second.messages) == 3)
    frames = [each.sent[-1] if "frame" in each.sent[-1]["text"] else each.sent[-2] for each in (first, second)]
    assert frames[0]["text"] is frames[1]["text"]


async def test_a_socket_that_takes_nothing_holds_no_more_than_its_limit():
    viewer, sent = Viewer(1, outbox=5), []
    for number in range(30):
        viewer.put(str(number))

    async def send(message):
        sent.append(message)

    await viewer.post(send)
    assert sent == [{"type": "websocket.close", "code": 4429}]


async def test_a_server_that_makes_us_wait_gets_everything_in_order():
    viewer, sent, gate = Viewer(1, outbox=50), [], asyncio.Event()

    async def send(message):
        if message.get("text") in {"3", "4"}:
            await gate.wait()
        sent.append(message.get("text", "closed"))

    posting = asyncio.create_task(viewer.post(send))
    await asyncio.sleep(0)
    for number in range(8):
        viewer.put(str(number))
    assert sent == ["0", "1", "2"]
    gate.set()
    viewer.close(4400)
    viewer.put("too late")
    await posting
    assert sent == ["0", "1", "2", "3", "4", "5", "6", "7", "closed"]


async def test_a_server_that_cannot_send_fails_the_task_and_not_whoever_has_something_to_say():
    viewer = Viewer(1, outbox=50)

    async def send(message):
        raise OSError("gone")

    posting = asyncio.create_task(viewer.post(send))
    await asyncio.sleep(0)
    viewer.put("hello")
    with pytest.raises(OSError, match="gone"):
        await posting


async def test_stopping_the_hub_ends_its_thread(converse):
    hub, socket = converse()
    socket.say("open", id="1", scenario="sandbox")
    await socket.until(lambda: len(socket.messages) == 2)
    socket.leave()
    hub.stop()
    assert not hub._host._thread.is_alive()


async def test_a_socket_that_nothing_can_be_sent_over_is_given_up_and_does_not_look_alive():
    hub, socket = Hub(Limits()), Socket()

    async def send(message):
        if message["type"] == "websocket.send":
            raise OSError("too large")

    held = asyncio.create_task(Conversation(hub, "192.0.2.1", send).hold(socket.incoming.get))
    socket.say("open", id="a", scenario="double-charge")
    try:
        async with asyncio.timeout(PATIENCE_S):
            with pytest.raises(ExceptionGroup) as failures:
                await held
    finally:
        hub.stop()
    assert failures.group_contains(OSError, match="too large")
    assert not hub._viewers
