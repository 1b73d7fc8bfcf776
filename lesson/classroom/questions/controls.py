"""“Let the room decide”: a control's values put to a vote, and the winner given to the room's run."""

from collections.abc import Mapping, Sequence

import msgspec

from lesson.classroom import run
from lesson.classroom.models import Room
from lesson.classroom.questions import typed
from lesson.classroom.questions.drafts import CONTROL, Draft
from lesson.classroom.questions.fit import settings_at
from lesson.classroom.questions.refusals import ChangeNotTaken, NotNow
from playground import links
from playground.knob import Knob, KnobError, Value
from playground.knobs import KNOBS, Settings, knob_named
from playground.live.shared import State
from playground.runs import Change
from playground.scenarios.catalogue import load

FACTORS = (0.5, 2.0)
"""Of the value in force: what is suggested beside it."""


class Choice(msgspec.Struct, frozen=True):
    """A control that can be decided on, and the values that are suggested, as a form has them."""

    knob: Knob
    in_force: str
    suggested: str


def choices(room: Room) -> list[Choice]:
    """The controls that the room's scenario puts forward."""
    now = run.instant(room)
    settings = in_force(now)
    return [_choice(KNOBS[name], settings[name]) for name in load(now.scenario).controls]


def in_force(now: State) -> Settings:
    return settings_at(links.read(now.recipe), now.t)


def _choice(knob: Knob, value: Value) -> Choice:
    return Choice(knob, knob.show(value), ", ".join(map(knob.write, suggested(knob, value))))


def suggested(knob: Knob, value: Value) -> list[Value]:
    """The value in force first."""
    if knob.kind == "switch":
        return [value, not value]
    if knob.kind == "choice":
        return [value, *(other for other in knob.choices if other != value)][: typed.OPTIONS_MAX]
    if knob.kind == "sequence" or value is None:
        return [value]
    near = {_within(knob, value * factor) for factor in FACTORS} - {value}
    return [value, *sorted(near)]


def _within(knob: Knob, number: float) -> Value:
    bounded = min(max(number, knob.minimum), knob.maximum)
    return round(bounded) if knob.kind == "integer" else bounded


def draft(room: Room, name: str, values: str) -> Draft:
    """A vote on this control, its values separated by commas. Raises typed.Refused with the field concerned."""
    try:
        knob = knob_named(name)
    except KnobError:
        raise typed.Refused({"knob": "There is no such control. Choose one from the list."}) from None
    offered = _values(knob, values)
    current = in_force(run.instant(room))[knob.name]
    prompt = f"{knob.label}: what shall it be?"
    return Draft(
        source=CONTROL,
        title=knob.label,
        prompt=prompt,
        options=tuple(_worded(knob, value, current) for value in offered),
        patches=tuple({knob.name: value} for value in offered),
    )


def _values(knob: Knob, text: str) -> list[Value]:
    parts = [part for part in (text[: typed.PROMPT_LENGTH_MAX].split(",")) if part.strip()]
    try:
        offered = [knob.parse(part) for part in parts]
    except KnobError as error:
        raise typed.Refused({"values": error.sentence}) from None
    unique = list(dict.fromkeys(offered))
    if not typed.OPTIONS_MIN <= len(unique) <= typed.OPTIONS_MAX:
        number = f"{typed.OPTIONS_MIN} to {typed.OPTIONS_MAX}"
        raise typed.Refused({"values": f"Give {number} different values, separated by commas."})
    return unique


def _worded(knob: Knob, value: Value, current: Value) -> str:
    return f"{knob.show(value)} (as it is)" if value == current else knob.show(value)


# -- afterwards ------------------------------------------------------------------------------------------------------


def winner(leaders: Sequence[int], chosen: int | None) -> int:
    """Raises NotNow where nobody voted, or where it is a tie that the host has not broken."""
    if not leaders:
        raise NotNow("Nobody has voted, so nothing has won.")
    if len(leaders) == 1:
        return leaders[0]
    if chosen is None or chosen not in leaders:
        raise NotNow("It is a tie: choose one of those that lead.")
    return chosen


def apply(room: Room, patch: Mapping[str, Value]) -> None:
    """Raises ChangeNotTaken."""
    try:
        run.apply_change(room, Change(knobs=dict(patch)))
    except run.ChangeRefused as refused:
        raise ChangeNotTaken(f"The run does not take this: {refused}") from None
