"""The real Envoy validates the file, then runs with it: so many attempts, the time for one try, a pool that is full."""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as examples

from playground.copyas import envoy
from tests.playground.copyas.conftest import any_settings
from tests.site import START_S_MAX, STOP_S_MAX, hold_a_port

STARTS = "starting main dispatch loop"


def binary() -> str:
    path = shutil.which("envoy") or str(Path(sys.executable).with_name("envoy"))
    assert Path(path).exists(), "make setup brings Envoy along"
    return path


def text_of(settings) -> str:
    (file,) = envoy.copy(settings).files
    return file.text


@given(settings=any_settings())
@examples(max_examples=60)
def test_whatever_is_set_the_file_can_be_read_back(settings):
    resources = yaml.safe_load(text_of(settings))["static_resources"]
    assert [cluster["name"] for cluster in resources["clusters"]] == list(settings["checkout.calls"])


def test_envoy_finds_the_file_good(settings, tmp_path):
    path = tmp_path / "envoy.yaml"
    path.write_text(text_of(settings))
    run = subprocess.run(
        [binary(), "--mode", "validate", "-c", path], capture_output=True, text=True, timeout=START_S_MAX
    )
    assert run.returncode == 0, run.stderr


def test_envoy_finds_a_wrong_file_bad(set_up, tmp_path):
    """So its good word is worth something."""
    path = tmp_path / "envoy.yaml"
    path.write_text(text_of(set_up()).replace("num_retries: 2", "num_retries: many"))
    run = subprocess.run(
        [binary(), "--mode", "validate", "-c", path], capture_output=True, text=True, timeout=START_S_MAX
    )
    assert run.returncode != 0


# -- running -----------------------------------------------------------------------------------------------------------


class Dependency:
    """An HTTP server that counts: it answers with `status`, or with none says nothing for ever."""

    def __init__(self, status: int | None) -> None:
        self.status = status
        self.asked: Counter[str] = Counter()
        self.requests: asyncio.Queue[str] = asyncio.Queue()
        self.held = asyncio.Event()
        self.server: asyncio.Server | None = None

    async def serve(self) -> int:
        self.server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        return self.server.sockets[0].getsockname()[1]

    async def has_heard(self, count: int) -> None:
        """What Envoy sent before it gave up may be here later than its own answer."""
        async with asyncio.timeout(START_S_MAX):
            for _ in range(count):
                await self.requests.get()

    async def answer(self, reader, writer) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split()[1].decode()
                self.asked[path] += 1
                self.requests.put_nowait(path)
                if self.status is None:
                    self.held.set()
                    await reader.read()  # until the caller breaks the connection
                    return
                writer.write(f"HTTP/1.1 {self.status} Said\r\ncontent-length: 0\r\n\r\n".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


class Proxy:
    """One Envoy process, in front of one dependency, with payment's route and cluster."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: asyncio.subprocess.Process | None = None
        self.held = hold_a_port()
        self.held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as Envoy does
        self.port = self.held.getsockname()[1]

    async def start(self, settings, upstream: int) -> None:
        config = yaml.safe_load(text_of(settings))
        resources = config["static_resources"]
        resources["listeners"][0]["address"]["socket_address"]["port_value"] = self.port
        for cluster in resources["clusters"]:
            endpoint = cluster["load_assignment"]["endpoints"][0]["lb_endpoints"][0]["endpoint"]
            endpoint["address"]["socket_address"]["port_value"] = upstream
        path = self.folder / "running.yaml"
        path.write_text(yaml.safe_dump(config))
        self.process = await asyncio.create_subprocess_exec(
            binary(), "-c", str(path), "--use-dynamic-base-id", "--concurrency", "1", stderr=asyncio.subprocess.PIPE
        )
        await asyncio.wait_for(self._started(), START_S_MAX)

    async def _started(self) -> None:
        async for line in self.process.stderr:
            if STARTS in line.decode():
                return
        raise AssertionError("Envoy ended before it started")

    async def get(self, path: str) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n\r\n".encode())
            head = await reader.readline()
            return int(head.split()[1])
        finally:
            writer.close()

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await asyncio.wait_for(self.process.wait(), STOP_S_MAX)
        self.held.close()


@pytest.fixture
async def proxied(tmp_path):
    """`await proxied(settings, status)`: (proxy, dependency), both running."""
    proxy = Proxy(tmp_path)
    dependencies = []

    async def build(settings, status: int | None):
        dependency = Dependency(status)
        dependencies.append(dependency)
        await proxy.start(settings, await dependency.serve())
        return proxy, dependency

    yield build
    await proxy.stop()
    for dependency in dependencies:
        dependency.server.close()


Proxied = Callable[..., tuple[Proxy, Dependency]]


@pytest.mark.parametrize("attempts", [1, 4])
async def test_envoy_makes_so_many_attempts(set_up, proxied: Proxied, attempts):
    proxy, dependency = await proxied(set_up(retry__max_attempts=attempts, retry__first_delay_s=0.001), 503)
    assert await proxy.get("/payment/charge") == 503
    assert dependency.asked == {"/payment/charge": attempts}


async def test_envoy_retries_only_on_what_was_asked_for(set_up, proxied: Proxied):
    proxy, dependency = await proxied(set_up(retry__on=["conflict"], retry__first_delay_s=0.001), 500)
    assert await proxy.get("/payment/charge") == 500
    assert dependency.asked == {"/payment/charge": 1}


async def test_envoy_gives_up_a_try_in_time_and_tries_again(set_up, proxied: Proxied):
    settings = set_up(timeout__enabled=True, timeout__attempt_s=0.05, retry__first_delay_s=0.001)
    proxy, dependency = await proxied(settings, None)
    assert await proxy.get("/payment/charge") == 504
    await dependency.has_heard(3)
    assert dependency.asked == {"/payment/charge": 3}


async def test_envoy_hedges_after_the_delay(set_up, proxied: Proxied):
    proxy, dependency = await proxied(
        set_up(retry__enabled=False, hedging__enabled=True, hedging__delay_s=0.05, timeout__enabled=True,
               timeout__deadline_s=2), None
    )  # fmt: skip
    assert await proxy.get("/payment/charge") == 504
    await dependency.has_heard(2)
    assert dependency.asked == {"/payment/charge": 2}


async def test_a_full_pool_answers_at_once(set_up, proxied: Proxied):
    settings = set_up(retry__enabled=False, bulkhead__enabled=True, bulkhead__payment=1)
    proxy, dependency = await proxied(settings, None)
    first = asyncio.create_task(proxy.get("/payment/charge"))
    await dependency.held.wait()
    assert await proxy.get("/payment/charge") == 503
    assert dependency.asked == {"/payment/charge": 1}
    first.cancel()
    await asyncio.wait([first])


async def test_a_dependency_that_fails_is_ejected(set_up, proxied: Proxied):
    settings = set_up(retry__enabled=False, breaker__enabled=True, breaker__minimum_calls=5, breaker__window_s=0.1,
                      breaker__open_s=600)  # fmt: skip
    proxy, dependency = await proxied(settings, 500)
    statuses: Counter[int] = Counter()
    async with asyncio.timeout(20):
        while not statuses[503]:
            statuses[await proxy.get("/payment/charge")] += 1
    assert dependency.asked["/payment/charge"] == statuses[500]
