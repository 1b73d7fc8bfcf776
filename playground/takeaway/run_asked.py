"""Which run an address asks about: a recipe, or a scenario with settings; and the instant."""

import msgspec

from playground import addresses, links
from playground.addresses import AddressError, Parameters
from playground.knobs import Settings
from playground.links import LinkError
from playground.runs import Recipe
from playground.scenarios.catalogue import Scenario, ScenarioError, load

SEED = 1
"""For a run whose seed does not matter, or was not given."""


class RunAsked(msgspec.Struct, frozen=True):
    """`t` is None where no instant was named."""

    scenario: Scenario
    recipe: Recipe
    t: float | None

    @property
    def settings(self) -> Settings:
        """In force at that instant; without one, after the last change."""
        changes = self.recipe.changes if self.t is None else self.recipe.until(self.t).changes
        knobs = dict(self.recipe.knobs)
        for change in changes:
            knobs |= change.knobs
        return Settings(knobs)

    @property
    def query(self) -> str:
        """The same again, for links to other pages."""
        at = "" if self.t is None else f"&t={self.t!r}"
        return f"recipe={links.write(self.recipe)}{at}"


def run_asked(parameters: Parameters, slug: str | None = None) -> RunAsked | None:
    """None where the address names no run at all. Raises AddressError."""
    scenario = _scenario(parameters, slug)
    if scenario is None:
        return None
    asked = addresses.read(scenario, parameters, SEED)
    recipe = scenario.recipe(SEED) if asked.recipe is None else asked.recipe
    return RunAsked(scenario, recipe, asked.t if given(parameters, "t") else None)


def given(parameters: Parameters, name: str) -> str:
    values = parameters.get(name)
    return values[-1].strip() if values else ""


def _scenario(parameters: Parameters, slug: str | None) -> Scenario | None:
    text = given(parameters, "recipe")
    try:
        if slug is None and text:
            slug = links.read(text).scenario
        slug = slug or given(parameters, "scenario")
        return load(slug) if slug else None
    except (LinkError, ScenarioError) as error:
        raise AddressError(str(error)) from None
