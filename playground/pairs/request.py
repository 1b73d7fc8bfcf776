"""From an address to a pair. Everything that is wrong is one sentence.

a, b        the two runs, as links hold them (links.py)
seeds       how many of each; 30 unless told otherwise
duration    how long customers come, in virtual seconds
"""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from playground import links
from playground.links import LinkError
from playground.pairs.pair import Pair
from playground.runs import Recipe
from playground.scenarios.catalogue import Scenario, ScenarioError, load
from playground.sweeps.request import FieldError, duration_of, whole

SEEDS = 30
SEEDS_MAX = 200


class PairError(ValueError):
    """An address that describes no comparison; `str()` says why."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    scenario: Scenario
    pair: Pair
    fields: dict[str, str]
    """What the address says, to be said again."""

    @property
    def query(self) -> str:
        return urlencode(self.fields)


def read(parameters: Mapping[str, str]) -> Asked:
    """Raises PairError."""
    a, b = (_recipe(arm, parameters.get(arm.lower(), "")) for arm in ("A", "B"))
    if a.scenario != b.scenario:
        raise PairError(
            f"A is a run of “{a.scenario[:60]}” and B one of “{b.scenario[:60]}”: they have too little in common."
        )
    try:
        scenario = load(a.scenario)
        pair = _pair(scenario, a, b, parameters)
    except (ScenarioError, FieldError) as error:
        raise PairError(f"{str(error)[:1].upper()}{str(error)[1:]}") from None
    if pair.a == pair.b:
        raise PairError(
            "A and B are the same run. Change something in one of them; then there is something to compare."
        )
    fields = {name: parameters[name] for name in ("a", "b", "seeds", "duration") if parameters.get(name)}
    return Asked(scenario=scenario, pair=pair, fields=fields)


def _recipe(arm: str, text: str) -> Recipe:
    if not text:
        raise PairError(f"There is no {arm} to compare. Open a scenario, keep it as A, and change something.")
    try:
        return links.read(text)
    except LinkError as error:
        raise PairError(f"{arm}: {error}") from None


def _pair(scenario: Scenario, a: Recipe, b: Recipe, parameters: Mapping[str, str]) -> Pair:
    text = parameters.get("duration", "")
    return Pair(
        a=msgspec.structs.replace(a, seed=1, ends_at=None),
        b=msgspec.structs.replace(b, seed=1, ends_at=None),
        seeds=whole("seeds", parameters.get("seeds") or str(SEEDS), SEEDS_MAX),
        duration_s=max(duration_of(text, scenario, recipe) for recipe in (a, b)),
    )
