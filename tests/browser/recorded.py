"""A recorded server: the test says, word for word, what the page hears over its socket, and reads what the page says.

So the page can be held to exact frames: five slots hatched, one message lost half way, a close with code 4503.
"""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from playground.knobs import Settings

SERVICES = ("inventory", "payment", "orders", "recommendations")
SOCKET = "**/ws/playground/"
NEXT_DRAWING = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
DRAWINGS_MAX = 3600
AT_REST = """() => {
  const moves = () => document.getAnimations().some(({ playState }) => playState === 'running');
  const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const still = async () => { do await drawn(); while (moves()); }; // Chromium may never keep the promise of finished
  const bound = new Promise(done => setTimeout(done, 20_000));
  return Promise.race([document.fonts.ready.then(still), bound]);
}"""
"""Letters have their shapes, nothing moves or fades, and what depends on the size of things has been told of it."""
BELIEFS = ("confirmed", "failed", "nothing")
TRUTHS = (
    "nothing",
    "reserved_only",
    "charged_no_order",
    "charged_and_ordered",
    "charged_twice_or_more",
    "ordered_not_charged",
)


OWN_TIME = """
  const draw = window.requestAnimationFrame.bind(window);
  window.frameTime = 1e6; // as of a page that has long been open
  window.requestAnimationFrame = (act) => draw(() => act(window.frameTime));
"""
"""For `page.add_init_script`: drawings are told the time by the test. `window.frameTime += 999` lets 999 ms pass."""


def until(page: Page, holds: Callable[[], object]) -> None:
    """Looks again after every drawing, since the page's policy forbids Playwright's own `wait_for_function`."""
    for _ in range(DRAWINGS_MAX):
        if holds():
            return
        page.evaluate(NEXT_DRAWING)
    raise AssertionError("what was waited for did not come about")


def station(**changes: Any) -> dict[str, Any]:
    at_rest = {"workers": 10, "busy": 0, "abandoned": 0, "queue": 0, "queue_limit": None, "state": "up"}
    return at_rest | changes


def edge(**changes: Any) -> dict[str, Any]:
    plain = {"breaker": "off", "pool_busy": None, "pool_size": None, "pool_waiting": None, "retry_tokens": None}
    return plain | changes


def picture(
    stations: dict[str, dict] | None = None, edges: dict[str, dict] | None = None, **changes: Any
) -> dict[str, Any]:
    quiet = {
        "customers_waiting": 0,
        "customers_paying_again": 0,
        "stations": {name: station() for name in ("checkout", *SERVICES)} | (stations or {}),
        "edges": {name: edge() for name in SERVICES} | (edges or {}),
    }
    return quiet | changes


def matrix(**cells: dict[str, int]) -> dict[str, dict[str, int]]:
    return {belief: dict.fromkeys(TRUTHS, 0) | cells.get(belief, {}) for belief in BELIEFS}


def row(second: int, **changes: Any) -> list[Any]:
    """One second of the series: 40 offered, 40 served, nothing waits."""
    values = {"offered": 40, "attempts": 120, "goodput": 40, "failed": 0, "p50": 90.0, "p99": 240.0} | changes
    stations = {name: [0, 2, 0] for name in ("checkout", *SERVICES)}
    return [second, *values.values(), stations, {}, None, None]


class Recording:
    """Answers every command with `done` (or with `replies[type]`) and sends the frames that the test pushes."""

    def __init__(self, page: Page, socket: str = SOCKET, **knobs: Any) -> None:
        self.page = page
        self.knobs = dict(Settings(knobs))
        self.heard: list[dict[str, Any]] = []
        self.sockets: list[WebSocketRoute] = []
        self.replies: dict[str, Callable[[dict], dict | None]] = {}
        self.seq = 0
        self.playing = False
        self.snapshot: dict[str, Any] = {}
        page.route_web_socket(socket, self._accept)

    def open(self, path: str = "/playground/double-charge/", **snapshot: Any) -> "Recording":
        self.snapshot = snapshot
        self.page.goto(path)
        self.page.wait_for_selector('[data-part="link"][data-state="live"]')
        self.wait_for_ack(self.seq)  # live it is as soon as it has a run; the snapshot is the next message
        self.page.evaluate(NEXT_DRAWING)
        return self

    # -- what the page said ------------------------------------------------------------------------------------

    def commands(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == kind]

    def wait_for(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The newest command of a kind, once there are `count` of them."""
        until(self.page, lambda: len(self.commands(kind)) >= count)
        return self.commands(kind)[-1]

    # -- what the server says ----------------------------------------------------------------------------------

    def push(self, **changes: Any) -> dict[str, Any]:
        """Sends one frame and waits until the page has drawn it."""
        frame = self.frame("frame", **changes)
        self.send(frame)
        self.wait_for_ack(frame["seq"])
        self.page.evaluate(NEXT_DRAWING)
        return frame

    def frame(self, kind: str, **changes: Any) -> dict[str, Any]:
        self.seq += 1
        t = changes.get("t", 0.0)
        empty: dict[str, Any] = {name: [] for name in ("series", "flights", "marks", "recent", "notes", "faults")}
        headline = {"number": "0", "words": "customers charged twice", "detail": "of 0", "tone": "neutral"}
        still = {"type": kind, "seq": self.seq, "t": t, "end": t, "playing": self.playing, "speed": 1.0, "pace": 1.0}
        state = {"picture": picture(), "counters": {}, "matrix": matrix(), "headline": headline}
        return still | state | empty | {"flights_hidden": 0, "marks_hidden": 0, "rival": None} | changes

    def send(self, message: dict[str, Any]) -> None:
        self.sockets[-1].send(json.dumps(message))

    def wait_for_ack(self, seq: int) -> None:
        until(self.page, lambda: any(message["seq"] == seq for message in self.commands("ack")))

    def opened(self, command: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "opened", "id": command["id"], "run": "run-1", "how": "fresh", "scenario": command["scenario"],
            "seed": 7, "knobs": self.knobs, "faults": [], "recipe": "recipe-1", "t": 0.0, "end": 0.0,
            "playing": self.playing, "speed": 1.0,
        }  # fmt: skip

    def changed(self, command: dict[str, Any]) -> dict[str, Any]:
        self.knobs |= command["knobs"]
        return {
            "type": "changed", "id": command["id"], "knobs": command["knobs"], "faults": [], "recipe": "recipe-2",
            "seed": 7, "t": 0.0,
        }  # fmt: skip

    # -- the socket --------------------------------------------------------------------------------------------

    def _accept(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(self._hear)

    def _hear(self, text: str | bytes) -> None:
        command = json.loads(text)
        self.heard.append(command)
        if command["type"] == "ack":
            return
        reply = self.replies.get(command["type"], self._usual)(command)
        if reply is not None:
            self.send(reply)
        if command["type"] == "open" and reply is not None:
            self.send(self.frame("snapshot", **self.snapshot))

    def _usual(self, command: dict[str, Any]) -> dict[str, Any]:
        if command["type"] == "open":
            return self.opened(command)
        if command["type"] in ("play", "pause"):
            self.playing = command["type"] == "play"
        if command["type"] == "set":
            return self.changed(command)
        return {"type": "done", "id": command["id"], "t": 0.0, "playing": self.playing, "text": ""}
