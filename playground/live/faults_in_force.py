"""Which fault was in force when: bands for the charts, read off the recipe."""

from playground.checkout.faults import Fault, place_in_words
from playground.live.protocol import FaultInForce
from playground.runs import Recipe

BANDS_MAX = 60


def bands(recipe: Recipe, now: float) -> list[FaultInForce]:
    """Past, present and scheduled, in the order in which they were ordered. `end` is None until somebody heals it."""
    found: list[FaultInForce] = []
    open_bands: dict[str, int] = {}
    for fault in recipe.faults:
        _strike(found, open_bands, fault, 0.0)
    for change in recipe.until(now).changes:
        for name in change.heal:
            _heal(found, open_bands, name, change.at)
        for fault in change.strike:
            _strike(found, open_bands, fault, change.at)
    return [band for band in found if band.end is None or band.end > band.start][-BANDS_MAX:]


def _strike(found: list[FaultInForce], open_bands: dict[str, int], fault: Fault, at: float) -> None:
    """One fault of a kind at a place: a new one replaces it."""
    _heal(found, open_bands, fault.name, at)
    open_bands[fault.name] = len(found)
    start = max(fault.start, at)
    end = None if fault.end is None else max(fault.end, at)
    found.append(FaultInForce(fault.service, fault.kind, start, end, label(fault)))


def _heal(found: list[FaultInForce], open_bands: dict[str, int], name: str, at: float) -> None:
    index = open_bands.pop(name, None)
    if index is None:
        return
    band = found[index]
    if band.end is None or band.end > at:
        found[index] = FaultInForce(band.service, band.kind, band.start, max(at, band.start), band.label)


def label(fault: Fault) -> str:
    """In words: "lost answers at payment, 10%"."""
    share = f", {100 * fault.probability:.3g}%" if fault.probability < 1 else ""
    return f"{place_in_words(fault.service, fault.kind)}{share}"
