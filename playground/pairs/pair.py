"""A pair: two runs of one scenario, A and B, compared seed by seed under the same customers and the same luck."""

from hashlib import sha256

import msgspec

from playground import conflicts
from playground.checkout import faults
from playground.experiments import Plan
from playground.knobs import KNOBS, Settings
from playground.runs import Change, Recipe, checked

ARMS = ("A", "B")


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """The seeds of the two recipes do not matter: the pair has seeds of its own."""

    a: Recipe
    b: Recipe
    seeds: int
    duration_s: float
    first_seed: int = 1

    @property
    def key(self) -> str:
        return "pair " + sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    def plans(self) -> list[Plan]:
        """A and B with the first seed, then with the second: whatever is done so far is whole pairs but one."""
        arms = [self._checked(recipe) for recipe in (self.a, self.b)]
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        return [self._plan(recipe, seed) for seed in seeds for recipe in arms]

    def recipe(self, arm: str, seed: int) -> Recipe:
        """One of the runs."""
        return self._plan(self._checked(self.a if arm == "A" else self.b), seed).recipe

    def _checked(self, recipe: Recipe) -> Recipe:
        whole = checked(msgspec.structs.replace(recipe, seed=self.first_seed, ends_at=self.duration_s))
        conflicts.check(whole)
        return whole

    def _plan(self, recipe: Recipe, seed: int) -> Plan:
        return Plan(recipe=msgspec.structs.replace(recipe, seed=seed), duration_s=self.duration_s)


def differences(a: Recipe, b: Recipe) -> list[str]:
    """What B does otherwise than A, in words."""
    before, after = Settings(a.knobs), Settings(b.knobs)
    turned = [
        f"{knob.label}: {knob.show(before[name])} → {knob.show(after[name])}"
        for name, knob in KNOBS.items()
        if before[name] != after[name]
    ]
    struck = [f"Fault {faults.write(fault)}" for fault in b.faults if fault not in a.faults]
    spared = [f"Without the fault {faults.write(fault)}" for fault in a.faults if fault not in b.faults]
    later = [_change(change) for change in b.changes if change not in a.changes]
    undone = [f"Not: {_change(change)}" for change in a.changes if change not in b.changes]
    return turned + struck + spared + later + undone


def _change(change: Change) -> str:
    what = [f"{KNOBS[name].label} {KNOBS[name].show(value)}" for name, value in change.knobs.items()]
    what += [f"fault {faults.write(fault)}" for fault in change.strike]
    what += [f"{name} heals" for name in change.heal]
    return f"At {change.at:g} s: {', '.join(what)}"
