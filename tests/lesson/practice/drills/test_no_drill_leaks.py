"""The live shop of every drill: nothing on the wire and nothing on the page before the end names what is hidden."""

import json

import pytest

from lesson.practice.drills import grading, stage
from lesson.practice.drills.schema import ARMS
from playground import links
from playground.checkout import faults
from playground.checkout.faults import KINDS
from tests.lesson.practice.drills.conftest import DRILLS
from tests.playground.live.simulated import Table

ALSO_A_MESSAGE = {"error"}
"""An error that comes back is seen by whoever looks, and called so."""


@pytest.mark.parametrize("arm", ARMS, ids=lambda arm: arm.name)
@pytest.mark.parametrize("slug", DRILLS)
def test_the_wire_does_not_name_the_fault(slug, arm):
    table = Table()
    name = stage.name_of("fault-tolerance", slug, arm)
    opened = table.open(name)
    assert opened["type"] == "opened"
    table.say("speed", value=20)
    table.say("play")
    table.wait(1.5)
    table.say("pause")
    said = [{key: value for key, value in message.items() if key != "_delivery"} for _, message in table.heard]
    text = json.dumps(said, ensure_ascii=False)
    for fault in table.live().lane.run.recipe.faults:
        assert fault.name not in text
        assert fault.kind in ALSO_A_MESSAGE or f'"{fault.kind}"' not in text
        assert f"{KINDS[fault.kind].label} at " not in text
    assert links.read(opened["recipe"]).faults == ()
    table.close()


def test_each_day_of_each_drill_is_a_shop_of_its_own():
    for slug, drill in DRILLS.items():
        for arm in ARMS:
            veil = stage.find(stage.name_of("fault-tolerance", slug, arm))
            assert veil is stage.find(stage.name_of("fault-tolerance", slug, arm))
            assert veil.scenario.faults == grading.plan_of(drill, arm, 1, {}).recipe.faults
            assert veil.controls == set(drill.controls)


NONE = [
    "drill",
    "drill:",
    "drill:x:y:found",
    "drill:fault-tolerance:x:found",
    "drill:fault-tolerance:charged-twice:martian",
    "drill:a:b:c:d",
    "double-charge",
]


@pytest.mark.parametrize("name", NONE)
def test_a_name_that_is_none_is_none(name):
    assert stage.find(name) is None


def test_every_fault_of_every_drill_can_be_told_of_in_words():
    for drill in DRILLS.values():
        for text in (*drill.shop.faults, *drill.variation.faults):
            assert faults.parse(text).kind in KINDS
