"""What the sandbox says under “Try this” happens when one does it: its own controls, its own strikes."""

import pytest

from playground.experiments import plan, run_one
from playground.scenarios.catalogue import load

SANDBOX = load("sandbox")
TRIED = {each.title: each.knobs for each in SANDBOX.experiments}
STRIKES = {strike.label: strike.fault for strike in SANDBOX.strikes}
SEEDS = (1, 2, 3)
SECONDS = 24.0


def tried(title, strike, seed, **other):
    """Struck at second 2."""
    knobs = {**TRIED[title], **{name.replace("__", "."): value for name, value in other.items()}}
    fault = STRIKES[strike].starting(2.0)
    return run_one(plan(SANDBOX, seed, SECONDS, knobs=knobs, faults=[fault])).measures


@pytest.mark.parametrize("seed", SEEDS)
def test_asking_again_without_a_key_confirms_nearly_everybody_and_charges_some_twice(seed):
    measures = tried("Lose answers, and ask again", "Lose payment answers", seed)
    assert measures["told_confirmed"] / measures["offered"] > 0.98
    lost_the_first_answer = 0.2 * sum(measures["series"]["offered"][2:22])
    assert measures["charged_twice_at_some_time"] == pytest.approx(lost_the_first_answer, rel=0.3)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_a_key_nobody_is_charged_twice_and_a_few_are_charged_and_told_failed(seed):
    measures = tried("The same, with a key", "Lose payment answers", seed)
    assert measures["charged_twice_at_some_time"] == 0
    assert 0 < measures["ghost_charges"] < 20


@pytest.mark.parametrize("seed", SEEDS)
def test_frozen_inventory_stops_those_who_only_look_unless_there_are_bulkheads(seed):
    def browsed(**knobs):
        return sum(tried("Freeze inventory", "Freeze inventory", seed, **knobs)["series"]["browse_ok"][4:7])

    assert browsed(bulkhead__enabled=False) == 0
    assert browsed() > 15
