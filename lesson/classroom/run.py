"""The run that a room shares, for views: at which instant it is, a change made in the room's name, another run instead.

Where somebody watches it, the simulation thread is asked; where nobody does, what was kept is the run.
"""

import logging
from collections.abc import Callable
from concurrent.futures import TimeoutError as TooSlow
from typing import TypeVar

import msgspec

from lesson.classroom.keeping import keep, key_of
from lesson.classroom.models import Room
from playground import conflicts, links
from playground.live import shared
from playground.live.consumers import running_hubs
from playground.live.protocol import Refused
from playground.live.shared import Origin, State
from playground.live.simulation import Simulation
from playground.runs import Change, Recipe, checked

log = logging.getLogger(__name__)

ANSWER_S_MAX = 3.0
BUSY = "The simulation is too busy to answer. Nothing has changed; try again in a moment."
STATE_FIELDS = ["scenario", "recipe", "t", "speed", "playing"]
T = TypeVar("T")


class ChangeRefused(Exception):
    """A change that the run does not take; `str()` says why, in words."""


def instant(room: Room) -> State:
    """Where the room's run is now: what a prediction is marked against, and what a sandbox of one's own starts from."""
    try:
        live = _ask(lambda simulation: shared.state(simulation, key_of(room.pk)))
    except TooSlow:
        live = None  # what was kept is a few seconds old, and better than no page
    if live is not None:
        return live
    room.refresh_from_db(fields=STATE_FIELDS)
    return State(room.scenario, room.recipe, room.t, room.speed, room.playing)


def apply_change(room: Room, change: Change) -> None:
    """Knobs turned, faults struck or healed, now and for the whole room. Raises ChangeRefused."""
    try:
        live = _ask(lambda simulation: shared.change(simulation, key_of(room.pk), change))
        if not live:
            _change_what_is_kept(room, change)
    except TooSlow:
        raise ChangeRefused(BUSY) from None
    except Refused as refusal:
        raise ChangeRefused(refusal.message) from None
    keep(room.pk, instant(room))


def _change_what_is_kept(room: Room, change: Change) -> None:
    now = instant(room)
    recipe = links.read(now.recipe).until(now.t)
    changes = (*recipe.changes, msgspec.structs.replace(change, at=now.t))

    def check() -> None:
        conflicts.check(checked(msgspec.structs.replace(recipe, changes=changes)))

    shared.in_words(check)
    room.recipe = links.write(msgspec.structs.replace(recipe, changes=changes))
    room.save(update_fields=["recipe"])


def show(room: Room, recipe: Recipe, t: float = 0.0) -> None:
    """Another run for the whole room, standing still at `t`. The caller announces it."""
    room.scenario, room.recipe, room.t, room.playing = recipe.scenario, links.write(recipe), t, False
    room.speed = 1.0
    room.save(update_fields=STATE_FIELDS)
    origin = Origin(key_of(room.pk), recipe, t)
    _tell(lambda simulation: shared.replace(simulation, origin))


def end(room: Room) -> None:
    """Nobody watches any more."""
    _tell(lambda simulation: shared.end(simulation, key_of(room.pk)))


def _tell(what: Callable[[Simulation], None]) -> None:
    for hub in running_hubs():
        hub.ask(what)


def _ask(question: Callable[[Simulation], T]) -> T | None:
    """The first answer of a process's simulation; None where none runs. Raises TooSlow and what the question raises."""
    for hub in running_hubs():
        answer = hub.ask(question).result(ANSWER_S_MAX)
        if answer:
            return answer
    return None
