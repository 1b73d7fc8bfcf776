"""From the fields of the form to a sweep. Every refusal is in words and belongs to a field.

The same fields make the page's address, the form, the command and the job's key: whoever has the address has the sweep.

    x, xs, y, ys          the knobs to vary and their values; y may be empty
    seeds, duration       how many runs of each, and how long customers come, in virtual seconds
    measure               what is looked at; no part of the runs
    recipe, knob=value, fault=…    the run that is varied, as on every page of the playground
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from playground import addresses
from playground.addresses import AddressError
from playground.checkout.faults import FaultError
from playground.conflicts import ConflictError
from playground.knob import Knob, KnobError
from playground.knobs import KNOBS, Settings, knob_named
from playground.refusals import words_of
from playground.runs import Recipe
from playground.scenarios.catalogue import Scenario
from playground.sweeps import values
from playground.sweeps.defaults import Proposal, proposal
from playground.sweeps.outcomes import OUTCOMES
from playground.sweeps.sweep import Axis, Sweep
from playground.sweeps.values import ValuesError

FIELDS = ("x", "xs", "y", "ys", "seeds", "duration", "measure")
X_VALUES_MAX = 12
Y_VALUES_MAX = 6
SEEDS_MAX = 200
DURATION_MIN_S, DURATION_MAX_S = 1.0, 600.0

Parameters = Mapping[str, Sequence[str]]


class FieldError(ValueError):
    """Something wrong with one field of the form; "form" stands for the whole."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the form holds, as typed or as proposed; and the sweep, where everything in it is right."""

    scenario: Scenario
    typed: dict[str, str]
    base: dict[str, list[str]]
    """The parameters that say which run is varied."""
    measure: str
    sweep: Sweep | None
    errors: dict[str, str]
    switched_on: tuple[str, ...] = ()
    """Patterns that were off, and whose knobs are varied."""

    @property
    def query(self) -> str:
        """The address of this sweep, behind the question mark."""
        return urlencode({**self.typed, **self.base}, doseq=True)


def read(scenario: Scenario, parameters: Parameters) -> Asked:
    """Never raises: what is wrong is in `errors`."""
    proposed = proposal(scenario)
    typed = _typed(parameters, proposed)
    given = {name: list(texts) for name, texts in parameters.items() if name in ("recipe", "fault") or "." in name}
    measure = typed["measure"] if typed["measure"] in OUTCOMES else proposed.measure
    errors: dict[str, str] = {}
    sweep: Sweep | None = None
    switched_on: tuple[str, ...] = ()
    try:
        base = _base(scenario, given)
        typed = _with_values(typed, base)
        sweep, switched_on = _sweep(scenario, typed, base)
    except FieldError as error:
        errors[error.field] = str(error)
    return Asked(
        scenario=scenario,
        typed={**typed, "measure": measure},
        base=given,
        measure=measure,
        sweep=sweep,
        errors=errors,
        switched_on=switched_on,
    )


def _typed(parameters: Parameters, proposed: Proposal) -> dict[str, str]:
    """The last of each field; the scenario's own proposal where the form was not filled in at all."""
    typed = {name: parameters[name][-1].strip() for name in FIELDS if parameters.get(name)}
    if "x" not in typed:
        own = {"x": proposed.x, "xs": proposed.xs, "y": proposed.y, "ys": proposed.ys}
        typed = {**own, "duration": f"{proposed.duration_s:g}" if proposed.duration_s else "", **typed}
    usual = {"xs": "", "y": "", "ys": "", "duration": "", "seeds": str(proposed.seeds), "measure": proposed.measure}
    return {**usual, **{name: text for name, text in typed.items() if text or name not in ("seeds", "measure")}}


def _base(scenario: Scenario, given: Parameters) -> Recipe:
    """The run to vary: the one that is asked for, or the scenario's own."""
    try:
        asked = addresses.read(scenario, given, fresh_seed=1)
    except AddressError as error:
        raise FieldError("form", str(error)) from None
    return scenario.recipe(1) if asked.recipe is None else asked.recipe


def _with_values(typed: dict[str, str], base: Recipe) -> dict[str, str]:
    """Values that were left empty are proposed."""
    filled = dict(typed)
    for axis, field in (("x", "xs"), ("y", "ys")):
        if typed[axis] and not typed[field]:
            knob = _knob(axis, typed[axis])
            filled[field] = values.write(knob, values.proposed(knob, Settings(base.knobs)[knob.name]))
    return filled


def _sweep(scenario: Scenario, typed: dict[str, str], base: Recipe) -> tuple[Sweep, tuple[str, ...]]:
    axes = [_axis("x", typed, X_VALUES_MAX)]
    if typed["y"]:
        if typed["y"] == typed["x"]:
            raise FieldError("y", "This knob is varied already; choose another one, or none.")
        axes.append(_axis("y", typed, Y_VALUES_MAX))
    on = _patterns_to_switch_on(axes, base)
    sweep = Sweep(
        base=msgspec.structs.replace(base, seed=1, knobs={**base.knobs, **dict.fromkeys(on, True)}),
        axes=tuple(axes),
        seeds=whole("seeds", typed["seeds"], SEEDS_MAX),
        duration_s=duration_of(typed["duration"], scenario, base),
    )
    _check_combinations(sweep)
    return sweep, on


def _axis(field: str, typed: dict[str, str], most: int) -> Axis:
    knob = _knob(field, typed[field])
    try:
        return Axis(knob.name, values.read(knob, typed[field + "s"], most))
    except ValuesError as error:
        raise FieldError(field + "s", str(error)) from None


def _knob(field: str, name: str) -> Knob:
    try:
        return knob_named(name)
    except KnobError as error:
        raise FieldError(field, error.sentence) from None


def _patterns_to_switch_on(axes: Sequence[Axis], base: Recipe) -> tuple[str, ...]:
    """A parameter of a pattern that is off changes nothing: whoever varies one wants it on."""
    settings = Settings(base.knobs)
    varied = {axis.knob for axis in axes}
    switches = dict.fromkeys(f"{KNOBS[axis.knob].group}.enabled" for axis in axes)
    return tuple(name for name in switches if name in KNOBS and name not in varied and not settings[name])


def whole(field: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
        raise FieldError(field, f"A whole number from 1 to {most}.")
    return int(text)


def duration_of(text: str, scenario: Scenario, base: Recipe) -> float:
    """Left empty: as long as that run was to last, else as the scenario's experiments do, and past the last change."""
    if not text:
        last = base.changes[-1].at if base.changes else 0.0
        return min(max(base.ends_at or scenario.duration_s, last + 1), DURATION_MAX_S)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not DURATION_MIN_S <= seconds <= DURATION_MAX_S:
        raise FieldError("duration", f"A number of seconds from {DURATION_MIN_S:g} to {DURATION_MAX_S:g}.")
    return seconds


def _check_combinations(sweep: Sweep) -> None:
    one_seed = msgspec.structs.replace(sweep, seeds=1)
    try:
        one_seed.plans()
    except (KnobError, FaultError, ConflictError, ValueError) as error:
        raise FieldError("form", f"Not every combination of these values makes sense: {words_of(error)}.") from None
