"""What is put is sent in order: at once where the server takes it, by the task where the server makes us wait."""

import asyncio

import pytest

from playground.live.outbox import Outbox

CLOSE = {"type": "websocket.close", "code": 4429}


def message(text):
    return {"type": "websocket.send", "text": text}


class Server:
    """`sent` is all that it was given. While it is `stalled` it makes the sender wait."""

    def __init__(self):
        self.sent = []
        self.done = []
        self.told = []
        self.stalled = None

    async def send(self, message):
        self.sent.append(message.get("text", "close"))
        try:
            if self.stalled is not None:
                await self.stalled
        except BaseException as problem:
            self.told.append(type(problem))
            raise
        self.done.append(message.get("text", "close"))

    def stall(self):
        self.stalled = asyncio.get_running_loop().create_future()
        return self.stalled


@pytest.fixture
def server():
    return Server()


@pytest.fixture
async def outbox(server):
    """With a task that posts; `outbox.task` is that."""
    box = Outbox(4)
    box.task = asyncio.create_task(box.post(server.send))
    await turn()
    yield box
    box.task.cancel()
    await asyncio.gather(box.task, return_exceptions=True)


async def turn():
    """The loop goes round until everything that can run has run."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_server_that_takes_it_is_given_it_before_put_returns(outbox, server):
    outbox.put(message("a"))
    assert server.done == ["a"]


async def test_what_is_put_before_the_task_has_begun_is_sent_when_it_begins(server):
    box = Outbox(4)
    box.put(message("a"))
    box.put(CLOSE)
    assert server.sent == []
    await box.post(server.send)
    assert server.done == ["a", "close"]


async def test_behind_one_that_waits_the_others_wait_in_order(outbox, server):
    stalled = server.stall()
    for text in "abc":
        outbox.put(message(text))
    await turn()
    assert (server.sent, server.done) == (["a"], [])
    server.stalled = None
    stalled.set_result(None)
    await turn()
    assert server.done == ["a", "b", "c"]


async def test_one_may_wait_behind_the_other_again_and_again(outbox, server):
    first = server.stall()
    outbox.put(message("a"))
    outbox.put(message("b"))
    second = server.stall()
    first.set_result(None)
    await turn()
    assert (server.sent, server.done) == (["a", "b"], ["a"])
    server.stalled = None
    second.set_result(None)
    await turn()
    assert server.done == ["a", "b"]


async def test_a_reader_who_stalls_fills_it_and_no_more(outbox, server):
    server.stall()
    outbox.put(message("first"))
    while not outbox.full:
        outbox.put(message("more"))
    assert server.sent == ["first"]
    outbox.clear()
    assert not outbox.full


async def test_whoever_leaves_in_the_middle_ends_the_sending_too(outbox, server):
    server.stall()
    outbox.put(message("a"))
    await turn()
    outbox.task.cancel()
    await turn()
    assert server.told == [asyncio.CancelledError]
    assert outbox.task.cancelled()


async def test_what_fails_while_it_waits_is_told_to_the_sending_and_then_to_the_task(outbox, server):
    stalled = server.stall()
    outbox.put(message("a"))
    await turn()
    stalled.set_exception(ConnectionResetError())
    await turn()
    assert server.told == [ConnectionResetError]
    assert isinstance(outbox.task.exception(), ConnectionResetError)


async def test_a_sending_that_survives_its_failure_goes_on(server):
    async def forgiving(message):
        try:
            await server.send(message)
        except ConnectionResetError:
            server.done.append("forgiven")

    box = Outbox(4)
    task = asyncio.create_task(box.post(forgiving))
    await turn()
    stalled = server.stall()
    box.put(message("a"))
    box.put(CLOSE)
    server.stalled = None
    await turn()
    stalled.set_exception(ConnectionResetError())
    await task
    assert server.done == ["forgiven", "close"]


@pytest.mark.parametrize("at_once", [True, False], ids=["before it waits", "when it is called"])
async def test_a_failure_is_the_tasks_and_not_that_of_whoever_put(at_once):
    async def failing(_):
        raise ConnectionResetError

    def refusing(_):
        raise ConnectionResetError

    box = Outbox(4)
    task = asyncio.create_task(box.post(failing if at_once else refusing))
    await turn()
    box.put(message("a"))
    box.put(message("b"))
    with pytest.raises(ConnectionResetError):
        await task


async def test_after_a_close_nothing_is_sent_even_if_the_close_has_to_wait(outbox, server):
    stalled = server.stall()
    outbox.put(CLOSE)
    outbox.put(message("late"))
    await turn()
    assert not outbox.task.done()
    stalled.set_result(None)
    await outbox.task
    assert server.done == ["close"]
