"""Jobs: what takes a live run longer than a slice. Each yields after a slice and returns the reply.

A job that is closed before its end leaves nothing behind: the lane that it was building is closed with it.
"""

from collections.abc import Callable, Generator, Iterator

import msgspec

from playground.checkout.events import Event
from playground.live import protocol as p
from playground.live.fold import Tally
from playground.live.lane import Lane
from playground.live.live_run import Job, LiveRun, close
from playground.live.veil import may_tell, record
from playground.runs import Recipe
from playground.tales.story import UNSEEN, Line, line_of, lines
from playground.tales.tale import tell

PROGRESS_S = 0.25
"""Real seconds between two messages about how far a job has got."""
STEP_VIRTUAL_S_MAX = 30.0
STEP_LINES_MAX = 3


def rebuild(live: LiveRun, t: float, opened: Callable[[], p.Message]) -> Job:
    """Run the recipe again, up to `t`."""
    yield from report(live, live.skip(t), t)
    live.lane.fold.cut()  # nobody has seen it, and the snapshot that follows shows all of it
    changes = live.lane.run.recipe.changes
    live.transport.end = max(live.lane.now, min(changes[-1].at, live.limits.virtual_s) if changes else 0.0)
    return opened()


def seek(live: LiveRun, t: float, reply: str) -> Job:
    """To another instant of what has been played: onwards in this run, or from the beginning in a new one."""
    if t >= live.lane.now:
        yield from report(live, live.skip(t), t)
    else:
        yield from _rerun(live, live.lane.run.recipe, t)
    live.draw_everything()
    return live.done(reply)


def fork(live: LiveRun, t: float, reply: str) -> Job:
    """Leave behind what was done after `t`: everybody who watches begins another future there."""
    yield from _rerun(live, live.lane.run.recipe.until(t), t)
    live.transport.end = t
    live.tell(live.opened("", "forked"))
    live.draw_everything()
    return live.done(reply)


def _rerun(live: LiveRun, recipe: Recipe, t: float) -> Generator[object]:
    lane = live.new_lane(recipe)
    rival = None if live.rival is None else Lane(live.rival.run.recipe, Tally(), live.clock)
    try:
        yield from report(live, lane.skip(t), t)
        if rival is not None:
            yield from rival.skip(t)
    except GeneratorExit:
        close(lane, rival)
        raise
    live.swap(lane, rival)


def step(live: LiveRun, reply: str) -> Job:
    """To the next event worth seeing, and pause."""
    live.transport.playing = False
    seen: list[Line] = []
    until = live.lane.now + STEP_VIRTUAL_S_MAX
    while not seen and not live.ended and live.lane.now < until:
        seen = [line for event in live.lane.step() if may_tell(live.veil, event) for line in _visible(event)]
        yield None
    if live.rival is not None:
        yield from live.rival.approach(live.lane.now)
    live.transport.end = max(live.transport.end, live.lane.now)
    live.draw()
    words = " ".join(line.text for line in seen[:STEP_LINES_MAX])
    return live.done(reply, words or f"Nothing happened for {STEP_VIRTUAL_S_MAX:.0f} s.")


def _visible(event: Event) -> list[Line]:
    line = None if type(event) in UNSEEN else line_of(event)
    if line is None:
        return []
    order = getattr(event, "order", 0)
    whose = f"Order {order}: " if order > 0 else f"Visit {-order}: " if order < 0 else ""
    return [msgspec.structs.replace(line, text=f"{whose}{line.text}")]


def compare(live: LiveRun, reply: str) -> Job:
    """Keep what the run is as A: the same recipe, run again beside it and not changed any more."""
    now = live.lane.now
    rival: Lane[Tally] = Lane(live.lane.run.recipe, Tally(), live.clock)
    try:
        yield from report(live, rival.skip(now), now)
    except GeneratorExit:
        rival.close()
        raise
    close(live.rival)
    live.rival = rival
    live.draw_everything()
    return live.done(reply)


def story(live: LiveRun, order: int, reply: str) -> Job:
    """What happened to one checkout: from the events that are still here, else from running it all again."""
    events = live.lane.fold.checkouts.events_of(order)
    if events is None:
        events = yield from _events_again(live, order)
    tale = tell(events, why=live.veil is None)
    return p.Story(reply, order, tale.verdict, tale.text, lines(events), [record(live.veil, event) for event in events])


def _events_again(live: LiveRun, order: int) -> Generator[object, None, list[Event]]:
    now = live.lane.now
    lane: Lane[Tally] = Lane(live.lane.run.recipe, Tally(), live.clock)
    found: list[Event] = []
    try:
        for events in report(live, lane.skip(now), now):
            found += [event for event in events if getattr(event, "order", 0) == order]
            yield None
    finally:
        lane.close()
    return found


def report(live: LiveRun, slices: Iterator[list[Event]], target: float) -> Iterator[list[Event]]:
    """Pass the slices on, and say now and then how far a long job has got."""
    start: float | None = None
    told = live.clock()
    for events in slices:
        yield events
        if not events:
            continue
        start = events[0].t if start is None else start
        if live.clock() - told >= PROGRESS_S and target > start:
            told = live.clock()
            live.tell(p.Progress(round((events[-1].t - start) / (target - start), 3)))
