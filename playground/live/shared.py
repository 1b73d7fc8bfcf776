"""Shared runs: one run that a whole room watches, and that outlives each of its viewers. In the simulation thread.

Who may do what with one is settled where its sockets are; here its viewers are all alike. A shared run has a key of its
owner's instead of a secret name, so no page can take one up by itself. Those who come while it plays are let in
together with the next frame: they all get the same snapshot, encoded once.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from playground import links
from playground.live import jobs
from playground.live import protocol as p
from playground.live.live_run import Delivery, LiveRun
from playground.live.protocol import Refused
from playground.refusals import NotLegal
from playground.runs import Change, Recipe

if TYPE_CHECKING:
    from playground.live.simulation import Entry, Simulation


class Origin(msgspec.Struct, frozen=True):
    """What a shared run is (re)built from. `t` in virtual seconds."""

    key: str
    recipe: Recipe
    t: float = 0.0
    speed: float = 1.0
    playing: bool = False


class State(msgspec.Struct, frozen=True):
    """What is worth keeping of it; `recipe` as in a link."""

    scenario: str
    recipe: str
    t: float
    speed: float
    playing: bool


class Arrivals:
    """Viewers who wait for the next frame of one shared run, each with the id of its `open`."""

    def __init__(self, live: LiveRun, out: list[Delivery], waiting: dict[int, str]) -> None:
        self.live = live
        self.waiting = waiting
        self._out = out
        self._drawn = live.seq

    @property
    def due(self) -> bool:
        """Whether they can come in now: a frame was just drawn, or nothing moves."""
        return bool(self.waiting) and (self.live.seq != self._drawn or self.live.resting)

    def come_in(self) -> None:
        self._drawn = self.live.seq
        if not self.waiting:
            return
        text, opened = self.live.everything(), self.live.opened("", "shared")
        for viewer, reply in self.waiting.items():
            welcome = p.encode(msgspec.structs.replace(opened, id=reply))
            self._out.append(Delivery(welcome, self.live.name, viewer, joins=True))
            self._out.append(Delivery(text, self.live.name, viewer, self.live.seq))
        self.waiting.clear()


def attend(simulation: "Simulation", viewer: int, reply: str, origin: Origin) -> None:
    """`viewer` watches the shared run from now on; where there is none it is built."""
    try:
        entry = simulation.entries.get(origin.key) or begin(simulation, origin)
    except Refused as refusal:
        simulation.refuse(viewer, reply, refusal)
        return
    simulation.seat(entry, viewer)
    arrivals_of(entry).waiting[viewer] = reply


def begin(simulation: "Simulation", origin: Origin) -> "Entry":
    simulation.make_room(shared=True)
    entry = simulation.hold(simulation.share(origin))
    _rebuild(entry.live, origin)
    return entry


def _rebuild(live: LiveRun, origin: Origin) -> None:
    """Up to its instant; then it goes on as it was."""
    live.transport.speed = origin.speed
    if origin.t > 0:
        job = jobs.rebuild(live, min(origin.t, live.limits.virtual_s), lambda: live.opened("", "rebuilt"))
        live.begin(job, lambda _: _go_on(live, origin), lambda: None)
    else:
        _go_on(live, origin)


def _go_on(live: LiveRun, origin: Origin) -> None:
    if origin.playing and not live.ended:
        live.play()
    live.draw_everything()


def replace(simulation: "Simulation", origin: Origin) -> None:
    """Another run in the place of the one that the room has watched; everybody goes along."""
    entry = simulation.entries.get(origin.key)
    if entry is None:
        return  # whoever comes first builds it from what the owner has kept
    old, live = entry.live, simulation.share(origin)
    live.seq = old.seq
    old.abandon()
    old.close()
    simulation.hold(live)
    live.tell(live.opened("", "shared"))
    _rebuild(live, origin)


def change(simulation: "Simulation", key: str, change: Change) -> bool:
    """Something done in the owner's name. False where nobody watches the run; raises Refused."""
    entry = simulation.entries.get(key)
    if entry is None:
        return False
    live = entry.live
    if live.job is not None:
        raise Refused("busy", "The run is on its way to another instant. Try again in a moment.")
    in_words(lambda: live.change(change))
    live.tell(live.changed("", {name: live.lane.run.settings[name] for name in change.knobs}))
    return True


def in_words(act: Callable[[], None]) -> None:
    try:
        act()
    except NotLegal as error:
        raise Refused.saying(error) from None


def state(simulation: "Simulation", key: str) -> State | None:
    """None while nobody watches it, or while it is being rebuilt."""
    entry = simulation.entries.get(key)
    if entry is None or entry.live.job is not None:
        return None
    live = entry.live
    run, transport = live.lane.run, live.transport
    return State(live.scenario.slug, links.write(run.recipe), run.now, transport.speed, transport.playing)


def end(simulation: "Simulation", key: str) -> None:
    """The owner is gone."""
    entry = simulation.entries.get(key)
    if entry is not None:
        simulation.remove(entry)


def arrivals_of(entry: "Entry") -> Arrivals:
    assert entry.arrivals is not None, "not a shared run"  # noqa: S101
    return entry.arrivals
