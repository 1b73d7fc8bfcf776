"""“Let the room decide”: a control's values put to a vote, and the winner given to the room's run."""

from collections.abc import Mapping, Sequence

import msgspec

from lesson.classroom import run
from lesson.classroom.models import Room
from lesson.classroom.questions import typed
from lesson.classroom.questions.drafts import CONTROL, Draft
from lesson.classroom.questions.fit import settings_at
from lesson.classroom.questions.models import Question
from lesson.classroom.questions.refusals import ChangeNotTaken, NotNow
from playground import links
from playground.knob import Knob, KnobError, Value
from playground.knobs import KNOBS, Settings, knob_named
from playground.live.shared import State
from playground.runs import Change
from playground.scenarios.catalogue import load

FACTORS = (0.5, 2.0)
"""Of the value in force: what is suggested beside it."""
LIMITS = (10, 100, 1000)
"""Suggested beside “unlimited”, where nothing says what would be usual."""


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
    return Choice(knob, knob.say(value), ", ".join(_typed(knob, each) for each in suggested(knob, value)))


def _typed(knob: Knob, value: Value) -> str:
    """As a host types it: in the words of the control, but for numbers, which go without their unit."""
    return knob.write(value) if isinstance(value, int | float) else knob.say(value)


def suggested(knob: Knob, value: Value) -> list[Value]:
    """The value in force first."""
    if knob.kind == "switch":
        return [value, not value]
    if knob.kind == "choice":
        return [value, *(other for other in knob.choices if other != value)][: typed.OPTIONS_MAX]
    if knob.kind == "sequence":
        return [value]
    if value is None:
        return [value, *_limits(knob)]
    near = {_within(knob, value * factor) for factor in FACTORS} - {value}
    return [value, *sorted(near)]


def _limits(knob: Knob) -> list[Value]:
    usual = LIMITS if knob.default is None else (knob.default, *(knob.default * factor for factor in FACTORS))
    return sorted({_within(knob, limit) for limit in usual})


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
    prompt = f"{knob.label}: what shall it be?"
    return Draft(
        source=CONTROL,
        title=knob.label,
        prompt=prompt,
        options=tuple(map(knob.say, offered)),
        patches=tuple({knob.name: value} for value in offered),
    )


def _values(knob: Knob, text: str) -> list[Value]:
    parts = [part for part in (text[: typed.PROMPT_LENGTH_MAX].split(",")) if part.strip()]
    try:
        offered = [_read(knob, part) for part in parts]
    except KnobError as error:
        raise typed.Refused({"values": error.sentence}) from None
    unique = list(dict.fromkeys(offered))
    if not typed.OPTIONS_MIN <= len(unique) <= typed.OPTIONS_MAX:
        number = f"{typed.OPTIONS_MIN} to {typed.OPTIONS_MAX}"
        raise typed.Refused({"values": f"Give {number} different values, separated by commas."})
    return unique


def _read(knob: Knob, text: str) -> Value:
    """In the words of the page or by its name. Raises KnobError."""
    called = {words.casefold(): choice for choice, words in knob.options}
    return knob.parse(called.get(text.strip().casefold(), text))


# -- how it stands -------------------------------------------------------------------------------------------------


def remarks(question: Question) -> dict[int, str]:
    """By option: which one the run got; until it got one, which it had when this was put."""
    if question.patches is None:
        return {}
    if question.applied is not None:
        return {question.applied: "applied"}
    words = "as it is" if question.put_away_at is None else "as it was"
    return {place: words for place, patch in enumerate(question.patches) if _had(question, patch)}


def _had(question: Question, patch: Mapping[str, Value]) -> bool:
    if question.standing is None:
        return False
    before = settings_at(links.read(question.standing["recipe"]), question.standing["t"])
    return all(before[name] == KNOBS[name].check(value) for name, value in patch.items())


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
