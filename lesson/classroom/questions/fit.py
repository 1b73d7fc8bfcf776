"""Whether the room's run is the one that a question is about: with its settings, and with its faults. Pure.

A run that was set up otherwise answers another question, and would crown whatever that came to.
"""

from collections.abc import Iterable

from playground.knobs import KNOBS, Settings
from playground.runs import Change, Recipe

NAMED_MAX = 3
APART = "or have it decided by a run out of sight."


def settings_at(recipe: Recipe, t: float) -> Settings:
    knobs = dict(recipe.knobs)
    for change in recipe.until(t).changes:
        knobs |= change.knobs
    return Settings(knobs)


def misfit(asked: Recipe, own: Recipe, begin: float, t: float, reaches_s: float = 0.0) -> str:
    """Why `own`, read at `t`, cannot answer what is asked about `asked`; empty where it can.

    `reaches_s`: the last of the seconds that are asked for by their place; then what came later does not matter, and
    what was changed before does. All else counts from `begin`, and nothing has been changed since.
    """
    first, last = (0.0, min(reaches_s, t)) if reaches_s else (begin, t)
    if by_hand := _by_hand(own.until(last).changes) or _other_faults(asked, own):
        return f"{by_hand} Start the run over as the question has it, {APART}"
    wanted = settings_at(asked, float("inf"))
    for at in (first, *(change.at for change in own.changes if first < change.at <= last)):
        if unlike := _unlike(wanted, settings_at(own, at)):
            return _otherwise(unlike, at, earlier=bool(reaches_s))
    return ""


def _by_hand(changes: Iterable[Change]) -> str:
    at = next((change.at for change in changes if change.strike or change.heal), None)
    return "" if at is None else f"The question knows nothing of what was struck or healed at {at:.0f} s."


def _other_faults(asked: Recipe, own: Recipe) -> str:
    return "" if asked.faults == own.faults else "This run began with other faults than the question is about."


def _unlike(wanted: Settings, found: Settings) -> str:
    """What the question wants, and what is so."""
    names = [name for name in wanted if wanted[name] != found[name]][:NAMED_MAX]
    shown = ((KNOBS[name], wanted[name], found[name]) for name in names)
    return ", ".join(f"“{knob.label}” {knob.show(want)} (not {knob.show(have)})" for knob, want, have in shown)


def _otherwise(unlike: str, at: float, *, earlier: bool) -> str:
    wanted = f"The question is about a run with {unlike}"
    if earlier:
        return f"{wanted} from the start, and at {at:.0f} s it was not so. Start it over, {APART}"
    return f"{wanted}. Set it so first and let the run go on, {APART}"
