"""All live runs of one process, and whose turn it is. Knows nothing of threads and sockets; time is passed in.

Everybody who has something to do gets one slice in turn, so a run that cannot keep up slows down and nobody else does.
What a run may weigh in the load of the whole is limited too: one greedy run does not make the process look full.
"""

import logging
from collections import deque
from collections.abc import Callable
from math import ceil

from playground import links
from playground.links import LinkError
from playground.live import jobs, shared, veil
from playground.live import protocol as p
from playground.live.commands import Commands
from playground.live.lane import Clock
from playground.live.limits import Limits, TokenBucket
from playground.live.live_run import Delivery, LiveRun
from playground.live.protocol import Refused
from playground.live.shared import Arrivals
from playground.runs import Recipe
from playground.scenarios.catalogue import Scenario, ScenarioError, load

log = logging.getLogger(__name__)

CLOSING = {"full": 4503, "too_many": 4429}
"""Refusals after which the socket is closed, with this code."""
WATCH_S = 1.0
"""Real seconds between two looks at the load and at runs that nobody came back to."""
WEIGHT_MAX = 0.125
TICK_S = 0.025
"""Frames fall due on this grid, so that the thread wakes up for many at once."""
DEFECT = "Something went wrong inside the simulation. The run has been stopped; its settings are kept by the page."


class Entry:
    """A run, its commands, and who looks at it."""

    def __init__(self, live: LiveRun, commands: Commands) -> None:
        self.live = live
        self.commands = commands
        self.arrivals: Arrivals | None = None
        """Of a shared run: who waits to be let in."""
        self.attentive: set[int] = set()
        """Viewers that are there and keep up. Without one, time stands still."""
        self.left_at = 0.0
        self.spent = 0.0
        """Real seconds since the last look at the load."""


class Simulation:
    """`names` makes the secret under which a run can be taken up again, `seeds` a seed for a run that has none."""

    def __init__(self, limits: Limits, clock: Clock, names: Callable[[], str], seeds: Callable[[], int]) -> None:
        self.limits = limits
        self.clock = clock
        self.names = names
        self.seeds = seeds
        self.entries: dict[str, Entry] = {}
        self.out: list[Delivery] = []
        self.load = 0.0
        """Share of this thread's time that is asked for, greedy runs counted up to WEIGHT_MAX each."""
        self._viewers: dict[int, str] = {}
        self._owners: dict[int, str] = {}
        self._openings: dict[str, TokenBucket] = {}
        self._turns: deque[str] = deque()
        self._watched_at = clock()

    # -- what viewers want -------------------------------------------------------------------------------------

    def arrive(self, viewer: int, owner: str) -> None:
        """A socket has opened; `owner` is who answers for it: openings are limited for each."""
        self._owners[viewer] = owner

    def perform(self, viewer: int, command: p.Command, *, patient: bool = True) -> None:
        """Carry out a command of a viewer; what it leads to is in `out`, now or later."""
        try:
            if isinstance(command, p.Open):
                self._open(viewer, command)
            elif isinstance(command, p.Fork) and self._entry_of(viewer).arrivals is None:
                self._fork(viewer, command)
            else:
                self._entry_of(viewer).commands.perform(viewer, command, patient=patient)
        except Refused as refusal:
            self.refuse(viewer, command.id, refusal)

    def refuse(self, viewer: int, reply: str, refusal: Refused) -> None:
        close = CLOSING.get(refusal.code, 0)
        self.out.append(Delivery(p.encode(refusal.reply(reply)), "", viewer, close=close))

    def attend(self, viewer: int, reply: str, origin: shared.Origin) -> None:
        """Watch a shared run instead of opening one."""
        shared.attend(self, viewer, reply, origin)

    def leave(self, viewer: int) -> None:
        """The viewer's socket has closed."""
        self._part(viewer)
        self._owners.pop(viewer, None)

    def _part(self, viewer: int) -> None:
        self.away(viewer)
        entry = self.entries.get(self._viewers.pop(viewer, ""))
        if entry is not None and entry.arrivals is not None:
            entry.arrivals.waiting.pop(viewer, None)

    def away(self, viewer: int) -> None:
        """The viewer does not keep up: until it is back nothing is simulated for it alone."""
        entry = self.entries.get(self._viewers.get(viewer, ""))
        if entry is not None and viewer in entry.attentive:
            entry.attentive.discard(viewer)
            entry.left_at = self.clock()

    def back(self, viewer: int, skipped: int) -> None:
        """It has caught up, having missed so many frames."""
        entry = self.entries.get(self._viewers.get(viewer, ""))
        if entry is not None:
            self._attend(entry, viewer)
            entry.live.show_everything(viewer, skipped)

    # -- opening -----------------------------------------------------------------------------------------------

    def _open(self, viewer: int, command: p.Open) -> None:
        if viewer in self._viewers:
            raise Refused("already_open", "This socket has a run already. Open another socket for another run.")
        scenario = find(command.scenario)
        kept = self.entries.get(command.run or "")
        if kept is not None and kept.arrivals is None and kept.live.scenario is scenario:
            self._join(kept, viewer, kept.live.opened(command.id, "resumed"))
        elif command.recipe is not None:
            self._rebuild(viewer, command, recipe_of(command.recipe, scenario))
        else:
            seed = self.seeds() if command.seed is None else command.seed
            entry = self._add(viewer, scenario, scenario.recipe(seed))
            self._join(entry, viewer, entry.live.opened(command.id, "fresh"))

    def _rebuild(self, viewer: int, command: p.Open, recipe: Recipe) -> None:
        t = command.t or 0.0
        if t > self.limits.virtual_s:
            raise Refused("beyond_end", f"A run lasts at most {self.limits.virtual_s:,.0f} s.")
        entry = self._add(viewer, find(command.scenario), recipe)
        self._move(entry, viewer, t, lambda: entry.live.opened(command.id, "rebuilt"))

    def _fork(self, viewer: int, command: p.Fork) -> None:
        old = self._entry_of(viewer)
        run = old.live.lane.run
        if command.t > old.live.transport.end:
            raise Refused("beyond_end", f"This run has been played to {old.live.transport.end:.1f} s, not further.")
        entry = self._add(viewer, old.live.scenario, run.recipe.until(command.t))
        entry.live.transport.speed = old.live.transport.speed
        self._part(viewer)
        self._move(entry, viewer, command.t, lambda: entry.live.opened(command.id, "forked", old.live.name))

    def _move(self, entry: Entry, viewer: int, t: float, opened: Callable[[], p.Opened]) -> None:
        """Let the run get to `t` first; then the viewer joins."""
        self.seat(entry, viewer)

        def join() -> None:
            if viewer in entry.attentive:
                self._join(entry, viewer, opened())

        entry.live.begin(jobs.rebuild(entry.live, t, opened), lambda _: join(), join)

    def _add(self, viewer: int, scenario: Scenario, recipe: Recipe) -> Entry:
        owner = self._owners.get(viewer, "")
        self._charge_for_opening(owner)
        self._leave_some_for_others(owner)
        self.make_room()
        live = LiveRun(
            self.names(), scenario, recipe, limits=self.limits, clock=self.clock, post=self.out.append,
            veil=veil.find(scenario.slug),
        )  # fmt: skip
        entry = self.entries[live.name] = Entry(live, Commands(live, self.out.append))
        return entry

    def share(self, origin: shared.Origin) -> LiveRun:
        """A run for a room."""
        return LiveRun(
            origin.key, find(origin.recipe.scenario), origin.recipe, limits=self.limits, clock=self.clock,
            post=self.out.append, shared=True,
        )  # fmt: skip

    def hold(self, live: LiveRun) -> Entry:
        """Keep a shared run under its key; whoever watched another one there goes along."""
        entry = self.entries.get(live.name)
        if entry is None:
            entry = self.entries[live.name] = Entry(live, Commands(live, self.out.append))
        entry.live, entry.commands = live, Commands(live, self.out.append)
        entry.arrivals = Arrivals(live, self.out, {} if entry.arrivals is None else entry.arrivals.waiting)
        return entry

    def seat(self, entry: Entry, viewer: int) -> None:
        """From now on time passes in this run for the viewer, too."""
        self._viewers[viewer] = entry.live.name
        self._attend(entry, viewer)

    def _charge_for_opening(self, owner: str) -> None:
        now = self.clock()
        bucket = self._openings.get(owner)
        if bucket is None:
            bucket = TokenBucket(self.limits.openings, self.limits.openings_per_s, now)
            self._openings[owner] = bucket
        if not bucket.take(now):
            raise Refused("too_many", "You have begun many runs in a short time. Wait a moment and try again.")

    def _leave_some_for_others(self, owner: str) -> None:
        theirs = {run for viewer, run in self._viewers.items() if self._owners.get(viewer) == owner}
        attended = sum(run in self.entries and bool(self.entries[run].attentive) for run in theirs)
        if attended >= self.limits.runs_source:
            raise Refused("full", f"{attended} runs are open from your address already. Close one of those pages.")

    def make_room(self, *, shared: bool = False) -> None:
        attended = sum(
            bool(entry.attentive) for entry in self.entries.values() if (entry.arrivals is not None) == shared
        )
        most = self.limits.rooms if shared else self.limits.runs
        if attended >= most or self.load >= self.limits.load:
            words = (
                "Every place is taken. More people at once would slow all of them down. Wait a little and try again."
            )
            raise Refused("full", words)
        if len(self.entries) >= self.limits.runs_kept:
            idle = [entry for entry in self.entries.values() if not entry.attentive]
            self.remove(min(idle, key=lambda entry: entry.left_at))

    def _join(self, entry: Entry, viewer: int, opened: p.Opened) -> None:
        self.seat(entry, viewer)
        self.out.append(Delivery(p.encode(opened), entry.live.name, viewer, joins=True))
        entry.live.show_everything(viewer)

    def _attend(self, entry: Entry, viewer: int) -> None:
        if not entry.attentive:
            entry.live.wake(self.clock())
        entry.attentive.add(viewer)

    def _entry_of(self, viewer: int) -> Entry:
        entry = self.entries.get(self._viewers.get(viewer, ""))
        if entry is None:
            raise Refused("not_open", "There is no run here yet. The first message on a socket is “open”.")
        return entry

    # -- turns -------------------------------------------------------------------------------------------------

    def turn(self) -> bool:
        """Give one slice to the next run that wants one; False when nobody does."""
        now = self.clock()
        if now - self._watched_at >= WATCH_S:
            self._watch(now)
        if not self._turns:
            self._turns.extend(name for name, entry in self.entries.items() if entry.attentive and wants(entry, now))
        if not self._turns:
            return False
        entry = self.entries.get(self._turns.popleft())
        if entry is not None and entry.attentive:
            self._drive(entry, now)
        return True

    def _drive(self, entry: Entry, now: float) -> None:
        try:
            if entry.live.wants(now):
                entry.live.drive(now)
            if entry.arrivals is not None and entry.arrivals.due:
                entry.arrivals.come_in()
        except Exception:  # one run's defect must not stop the others
            log.exception("A live run of %s failed", entry.live.scenario.slug)
            entry.live.tell(p.Ended("defect", DEFECT))
            self.remove(entry)
        entry.spent += self.clock() - now

    def rest(self) -> float:
        """Real seconds until something falls due."""
        now = self.clock()
        due = [entry.live.due for entry in self.entries.values() if entry.attentive and entry.live.transport.playing]
        first = min(due, default=now + WATCH_S)
        return max(ceil(first / TICK_S) * TICK_S - now, 0.0)

    # -- keeping the house -------------------------------------------------------------------------------------

    def _watch(self, now: float) -> None:
        passed, self._watched_at = now - self._watched_at, now
        self.load = sum(min(entry.spent / passed, WEIGHT_MAX) for entry in self.entries.values())
        self._openings = {owner: bucket for owner, bucket in self._openings.items() if not bucket.full(now)}
        for entry in list(self.entries.values()):
            entry.spent = 0.0
            if not entry.attentive and now - entry.left_at > self.limits.kept_s:
                self.remove(entry)

    def remove(self, entry: Entry) -> None:
        del self.entries[entry.live.name]
        for viewer in entry.attentive:
            self._viewers.pop(viewer, None)
        entry.live.close()

    def close(self) -> None:
        for entry in list(self.entries.values()):
            self.remove(entry)


def wants(entry: Entry, now: float) -> bool:
    return entry.live.wants(now) or (entry.arrivals is not None and entry.arrivals.due)


def find(slug: str) -> Scenario:
    veiled = veil.find(slug)
    if veiled is not None:
        return veiled.scenario
    try:
        return load(slug)
    except ScenarioError as error:
        raise Refused("unknown_scenario", f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


def recipe_of(text: str, scenario: Scenario) -> Recipe:
    try:
        recipe = links.read(text)
    except LinkError as error:
        raise Refused("bad_recipe", str(error)) from None
    if recipe.scenario != scenario.slug:
        raise Refused("bad_recipe", f"This link belongs to another scenario, “{recipe.scenario[:60]}”.")
    veiled = veil.find(scenario.slug)
    return veiled.whole(recipe) if veiled else recipe
