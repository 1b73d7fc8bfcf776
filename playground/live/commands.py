"""Commands: what each one does to a live run. Applied once, in the order in which they came.

A handler answers at once or begins a job whose end is the answer. A command id that has been seen before gets its
reply again and changes nothing, so a browser that lost its connection may simply say everything again.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from playground.checkout import faults
from playground.knobs import check_all
from playground.live import jobs
from playground.live import protocol as p
from playground.live.faults_in_force import bands
from playground.live.live_run import Delivery, Job, LiveRun
from playground.live.protocol import Refused
from playground.refusals import NotLegal
from playground.runs import Change

Post = Callable[[Delivery], None]
LATER_MAX = 20
"""Commands that wait for a job to end."""
ROUNDING = 1e-6


class Commands:
    """The commands of one live run."""

    def __init__(self, live: LiveRun, post: Post) -> None:
        self.live = live
        self.post = post
        self._replies: dict[str, str | None] = {}
        """By command id; None while the answer is still to come."""
        self._asked: dict[str, int] = {}
        self._later: list[tuple[int, p.Command]] = []

    def perform(self, viewer: int, command: p.Command, *, patient: bool = True) -> None:
        if command.id in self._replies:
            self._repeat(viewer, command.id)
            return
        self._note(viewer, command.id)
        if self.live.job is not None and not isinstance(command, AT_ONCE):
            self._postpone(viewer, command, LATER_MAX if patient else 0)
        else:
            self._handle(command)

    def _repeat(self, viewer: int, name: str) -> None:
        reply = self._replies[name]
        if reply is None:
            self._asked[name] = viewer  # it will hear when it is done
        else:
            self.post(Delivery(reply, self.live.name, viewer))

    def _note(self, viewer: int, name: str) -> None:
        self._replies[name] = None
        self._asked[name] = viewer
        while len(self._replies) > self.live.limits.replies:
            oldest = next(iter(self._replies))
            del self._replies[oldest]
            self._asked.pop(oldest, None)

    def _postpone(self, viewer: int, command: p.Command, most: int) -> None:
        if len(self._later) < most:
            self._later.append((viewer, command))
        else:
            self._answer(
                command.id, Refused("busy", "The run is being rebuilt. Try again in a moment.").reply(command.id)
            )

    def _handle(self, command: p.Command) -> None:
        try:
            reply = HANDLERS[type(command)](self.live, command)
        except Refused as refusal:
            reply = refusal.reply(command.id)
        except NotLegal as error:
            reply = Refused.saying(error).reply(command.id)
        if isinstance(reply, p.Message):
            self._answer(command.id, reply)
        else:
            self._begin(command.id, reply)

    def _begin(self, name: str, job: Job) -> None:
        def done(reply: p.Message) -> None:
            self._answer(name, reply)
            self._catch_up()

        def superseded() -> None:
            self._answer(name, self.live.done(name, "Something newer took its place."))

        self.live.begin(job, done, superseded)

    def _catch_up(self) -> None:
        """What was asked for during a job, now that it is over."""
        waiting, self._later = self._later, []
        for viewer, command in waiting:
            if self.live.job is None:
                self._handle(command)
            else:
                self._later.append((viewer, command))

    def _answer(self, name: str, reply: p.Message) -> None:
        text = p.encode(reply)
        if name in self._replies:
            self._replies[name] = text
        viewer = self._asked.pop(name, None)
        if viewer is not None:
            self.post(Delivery(text, self.live.name, viewer))
        if self.live.shared and isinstance(reply, p.Changed):  # the others' controls and links follow
            self.live.tell(msgspec.structs.replace(reply, id=""))


# -- one handler a command ----------------------------------------------------------------------------------------

CommandT = TypeVar("CommandT", bound=p.Command)
Handler = Callable[[LiveRun, Any], p.Message | Job]


def _play(live: LiveRun, command: p.Play) -> p.Message:
    live.play()
    return live.done(command.id)


def _pause(live: LiveRun, command: p.Pause) -> p.Message:
    live.pause()
    return live.done(command.id)


def _speed(live: LiveRun, command: p.SetSpeed) -> p.Message:
    live.set_speed(command.value)
    return live.done(command.id)


def _step(live: LiveRun, command: p.Step) -> Job:
    live.refuse_if_ended()
    return jobs.step(live, command.id)


def _reset(live: LiveRun, command: p.Reset) -> p.Message:
    live.abandon()
    live.reset(command.seed)
    return live.changed(command.id, dict(live.lane.run.settings))


def _set(live: LiveRun, command: p.Set) -> p.Message:
    if live.veil is not None:
        live.veil.check(command.knobs)
    settings = live.lane.run.settings
    knobs = {name: value for name, value in check_all(command.knobs).items() if settings[name] != value}
    if knobs:
        live.change(Change(knobs=knobs))
    return live.changed(command.id, knobs)


def _strike(live: LiveRun, command: p.Strike) -> p.Message:
    if live.veil is not None:
        live.veil.refuse_faults()
    live.change(Change(strike=(faults.check(command.fault),)))
    return live.changed(command.id, {})


def _heal(live: LiveRun, command: p.Heal) -> p.Message:
    if live.veil is not None:
        live.veil.refuse_faults()
    run = live.lane.run
    ailing = {
        f"{band.service}.{band.kind}" for band in bands(run.recipe, run.now) if band.end is None or band.end > run.now
    }
    if command.fault not in ailing:
        known = ", ".join(sorted(ailing)) or "none"
        raise Refused("fault", f"There is no fault “{command.fault}” to heal. In force or to come: {known}.")
    live.change(Change(heal=(command.fault,)))
    return live.changed(command.id, {})


def _seek(live: LiveRun, command: p.Seek) -> Job:
    end = live.transport.end
    if command.t > end + ROUNDING:
        raise Refused(
            "beyond_end",
            f"This run has been played to {end:.1f} s; {command.t:.1f} s lies beyond. Play on to get there.",
        )
    return jobs.seek(live, min(command.t, end), command.id)


def _fork(live: LiveRun, command: p.Fork) -> Job:
    """Of a shared run: the room goes on in another future. A page of one's own gets a run of its own instead."""
    if command.t > live.transport.end + ROUNDING:
        raise Refused("beyond_end", f"This run has been played to {live.transport.end:.1f} s, not further.")
    return jobs.fork(live, min(command.t, live.transport.end), command.id)


def _compare(live: LiveRun, command: p.Compare) -> p.Message | Job:
    if command.on:
        return jobs.compare(live, command.id)
    live.stop_comparing()
    return live.done(command.id)


def _order(live: LiveRun, command: p.Order) -> Job:
    measures = live.lane.run.measures
    if not (1 <= command.order <= measures.offered or 1 <= -command.order <= measures.browse_offered):
        raise Refused(
            "unknown_order", f"No customer has order {command.order}. So far there are orders 1 to {measures.offered}."
        )
    return jobs.story(live, command.order, command.id)


HANDLERS: dict[type[p.Command], Handler] = {
    p.Play: _play,
    p.Pause: _pause,
    p.SetSpeed: _speed,
    p.Step: _step,
    p.Reset: _reset,
    p.Set: _set,
    p.Strike: _strike,
    p.Heal: _heal,
    p.Seek: _seek,
    p.Fork: _fork,
    p.Compare: _compare,
    p.Order: _order,
}
AT_ONCE = (p.Seek, p.Reset, p.Play, p.Pause, p.SetSpeed)
"""These do not wait for a job to end: they move or replace what it is working on."""
