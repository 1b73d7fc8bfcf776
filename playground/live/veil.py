"""Veiled runs: a shop in trouble, for somebody to find out what ails it. Nobody is told of its faults.

What leaves this process about such a run names no fault: no band, no note, no word of a step, and no recipe with faults
in it. What the faults did to customers and services is shown as ever; that is what there is to find out from. Faults
cannot be struck or healed, and only the controls that the veil allows can be turned.

The shops themselves belong to whoever offers them, who adds a finder; the gallery does not know them.
"""

from collections.abc import Callable, Mapping

import msgspec

from playground.checkout import events as e
from playground.checkout.events import Event
from playground.checkout.faults import KINDS
from playground.checkout.trace import as_record
from playground.knob import Knob, KnobError
from playground.knobs import Settings, knob_named
from playground.live.protocol import Refused
from playground.runs import Recipe
from playground.scenarios.catalogue import Scenario

TOLD_OF = (e.FaultStruck, e.FaultHealed)
FAULTS = {*KINDS, "connection_reset"}
"""What an event may name as its cause and a page must not hear of."""
HIDDEN_WORDS = "Faults are neither struck nor healed here: finding out which there are is the point."
FOREIGN_WORDS = "This run does not belong to this shop, or was changed in a way that is not allowed here."


def narrowed(name: str, most: float) -> Knob:
    """The control of that name, which goes no further than `most`."""
    return msgspec.structs.replace(knob_named(name), maximum=most, unlimited=False)


class Veil(msgspec.Struct, frozen=True):
    """`controls` are the names of the knobs that may be turned; of some, only as far as `most`."""

    scenario: Scenario
    controls: frozenset[str]
    most: Mapping[str, float] = {}

    def refuse_faults(self) -> None:
        raise Refused("fault", HIDDEN_WORDS)

    def check(self, knobs: Mapping[str, object]) -> None:
        for name in knobs:
            if name not in self.controls:
                raise KnobError(name, f"{name} cannot be changed here; what can be is on the page")
            if name in self.most:
                narrowed(name, self.most[name]).check(knobs[name])

    def _too_much(self, name: str, value: object) -> bool:
        try:
            return name in self.most and narrowed(name, self.most[name]).check(value) is None
        except KnobError:
            return True

    def bare(self, recipe: Recipe) -> Recipe:
        """What a page may have of it."""
        return msgspec.structs.replace(recipe, faults=())

    def whole(self, recipe: Recipe) -> Recipe:
        """The run that a page's recipe stands for; raises Refused where a page made more of it than it was given."""
        found = Settings(self.scenario.knobs)
        foreign = {name for name, value in Settings(recipe.knobs).items() if value != found[name]} - self.controls
        changed = {name for change in recipe.changes for name in change.knobs} - self.controls
        given = [recipe.knobs, *(change.knobs for change in recipe.changes)]
        beyond = any(self._too_much(name, value) for knobs in given for name, value in knobs.items())
        struck = any(change.strike or change.heal for change in recipe.changes)
        if recipe.faults or recipe.ends_at is not None or struck or foreign or changed or beyond:
            raise Refused("bad_recipe", FOREIGN_WORDS)
        return msgspec.structs.replace(recipe, faults=self.scenario.faults)


def record(veil: Veil | None, event: Event) -> dict[str, object]:
    """The event as a page may have it: that an answer was lost is there to be seen, which fault it was is not."""
    fields = as_record(event)
    if veil is not None and fields.get("cause") in FAULTS:
        fields["cause"] = "unknown"
    return fields


def may_tell(veil: Veil | None, event: Event) -> bool:
    """Whether a page may hear of it, and whoever tells pages what happened: the narrator of a veiled run knows of no
    fault, so it says that the shop has recovered, and not how long after what.
    """
    return veil is None or not isinstance(event, TOLD_OF)


Finder = Callable[[str], Veil | None]
_finders: list[Finder] = []


def add_finder(finder: Finder) -> None:
    """`finder` gives the veiled shop of a name, the same object each time; it is called in the simulation thread."""
    if finder not in _finders:
        _finders.append(finder)


def find(slug: str) -> Veil | None:
    return next((veil for finder in _finders if (veil := finder(slug)) is not None), None)
