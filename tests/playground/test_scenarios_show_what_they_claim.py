"""The lesson asserts nothing that the playground does not show: every claim of every scenario, over its seeds."""

from functools import cached_property

import pytest

from playground.experiments import claim_plans, holds
from playground.formulas import Formula
from playground.scenarios.catalogue import all_scenarios

SEEDS_MIN = 20
LONG_S = 300
"""Runs longer than this show that something lasts; they may have fewer seeds."""


class Claimed:
    def __init__(self, scenario, claim):
        self.scenario, self.claim = scenario, claim

    def __str__(self):
        return f"{self.scenario.slug} {self.claim.id}"

    @cached_property
    def plans(self):
        return claim_plans(self.scenario, self.claim)


CLAIMS = [Claimed(scenario, claim) for scenario in all_scenarios() for claim in scenario.claims]


@pytest.mark.parametrize("claimed", CLAIMS, ids=str)
def test_a_scenario_shows_what_it_claims(claimed, results):
    claim, formula = claimed.claim, Formula(claimed.claim.value)
    values = [formula(result.measures) for result in results.of(claimed.plans)]
    assert holds(claim, values), f"{claim.text} {claim.value} is not from {claim.low} to {claim.high}: {values}"


@pytest.mark.parametrize("claimed", CLAIMS, ids=str)
def test_a_claim_rests_on_enough_seeds(claimed):
    assert claimed.claim.seeds >= SEEDS_MIN or claimed.claim.duration_s > LONG_S


def test_every_scenario_but_the_sandbox_claims_something():
    assert [scenario.slug for scenario in all_scenarios() if not scenario.claims] == ["sandbox"]
