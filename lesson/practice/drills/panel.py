"""The controls that a drill allows, as the form of its page shows them, and what somebody put into that form.

The form is the panel of the live run as well: its fields bear the names of the knobs. Every other parameter is named
beside them and cannot be changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from lesson.practice.drills import grading
from lesson.practice.drills.grading import NotAllowed
from lesson.practice.drills.schema import Drill
from playground import cards, effects
from playground.cards import Card, Row
from playground.knob import Knob, KnobError, Value
from playground.knobs import Settings

FORM = ""
"""Under this name stands what is wrong with the form and with no single field of it."""
WHO = {"customer": "by the customers", "gateway": "at the gateway", "checkout": "by checkout"}
FIELDS_MAX = 60
LENGTH_MAX = 200


@dataclass(frozen=True)
class DrillCard:
    """One group with something to turn: its `switch` where that may be turned, its `rows`, and what is `fixed`."""

    card: Card
    title: str
    switch: Knob | None
    rows: list[Row]
    fixed: list[Row]


@dataclass(frozen=True)
class Panel:
    """The cards with something to turn, in the drill's order; the others that are in force; and what is off and stays
    off, by its title.
    """

    cards: list[DrillCard]
    others: list[Card]
    off: list[str]


def panel_of(drill: Drill, settings: Settings, typed: Mapping[str, str], errors: Mapping[str, str]) -> Panel:
    everything = cards.cards(settings, drill.controls, typed, errors)
    rest = [_in_force(card, settings, drill) for card in everything if not card.forward]
    return Panel(
        cards=[_drill_card(card, drill, settings) for card in everything if card.forward],
        others=[card for card in rest if card.on and (card.knobs or card.enabled)],
        off=[card.title for card in rest if not card.on],
    )


def _in_force(card: Card, settings: Settings, drill: Drill) -> Card:
    """Without the parameters that do not act, and that no control of this drill can make act."""
    return msgspec.structs.replace(card, knobs=[row for row in card.knobs if _may_act(row, settings, drill)])


def _may_act(row: Row, settings: Settings, drill: Drill) -> bool:
    return effects.may_act(row.knob.name, settings, drill.controls)


def _drill_card(card: Card, drill: Drill, settings: Settings) -> DrillCard:
    allowed = set(drill.controls)
    rows = {row.knob.name: row for row in card.knobs}
    return DrillCard(
        card=card,
        title=_title(card, settings),
        switch=card.enabled if card.enabled is not None and card.enabled.name in allowed else None,
        rows=[
            msgspec.structs.replace(rows[name], knob=grading.control(name)) for name in drill.controls if name in rows
        ],
        fixed=[row for row in card.knobs if not row.forward and _may_act(row, settings, drill)],
    )


def _title(card: Card, settings: Settings) -> str:
    """Who retries is said where it is not checkout: a learner would look for it there."""
    layers = settings["retry.layers"]
    return (
        f"{card.title} ({' and '.join(map(WHO.__getitem__, layers))})"
        if (card.group == "retry" and tuple(layers) != ("checkout",))
        else card.title
    )


@dataclass(frozen=True)
class Typed:
    """What a form held: `knobs` are the legal values, `errors` what is wrong, by control (or FORM)."""

    text: dict[str, str] = field(default_factory=dict)
    knobs: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def wrong(self, name: str, words: str) -> "Typed":
        return Typed(self.text, self.knobs, {**self.errors, name: words})


def typed(drill: Drill, posted: Mapping[str, Sequence[str]]) -> Typed:
    """Reads a form. Of several values of a name the last counts: a switch sends “off”, and “on” after it."""
    names = [name for name in posted if "." in name][:FIELDS_MAX]
    text = {name: (posted[name] or [""])[-1][:LENGTH_MAX] for name in names}
    knobs: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name, written in text.items():
        try:
            knobs[name] = _value(drill, name, written)
        except NotAllowed as error:
            errors[error.knob] = str(error)
    return Typed(text, knobs, errors)


def _value(drill: Drill, name: str, written: str) -> Value:
    if name not in drill.controls:
        raise NotAllowed(FORM, f"{name[:60]} is not among the controls of this drill, so nothing was handed in.")
    try:
        return grading.control(name).parse(written)
    except KnobError as error:
        raise NotAllowed(name, error.sentence) from None


def filled(drill: Drill, knobs: Mapping[str, Value]) -> Typed:
    """A form that stands at these changes of the shop as found. Changes that are no longer legal are left out."""
    return Typed(knobs=dict(_legal(drill, knobs.items())))


def _legal(drill: Drill, knobs: Iterable[tuple[str, Value]]) -> Iterable[tuple[str, Value]]:
    for name, value in knobs:
        if name in drill.controls:
            try:
                yield name, grading.control(name).check(value)
            except KnobError:
                continue
