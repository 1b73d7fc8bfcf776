"""A room of 300 and of 1,000, beside a stock Channels room in the same run; joins, stalled readers, drops.

One server process; clients in four others, on the same machine, so what is measured includes their own slowness. A
frame's delay is from when the simulation thread drew it to when a client process had it whole.
"""

import json
import os
import random
import threading
import time
from contextlib import ExitStack

import pytest

from tests.bench.classroom.rooms_under_load import Crowds, Measured, Taught, measured, percentile, spread
from tests.lesson.classroom.people import Person

pytestmark = pytest.mark.bench

SECONDS = float(os.environ.get("BENCH_SECONDS", "12"))
ROOM = "tests.bench.classroom.room_server"
STOCK = "tests.bench.classroom.stock_server"
STALLED = 20
MIB = 2**20


class Listening(threading.Thread):
    """The host's page: plays, and acknowledges what it gets until told to stop."""

    def __init__(self, taught):
        super().__init__(daemon=True)
        self.taught = taught
        self.playing = threading.Event()
        self.over = threading.Event()
        self.frame = None

    def run(self):
        with self.taught.hosting() as host:
            host.watch()
            host.say("play")
            while not self.over.is_set():
                message = host.hear()
                host.heard.clear()
                if message["type"] == "frame" and message["t"] > 3:
                    self.frame = message
                    self.playing.set()
            host.say("pause")

    def __enter__(self):
        self.start()
        assert self.playing.wait(60)
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join(30)


def ours(folder, number, stack):
    site = stack.enter_context(Measured(folder, ROOM))
    taught = Taught(site, number)
    host = stack.enter_context(Listening(taught))
    crowds = Crowds(site, taught.path, taught.cookies)
    stack.callback(crowds.close)
    return site, host, crowds


def in_our_room(folder, number):
    with ExitStack() as stack:
        site, host, crowds = ours(folder, number, stack)
        spent = site.cpu_s
        joins = crowds.joined()
        joining = (site.cpu_s - spent) / number
        found = measured(site, crowds, SECONDS)
        before = site.holds()
        crowds.tell("drop")
        after = dropped(site)
        return {
            **found,
            "joins": joins,
            "joining": joining,
            "frame": json.dumps({**host.frame, "seq": 0}),
            "before": before,
            "after": after,
        }


def dropped(site):
    """What the server holds once it has noticed; it notices within a second or never."""
    ends = time.monotonic() + 30
    while (held := site.holds())["viewers"] > 1 and time.monotonic() < ends:
        time.sleep(0.2)
    return held


def in_the_stock_room(folder, number, frame):
    text = folder / "frame.json"
    text.write_text(frame.replace('{"type": "frame", "seq": 0', '{"type":"frame","seq":0'))
    with ExitStack() as stack:
        site = Measured(folder, STOCK, FAULTLINE_FRAME=str(text))
        site.serve()
        stack.callback(site.close)
        crowds = Crowds(site, "/ws/", [""] * number)
        stack.callback(crowds.close)
        crowds.joined()
        return measured(site, crowds, SECONDS)


@pytest.mark.parametrize(("number", "p95_s_max"), [(300, 0.050), (1000, 0.150)])
def test_a_room_beside_a_stock_room(tmp_path, number, p95_s_max):
    for name in ("ours", "stock"):
        (tmp_path / name).mkdir()
    room = in_our_room(tmp_path / "ours", number)
    stock = in_the_stock_room(tmp_path / "stock", number, room["frame"])
    print(f"\n{number} viewers, frames of {len(room['frame']):,} bytes, load average {os.getloadavg()[0]:.1f}")
    for name, found in (("this room", room), ("stock", stock)):
        print(
            f"{name}: {found['a_second_each']:.2f} frames/s each, {spread(found['delays'])}, "
            f"{found['core']:.0%} of a core, {found['us_each']:.0f} µs a delivered frame"
        )
    print(f"stock ÷ this room: {stock['us_each'] / room['us_each']:.1f}")
    print(
        f"{number} sockets joined at once: {spread(room['joins'])}; {1000 * room['joining']:.1f} ms of processor each"
    )
    print(f"before {number} were dropped: {room['before']}; after: {room['after']}")
    assert room["a_second_each"] > 4.5
    assert percentile(room["delays"], 0.95) < p95_s_max
    assert room["after"]["viewers"] == room["after"]["audience"] == room["after"]["listeners"] == 1


@pytest.mark.parametrize("within_s", [0, 15])
def test_three_hundred_come_through_the_door(tmp_path, within_s):
    """The form and the page that follows, all at once or as people do who read a code off a wall.

    The browser's own loading of styles and scripts, and the page's socket, are left out.
    """
    with ExitStack() as stack:
        site = stack.enter_context(Measured(tmp_path, ROOM))
        taught = Taught(site, 0)
        stack.enter_context(Listening(taught))
        people = [Person(site) for _ in range(300)]
        tokens = {person: person.token() for person in people}
        spent = site.cpu_s
        took = together(people, lambda person: person.join(taught.code, token=tokens[person]), within_s)
        each = 1000 * (site.cpu_s - spent) / len(people)
        print(f"\n300 forms sent within {within_s} s: {spread(took)}; {each:.0f} ms of processor each")


def together(people, act, within_s):
    chance = random.Random(7)
    took = []
    start = threading.Barrier(len(people))

    def one(person, after_s):
        start.wait()
        time.sleep(after_s)
        began = time.monotonic()
        act(person)
        took.append(time.monotonic() - began)

    threads = [threading.Thread(target=one, args=[person, chance.uniform(0, within_s)]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def test_a_stalled_reader_costs_little(tmp_path):
    with ExitStack() as stack:
        site, _, crowds = ours(tmp_path, 50, stack)
        crowds.joined()
        measured(site, crowds, 5)
        taught = Taught(site, STALLED)
        stack.enter_context(Listening(taught))
        before = site.memory
        stalled = Crowds(site, taught.path, taught.cookies, processes=1, reads=False)
        stack.callback(stalled.close)
        stalled.tell("connect")
        measured(site, crowds, 20)
        each = (site.memory - before) / STALLED
    print(f"\nA reader that stalls for 20 s costs the server {each / MIB:.2f} MiB")
    assert each < MIB
