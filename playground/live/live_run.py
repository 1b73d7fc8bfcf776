"""One live run: its clock, its frames, and what can be done to it. Knows nothing of threads, sockets or other runs.

What takes longer than a slice (playing on, seeking, rebuilding, telling an old story) is a job: a generator that is
driven a slice at a time by whoever owns this run, and returns the reply. There is at most one; a newer job replaces an
older one.
"""

from collections.abc import Callable, Generator, Iterator

import msgspec

from playground import conflicts, links
from playground.checkout.events import Event
from playground.live import protocol as p
from playground.live.faults_in_force import bands
from playground.live.fold import Fold, Tally
from playground.live.frames import Transport, frame, snapshot
from playground.live.lane import Clock, Lane
from playground.live.limits import Limits
from playground.live.protocol import Refused
from playground.live.veil import Veil
from playground.runs import Change, Recipe
from playground.scenarios.catalogue import Scenario

FRAME_S = 0.1
"""Real seconds from one frame of a playing run to the next."""
SHARED_FRAME_S = 0.2
"""The same for a run that a room watches: a thousand get five frames a second each."""
SHARED_NAME = "room"
"""What viewers of a shared run are told instead of its name, which is nobody's to take up."""
ELAPSED_S_MAX = 0.25
"""After a longer pause of this process a run goes on where it stood; it does not leap."""
PACE_WEIGHT = 0.3
SETTLING_S_MAX = 300.0
"""Virtual seconds that an experiment may take to come to rest after its last customer."""
ENDINGS = {
    "length": "This run has reached its greatest length, {limits.virtual_s:,.0f} s.",
    "customers": "This run has served {limits.customers:,} customers; more it does not take.",
    "waiting": "More than {limits.waiting:,} customers are waiting; this run can go no further.",
    "over": "This experiment is over: its customers have all been, and nothing moves any more.",
}

Job = Generator[object, None, p.Message]


class Delivery(msgspec.Struct, frozen=True):
    """A text on its way out: to one viewer, or to everybody who watches the run."""

    text: str
    run: str
    viewer: int | None = None
    seq: int = 0
    """The frame's number; 0 for what is no frame."""
    joins: bool = False
    """From here on the viewer watches this run."""
    close: int = 0
    """Then close the viewer's socket with this code."""


class LiveRun:
    """Times called `now` are real seconds of the owner's clock; all others are virtual."""

    def __init__(
        self,
        name: str,
        scenario: Scenario,
        recipe: Recipe,
        *,
        limits: Limits,
        clock: Clock,
        post: Callable[[Delivery], None],
        veil: Veil | None = None,
        shared: bool = False,
    ) -> None:
        self.name = name
        self.scenario = scenario
        self.limits = limits
        self.clock = clock
        self.post = post
        self.veil = veil
        self.shared = shared
        self.frame_s = SHARED_FRAME_S if shared else FRAME_S
        self.lane: Lane[Fold] = self.new_lane(recipe)
        self.rival: Lane[Tally] | None = None
        self.transport = Transport(speed=scenario.speed)
        self.seq = 1
        self.due = 0.0
        """When the next frame of a playing run is due."""
        self.job: Job | None = None
        self._done: Callable[[p.Message], None] | None = None
        self._playing_on: Iterator[object] | None = None
        self._drawn_at = clock()

    def new_lane(self, recipe: Recipe) -> Lane[Fold]:
        return Lane(recipe, Fold(self.veil), self.clock)

    # -- being driven ------------------------------------------------------------------------------------------

    def wants(self, now: float) -> bool:
        """Whether there is something to do at `now`."""
        return self.job is not None or self._playing_on is not None or (self.transport.playing and self.due <= now)

    @property
    def resting(self) -> bool:
        """Whether it stays at this instant until somebody does something."""
        return self.job is None and self._playing_on is None and not self.transport.playing

    def drive(self, now: float) -> None:
        """One slice of what there is to do."""
        if self.job is not None:
            self._drive_job()
            return
        if self._playing_on is None:
            self._playing_on = self._play_on(now)
        if next(self._playing_on, self) is self:
            self._playing_on = None

    def _drive_job(self) -> None:
        job, done = self.job, self._done
        try:
            next(job)  # type: ignore[arg-type]  # called only while there is one
        except StopIteration as finished:
            self.job = self._done = None
            self._drawn_at = self.due = self.clock()
            if done is not None:
                done(finished.value)

    def begin(self, job: Job, done: Callable[[p.Message], None], superseded: Callable[[], None]) -> None:
        """Do this next, instead of what is under way."""
        self.abandon()
        self.job, self._done, self._superseded = job, done, superseded

    def abandon(self) -> None:
        """Stop what is under way and tell whoever asked for it."""
        if self.job is not None:
            self.job.close()
            self.job = self._done = None
            self._superseded()

    def wake(self, now: float) -> None:
        """Somebody looks again: time goes on from here."""
        self._drawn_at = self.due = now

    # -- playing -----------------------------------------------------------------------------------------------

    def _play_on(self, now: float) -> Iterator[object]:
        """As far as the time since the last frame goes, or as far as one frame's time suffices for."""
        passed, self._drawn_at = now - self._drawn_at, now
        start = self.lane.now
        target = start + min(passed, ELAPSED_S_MAX) * self.transport.speed
        for _ in self.approach(target):
            self.transport.end = max(self.transport.end, self.lane.now)  # a pause may come in between
            if self.clock() >= now + self.frame_s:
                break
            yield None
        if passed > 0:
            self._keep_pace((self.lane.now - start) / (passed * self.transport.speed))
        self.due = max(self.due + self.frame_s, self.clock())
        if self.ended:
            self._stop(self.ended)
        self.draw()

    def _keep_pace(self, achieved: float) -> None:
        self.transport.pace += (min(achieved, 1.0) - self.transport.pace) * PACE_WEIGHT

    def skip(self, target: float) -> Iterator[list[Event]]:
        """Go on to `target` without showing how."""
        return self._both(self.lane.skip(min(target, self.limits.virtual_s)))

    def approach(self, target: float) -> Iterator[list[Event]]:
        """Go on to `target`, both lanes side by side."""
        return self._both(self.lane.approach(min(target, self.limits.virtual_s)))

    def _both(self, slices: Iterator[list[Event]]) -> Iterator[list[Event]]:
        for events in slices:
            if self.rival is not None:
                for _ in self.rival.approach(self.lane.now):
                    pass
            yield events
            if self.ended:
                return

    @property
    def ended(self) -> str | None:
        """Why this run cannot go on from here, if so."""
        run, limits = self.lane.run, self.limits
        if run.now >= limits.virtual_s:
            return "length"
        if run.measures.offered + run.measures.browse_offered >= limits.customers:
            return "customers"
        if len(run.shop.customers.waiting) >= limits.waiting:
            return "waiting"
        return "over" if self._over() else None

    def _over(self) -> bool:
        """Whether this run's customers stop coming, as an experiment's do, and the last has left."""
        run = self.lane.run
        ends = run.recipe.ends_at
        return ends is not None and run.now > ends and (run.shop.idle or run.now > ends + SETTLING_S_MAX)

    def _stop(self, reason: str) -> None:
        self.transport.playing = False
        self.tell(p.Ended(reason, ENDINGS[reason].format(limits=self.limits)))

    def refuse_if_ended(self) -> None:
        if self.ended:
            words = ENDINGS[self.ended].format(limits=self.limits)
            raise Refused("ended", f"{words} Go back in it, start over, or fork an earlier instant.")

    def swap(self, lane: Lane[Fold], rival: Lane[Tally] | None) -> None:
        """Go on with these instead."""
        close(self.lane, self.rival)
        self.lane, self.rival = lane, rival
        self._playing_on = None

    # -- changes -----------------------------------------------------------------------------------------------

    def change(self, change: Change) -> None:
        """Now. What lay in the future of this run is another future from here."""
        self.refuse_if_ended()
        if len(self.lane.run.recipe.changes) >= self.limits.changes:
            words = f"This run has been changed {self.limits.changes} times; its list of changes is full."
            raise Refused("too_many_changes", f"{words} Start over or fork it.")
        conflicts.check(self._with(change))
        self._playing_on = None
        self.lane.change(change)
        self.transport.end = self.lane.now
        self.draw()

    def _with(self, change: Change) -> Recipe:
        """The recipe as it would be."""
        earlier = self.lane.run.recipe.until(self.lane.now)
        change = msgspec.structs.replace(change, at=self.lane.now)
        return msgspec.structs.replace(earlier, changes=(*earlier.changes, change))

    def reset(self, seed: int | None) -> None:
        """Back to instant 0, to the settings and faults with which this run began. A veiled shop keeps the settings
        that it stands at: they are the repair that somebody tries out, and means to hand in.
        """
        run = self.lane.run
        kept = {name: run.settings[name] for name in self.veil.controls} if self.veil else {}
        recipe = msgspec.structs.replace(
            run.recipe,
            changes=(),
            knobs={**run.recipe.knobs, **kept},
            seed=run.recipe.seed if seed is None else seed,
        )
        self.swap(self.new_lane(recipe), None)
        self.transport.end = 0.0
        self.wake(self.clock())
        self.draw_everything()

    def play(self) -> None:
        self.refuse_if_ended()
        self.transport.playing = True
        self.transport.pace = 1.0
        self.wake(self.clock())

    def pause(self) -> None:
        self.transport.playing = False
        self._playing_on = None
        self.draw()

    def set_speed(self, speed: float) -> None:
        self.transport.speed = speed
        self.transport.pace = 1.0
        if not self.transport.playing:
            self.draw()

    def stop_comparing(self) -> None:
        close(self.rival)
        self.rival = None
        self.draw_everything()

    # -- saying ------------------------------------------------------------------------------------------------

    def tell(self, message: p.Message) -> None:
        """To everybody who watches."""
        self.post(Delivery(p.encode(message), self.name))

    def draw(self) -> None:
        """A frame, now."""
        self.seq += 1
        drawn = frame(self.seq, self.lane, self.rival, self.transport, self.scenario.headline)
        self.post(Delivery(p.encode(drawn), self.name, seq=self.seq))

    def draw_everything(self) -> None:
        """A snapshot for everybody, after a leap."""
        self.lane.fold.cut()
        if self.rival is not None:
            self.rival.fold.cut()
        self.seq += 1
        self.post(Delivery(p.encode(self._snapshot(0)), self.name, seq=self.seq))

    def show_everything(self, viewer: int, skipped: int = 0) -> None:
        """A snapshot for one viewer, who missed frames or has just come."""
        self.post(Delivery(p.encode(self._snapshot(skipped)), self.name, viewer, self.seq))

    def everything(self) -> str:
        """The same, for several who come at once."""
        return p.encode(self._snapshot(0))

    def _snapshot(self, skipped: int) -> p.Snapshot:
        return snapshot(self.seq, self.lane, self.rival, self.transport, self.scenario.headline, skipped=skipped)

    def opened(self, reply: str, how: str, forked_from: str | None = None) -> p.Opened:
        run, transport = self.lane.run, self.transport
        return p.Opened(
            id=reply,
            run=SHARED_NAME if self.shared else self.name,
            how=how,
            scenario=self.scenario.slug,
            seed=run.recipe.seed,
            knobs=dict(run.settings),
            faults=self._faults(),
            recipe=self._recipe(),
            t=run.now,
            end=transport.end,
            playing=transport.playing,
            speed=transport.speed,
            forked_from=forked_from,
        )

    def done(self, reply: str, text: str = "") -> p.Done:
        return p.Done(reply, self.lane.now, self.transport.playing, text)

    def changed(self, reply: str, knobs: dict[str, object]) -> p.Changed:
        run = self.lane.run
        return p.Changed(reply, knobs, self._faults(), self._recipe(), run.recipe.seed, run.now)

    def _faults(self) -> list[p.FaultInForce]:
        return [] if self.veil else bands(self.lane.run.recipe, self.lane.run.now)

    def _recipe(self) -> str:
        recipe = self.lane.run.recipe
        return links.write(self.veil.bare(recipe) if self.veil else recipe)

    def close(self) -> None:
        if self.job is not None:
            self.job.close()
        close(self.lane, self.rival)


def close(*lanes: Lane[Tally] | None) -> None:
    for lane in lanes:
        if lane is not None:
            lane.close()
