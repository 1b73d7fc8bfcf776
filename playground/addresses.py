"""What the address of a playground page asks for: a run to show, and the controls to put forward.

    ?recipe=…&t=43.6                        a shared run, at an instant
    ?seed=7&retry.enabled=on&fault=payment.response_lost:probability=0.2
    ?controls=retry.enabled,idempotency.enabled

Everything is checked here; a name or value that is not legal is refused in words, never ignored. Parameters that have
no dot and no meaning here (a newsletter's, say) are let be.
"""

from collections.abc import Mapping, Sequence

import msgspec

from playground import conflicts, links
from playground.checkout import faults
from playground.experiments import merged
from playground.knob import Value, shortened
from playground.knobs import Settings, knob_named
from playground.links import LinkError
from playground.refusals import NotLegal
from playground.runs import SEED_MAX, Recipe
from playground.scenarios.catalogue import Scenario

CONTROLS_MAX = 5
LONGEST_S = 86_400.0

Parameters = Mapping[str, Sequence[str]]


class AddressError(ValueError):
    """An address that asks for something that is not there; `str()` says what, in words for a person."""


class Asked(msgspec.Struct, frozen=True):
    """`recipe` is None where any run of the scenario will do."""

    recipe: Recipe | None
    t: float
    controls: tuple[str, ...]

    def settings(self, scenario: Scenario) -> Settings:
        """In force at the beginning of the run."""
        return Settings(scenario.knobs if self.recipe is None else self.recipe.knobs)


def read(scenario: Scenario, parameters: Parameters, fresh_seed: int) -> Asked:
    """Raises AddressError. `fresh_seed` is for an address that asks for a certain run without naming a seed."""
    try:
        return Asked(_recipe(scenario, parameters, fresh_seed), _instant(parameters), _controls(scenario, parameters))
    except NotLegal as error:
        raise AddressError(
            f"This address asks for something that the playground does not have. {error.sentence}"
        ) from error
    except LinkError as error:
        raise AddressError(str(error)) from None


def settings_of(parameters: Parameters) -> dict[str, Value]:
    """Those that are given as `knob=value`; of several the last counts, as in a form. Raises KnobError."""
    given = {name: values[-1] for name, values in parameters.items() if "." in name}
    return {name: knob_named(name).parse(text) for name, text in given.items()}


def seed_of(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(SEED_MAX)) and int(text) <= SEED_MAX):
        raise AddressError(f"A seed is a whole number from 0 to {SEED_MAX}, not {shortened(text)}.")
    return int(text)


def _recipe(scenario: Scenario, parameters: Parameters, fresh_seed: int) -> Recipe | None:
    text = _last(parameters, "recipe")
    if text:
        return _shared(scenario, text)
    knobs = settings_of(parameters)
    more = tuple(map(faults.parse, parameters.get("fault", ())))
    seed = _last(parameters, "seed")
    if not (knobs or more or seed):
        return None
    recipe = scenario.recipe(seed_of(seed) if seed else fresh_seed)
    recipe = msgspec.structs.replace(recipe, knobs={**recipe.knobs, **knobs}, faults=merged(recipe.faults, more))
    conflicts.check(recipe)
    return recipe


def _shared(scenario: Scenario, text: str) -> Recipe:
    recipe = links.read(text)
    if recipe.scenario != scenario.slug:
        raise LinkError(f"This link holds a run of another scenario, “{recipe.scenario[:60]}”.")
    return recipe


def _instant(parameters: Parameters) -> float:
    text = _last(parameters, "t") or "0"
    try:
        t = float(text)
    except ValueError:
        t = -1.0
    if not 0 <= t <= LONGEST_S:
        raise AddressError(f"An instant is a number of seconds from 0 to {LONGEST_S:g}, not {shortened(text)}.")
    return t


def _controls(scenario: Scenario, parameters: Parameters) -> tuple[str, ...]:
    text = _last(parameters, "controls")
    if not text:
        return scenario.controls
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if len(names) > CONTROLS_MAX:
        raise AddressError(f"At most {CONTROLS_MAX} controls are put forward, not {len(names)}.")
    return tuple(knob_named(name).name for name in names)


def _last(parameters: Parameters, name: str) -> str:
    values = parameters.get(name)
    return values[-1].strip() if values else ""
