"""Settings and faults that are legal one by one and make no sense together.

Each is refused with a sentence that says what would be right. Everything that takes a recipe from outside asks here.
"""

from collections.abc import Iterator

from playground.checkout import faults as fault_rules
from playground.checkout.faults import Fault
from playground.knobs import KNOBS, Settings
from playground.refusals import NotLegal
from playground.runs import Recipe


class ConflictError(NotLegal):
    """Two inputs that exclude each other; `str()` names both and what would be right."""

    code = "conflict"


def check(recipe: Recipe) -> None:
    """Raises ConflictError."""
    struck = [(fault, change.at) for change in recipe.changes for fault in change.strike]
    for fault, at in (*((fault, 0.0) for fault in recipe.faults), *struck):
        for settings in _in_force(recipe, max(fault.start, at), fault.end):
            _check_capacity(fault, settings)
            _check_shard(fault, settings)


def _in_force(recipe: Recipe, start: float, end: float | None) -> Iterator[Settings]:
    """The settings at `start`, and after each change before `end`."""
    now = Settings(recipe.knobs)
    for change in recipe.changes:
        if change.at > start:
            yield now
        if end is not None and change.at >= end:
            return
        now = Settings({**now, **change.knobs})
    yield now


def _check_capacity(fault: Fault, settings: Settings) -> None:
    workers = f"{fault.service}.workers"
    if fault.kind == "capacity" and 0 < fault.fields["factor"] < 1 and settings[workers] is None:
        part, label = fault_rules.KINDS["capacity"].fields["factor"].label, KNOBS[workers].label
        where = fault_rules.place_in_words(fault.service, fault.kind)
        raise ConflictError(
            f"{fault.name} with a factor between 0 and 1 needs a number of workers to take a part of, and {workers} is "
            f"unlimited: set {workers} to a number, or factor to 0 or 1",
            f"{where}: there is no part of unlimited workers. Set “{label}” to a number, or “{part}” to 0 or 1",
        )


def _check_shard(fault: Fault, settings: Settings) -> None:
    if fault.kind != "bad_shard":
        return
    shard, fan_out = fault.fields["shard"], settings["inventory.fan_out"]
    asked_by_number = fault.service == "inventory" and fan_out > 1
    first, last = (1, fan_out) if asked_by_number else (0, fault.fields["of"] - 1)
    if not first <= shard <= last:
        why = f"inventory.fan_out {fan_out}" if asked_by_number else f"of={fault.fields['of']:g}"
        legal = f"takes a whole number from {first} to {last:g}"
        where = fault_rules.place_in_words(fault.service, fault.kind)
        raise ConflictError(
            f"{fault.name}: with {why}, shard {legal}",
            f"{where}: with {last - first + 1:g} shards, “Shard” {legal}",
        )
