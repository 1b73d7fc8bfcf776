"""The run that a room shares, for views: at which instant it is, and a change made to it in the room's name."""

import msgspec

from lesson.classroom.models import Room
from playground import conflicts, links
from playground.checkout.faults import FaultError
from playground.conflicts import ConflictError
from playground.knob import KnobError
from playground.runs import Change, checked


class Instant(msgspec.Struct, frozen=True):
    """`recipe` as in a link; `t` in virtual seconds."""

    scenario: str
    recipe: str
    t: float
    playing: bool


class ChangeRefused(Exception):
    """A change that the run does not take; `str()` says why, in words."""


def instant(room: Room) -> Instant:
    """Where the room's run is now: what a prediction is marked against, and what a sandbox of one's own starts from."""
    room.refresh_from_db(fields=["scenario", "recipe", "t", "playing"])
    return Instant(room.scenario, room.recipe, room.t, room.playing)


def apply_change(room: Room, change: Change) -> None:
    """Knobs turned, faults struck or healed, now and for the whole room. Raises ChangeRefused."""
    now = instant(room)
    recipe = links.read(now.recipe).until(now.t)
    change = msgspec.structs.replace(change, at=now.t)
    try:
        recipe = checked(msgspec.structs.replace(recipe, changes=(*recipe.changes, change)))
        conflicts.check(recipe)
    except (KnobError, FaultError, ConflictError) as error:
        raise ChangeRefused(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    room.recipe = links.write(recipe)
    room.save(update_fields=["recipe"])
