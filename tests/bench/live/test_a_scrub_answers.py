"""How long a scrub over a minute of 40 checkouts a second takes to answer: the run is simulated again from its start.

Beside it, in this process and in processor time, what of that is the engine and what the page's own: the fold of events
into notes, sentences and rows, and the snapshot.
"""

import asyncio
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from websockets.asyncio.client import connect

from playground.live import frames
from playground.live import protocol as p
from playground.live.fold import Fold
from playground.live.lane import Lane
from playground.runs import Run
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.bench

SCENARIO, KNOBS = "double-charge", {"retry.enabled": True}
SECONDS = 60.0
ROUNDS = 9
ANSWER_MS_MAX = 300


class Page:
    def __init__(self, socket):
        self.socket = socket
        self.count = 0

    async def say(self, kind, **fields):
        self.count += 1
        await self.socket.send(json.dumps({"type": kind, "id": f"c{self.count}", **fields}))
        return await self.hear(lambda message: message.get("id") == f"c{self.count}")

    async def hear(self, wanted):
        while True:
            message = json.loads(await self.socket.recv())
            if "seq" in message:
                await self.socket.send(json.dumps({"type": "ack", "seq": message["seq"]}))
            if wanted(message):
                return message

    async def play_to(self, t):
        await self.say("speed", value=20)
        await self.say("play")
        await self.hear(lambda message: message["type"] == "frame" and message["t"] >= t)
        await self.say("pause")


def processor_ms(site) -> float:
    """What the server's process has worked so far."""
    user, system = Path(f"/proc/{site.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def scrubs(site) -> tuple[list[float], float]:
    """Milliseconds for each, and of the server's processor time in the mean."""
    async with connect(f"{site.websocket_url}/ws/playground/", origin=site.url, max_size=None) as socket:
        page = Page(socket)
        await page.say("open", scenario=SCENARIO, seed=7)
        await page.say("set", knobs=KNOBS)
        await page.play_to(SECONDS + 1)
        took, before = [], processor_ms(site)
        for number in range(ROUNDS):
            began = time.perf_counter()
            answer = await page.say("seek", t=SECONDS - number / 100)  # always a little back: from the beginning again
            took.append(1000 * (time.perf_counter() - began))
            assert answer["type"] == "done"
        return took, (processor_ms(site) - before) / ROUNDS


def in_ms(what: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.thread_time()
        what()
        took.append(1000 * (time.thread_time() - began))
    return median(took)


def test_a_minute_is_scrubbed_over_in_three_tenths_of_a_second(live_site):
    scenario = load(SCENARIO)
    recipe = scenario.recipe(7)
    recipe.knobs.update(KNOBS)

    def engine():
        with Run(recipe) as run:
            run.skip(SECONDS)

    def lane() -> Lane[Fold]:
        made = Lane(recipe, Fold(), time.monotonic)
        for _ in made.skip(SECONDS):
            pass
        return made

    there = lane()
    transport = frames.Transport(end=SECONDS)
    snapshot = in_ms(lambda: p.encode(frames.snapshot(1, there, None, transport, scenario.headline)))
    there.close()
    alone, folded = in_ms(engine), in_ms(lambda: lane().close())
    took, worked = asyncio.run(scrubs(live_site))
    print(
        f"\n{SECONDS:.0f} s at 40/s, load average {os.getloadavg()[0]:.1f}: answered in {median(took):.0f} ms"
        f" ({min(took):.0f} to {max(took):.0f}) over a socket, {worked:.0f} ms of the server's processor time;"
        f" of one run {alone:.0f} ms engine, {folded - alone:.0f} ms fold and slices, {snapshot:.1f} ms snapshot"
    )
    assert median(took) < ANSWER_MS_MAX
