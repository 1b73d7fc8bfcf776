"""A sweep: one run with one or two of its knobs varied, over several seeds. Whoever has this value has every run.

The runs are in the order of the seeds, all combinations of the first seed before any of the second: so a picture that
is drawn while they come in fills evenly.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import product

import msgspec

from playground import conflicts
from playground.experiments import Plan
from playground.knob import Value
from playground.runs import Recipe, checked


class Axis(msgspec.Struct, frozen=True):
    """A knob and the values that it is given."""

    knob: str
    values: tuple[Value, ...]


class Sweep(msgspec.Struct, frozen=True, kw_only=True):
    """`base` is the run that is varied, its seed included: the sweep has seeds of its own."""

    base: Recipe
    axes: tuple[Axis, ...]
    seeds: int
    duration_s: float
    first_seed: int = 1

    @property
    def combinations(self) -> list[dict[str, Value]]:
        """The values of the varied knobs, those of the first axis changing first."""
        turned = list(reversed(self.axes))
        every = product(*(axis.values for axis in turned))
        return [dict(zip((axis.knob for axis in turned), values, strict=True)) for values in every]

    @property
    def total(self) -> int:
        count = self.seeds
        for axis in self.axes:
            count *= len(axis.values)
        return count

    @property
    def key(self) -> str:
        """A name for it: the same runs, the same name."""
        return "sweep " + sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    def plans(self) -> list[Plan]:
        """Raises KnobError, ValueError or ConflictError where a combination makes no sense."""
        combinations = [self._recipe(varied) for varied in self.combinations]
        return [
            Plan(recipe=msgspec.structs.replace(recipe, seed=seed), duration_s=self.duration_s)
            for seed in self._seeds
            for recipe in combinations
        ]

    def plan(self, place: int) -> Plan:
        """One of `plans`."""
        combinations = self.combinations
        seed = self._seeds[place // len(combinations)]
        recipe = self._recipe(combinations[place % len(combinations)])
        return Plan(recipe=msgspec.structs.replace(recipe, seed=seed), duration_s=self.duration_s)

    def places(self, combination: int) -> range:
        """Of the runs of one combination, seed by seed."""
        return range(combination, self.total, len(self.combinations))

    def seed(self, place: int) -> int:
        return self._seeds[place // len(self.combinations)]

    @property
    def _seeds(self) -> range:
        return range(self.first_seed, self.first_seed + self.seeds)

    def _recipe(self, varied: dict[str, Value]) -> Recipe:
        """Checked, which takes long enough not to do it for each seed again."""
        recipe = checked(
            msgspec.structs.replace(
                self.base, seed=self.first_seed, knobs={**self.base.knobs, **varied}, ends_at=self.duration_s
            )
        )
        conflicts.check(recipe)
        return recipe


def of_each(sweep: Sweep, answers: Sequence[object]) -> Iterator[list[object]]:
    """The answers of each combination, seed by seed."""
    for combination in range(len(sweep.combinations)):
        yield [answers[place] for place in sweep.places(combination)]
