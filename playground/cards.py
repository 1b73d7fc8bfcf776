"""The control panel as data: one card a group of knobs, each knob with its value in words. Templates only draw it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from playground.checkout.faults import KINDS
from playground.knob import Knob, Value
from playground.knobs import GROUPS, KNOBS, Settings
from playground.scenarios.catalogue import Scenario, Strike, Suggestion

TITLES = {
    "traffic": "Customers",
    "network": "Network",
    "gateway": "Gateways",
    "patterns": "Order of patterns",
    "recovery": "Restart",
}
"""Of groups whose own name would not do, and which have no switch to lend them its label."""


class Row(msgspec.Struct, frozen=True):
    """One knob: `shown` is for people, `text` for a form's field, `error` for what was wrong with what was typed."""

    knob: Knob
    label: str
    value: Value
    shown: str
    text: str
    forward: bool
    error: str = ""


class Card(msgspec.Struct, frozen=True):
    """One group. `enabled` is its switch, where it is a pattern; `forward` cards are not folded away."""

    group: str
    title: str
    enabled: Knob | None
    on: bool
    knobs: list[Row]
    forward: bool
    error: str = ""

    @property
    def wrong(self) -> bool:
        """Whether something in it is not legal, so that it must be seen even if it is off."""
        return any(row.error for row in self.knobs)

    @property
    def unfolded(self) -> bool:
        """Whether what is wrong is among the rows that are folded away otherwise."""
        return any(row.error and not row.forward for row in self.knobs)


class Button(msgspec.Struct, frozen=True):
    """Something to press: what it says, and the JSON it sends."""

    label: str
    json: str


class Experiment(msgspec.Struct, frozen=True):
    title: str
    text: str
    json: str


def cards(
    settings: Settings,
    forward: Iterable[str],
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Card]:
    """All cards, in the order of the knobs; those that `forward` names a control of come first, in its order."""
    forward = tuple(forward)
    built = [_card(group, settings, forward, typed or {}, errors or {}) for group in GROUPS]
    groups = [name.partition(".")[0] for name in forward]
    return sorted(built, key=lambda card: groups.index(card.group) if card.group in groups else len(groups))


def _card(
    group: str, settings: Settings, forward: tuple[str, ...], typed: Mapping[str, str], errors: Mapping[str, str]
) -> Card:
    enabled = KNOBS.get(f"{group}.enabled")
    mine = [knob for knob in KNOBS.values() if knob.group == group and knob is not enabled]
    return Card(
        group=group,
        title=_title(group, enabled),
        enabled=enabled,
        on=enabled is None or bool(settings[enabled.name]),
        knobs=[_row(knob, settings, forward, typed, errors) for knob in mine],
        forward=any(name.partition(".")[0] == group for name in forward),
        error=errors.get(f"{group}.enabled", ""),
    )


def _title(group: str, enabled: Knob | None) -> str:
    return enabled.label if enabled is not None else TITLES.get(group, group.capitalize())


def _row(
    knob: Knob, settings: Settings, forward: tuple[str, ...], typed: Mapping[str, str], errors: Mapping[str, str]
) -> Row:
    value = settings[knob.name]
    text = typed.get(knob.name, knob.none if value is None else knob.write(value))
    return Row(knob, _label(knob), value, knob.say(value), text, knob.name in forward, errors.get(knob.name, ""))


def _label(knob: Knob) -> str:
    """Without the name of the group where the card's title says it: "Payment: queue limit" is "Queue limit"."""
    _, colon, rest = knob.label.partition(": ")
    return f"{rest[:1].upper()}{rest[1:]}" if colon else knob.label


def buttons(strikes: Iterable[Strike]) -> list[Button]:
    """Strikes without a start of their own: they begin when pressed."""
    return [Button(strike.label, _json(_from_now(strike))) for strike in strikes]


def _from_now(strike: Strike) -> dict[str, Any]:
    fault = strike.fault.as_dict()
    if fault["start"] == 0:
        del fault["start"]
    return fault


def schedulable(scenario: Scenario) -> list[tuple[str, str, bool]]:
    """Every fault that can strike what this scenario calls: its name, in words, and whether chance decides."""
    called = ("checkout", "traffic", *Settings(scenario.knobs)["checkout.calls"])
    return [
        (f"{target}.{name}", f"{target}: {kind.label}", kind.chancy)
        for target in called
        for name, kind in KINDS.items()
        if target in kind.targets
    ]


def experiments(suggestions: Iterable[Suggestion]) -> list[Experiment]:
    return [Experiment(each.title, each.text, _json(each.knobs) if each.knobs else "") for each in suggestions]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def page_of(scenario: Scenario, settings: Settings, forward: Iterable[str]) -> dict[str, Any]:
    """What every page of a scenario shows."""
    return {
        "scenario": scenario,
        "cards": cards(settings, forward),
        "strikes": buttons(scenario.strikes),
        "schedulable": schedulable(scenario),
        "experiments": experiments(scenario.experiments),
    }
