"""The live shop of every drill: nothing on the wire and nothing on the page before the end names what is hidden."""

import json
from html import unescape

import pytest
from django.test import Client

from lesson.practice.drills import grading, stage
from lesson.practice.drills.fault_words import fault_words
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


@pytest.mark.parametrize("slug", ["the-outage-that-stayed", "browse-freezes"])
def test_no_note_says_that_a_fault_is_over_though_the_shop_recovers_or_does_not(slug):
    """“Healed 10 s ago, and still down” would be the diagnosis."""
    table = Table()
    table.open(stage.name_of("fault-tolerance", slug))
    table.say("speed", value=20)
    table.say("play")
    table.wait(2.6)
    notes = [note["text"] for frame in table.all("frame") for note in frame["notes"]]
    assert any("collapsed" in note for note in notes)
    assert not [note for note in notes if "heal" in note.lower() or "fault" in note.lower() or "cause" in note.lower()]
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


# --- the pages --------------------------------------------------------------------------------------------------------


def secrets_of(drill):
    """What nobody may read before it is over."""
    for cause in drill.causes:
        yield cause.because
    for repair in drill.repairs:
        yield repair.because
    yield from (drill.variation.about, drill.hints[1], drill.hints[2], drill.solution.strip()[:60])
    yield from (goal.missed for goal in drill.goals)
    yield from (reason.text for goal in drill.goals for reason in goal.reasons)
    yield from fault_words(drill)
    for text in (*drill.shop.faults, *drill.variation.faults):
        fault = faults.parse(text)
        yield from (fault.name, text, f"{KINDS[fault.kind].label}, from")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", DRILLS)
def test_the_page_tells_none_of_it_before_the_end(slug):
    page = unescape(Client().get(f"/practice/fault-tolerance/drills/{slug}/").text)
    for secret in secrets_of(DRILLS[slug]):
        assert secret not in page
    assert DRILLS[slug].misconception not in page
    assert DRILLS[slug].read not in page, "which passage it is about would tell"


MECHANISMS = {
    "answers", "breaker", "bulkhead", "deadline", "key", "keys", "lost", "pool", "queue", "retries", "retry", "shard",
    "slow", "timeout", "timeouts", "workers",
}  # fmt: skip


@pytest.mark.parametrize("slug", DRILLS)
def test_its_address_does_not_name_the_cause(slug):
    assert not MECHANISMS & set(slug.split("-"))


ADDRESSES = [
    "/playground/{name}/", "/playground/{name}/embed/", "/playground/{name}/experiment/", "/playground/{name}/order/1/",
    "/playground/{name}/code/", "/playground/{name}/sweep/", "/playground/{name}/export/trace/",
]  # fmt: skip
WITH_RECIPE = [
    "/playground/sandbox/?recipe={recipe}", "/playground/sandbox/embed/?recipe={recipe}",
    "/playground/sandbox/order/1/?recipe={recipe}&t=5", "/playground/compare/?a={recipe}&b={recipe}",
]  # fmt: skip


@pytest.mark.django_db
def test_the_rest_of_the_playground_does_not_know_the_shop(client):
    name = stage.name_of("fault-tolerance", "charged-twice")
    recipe = stage.link_to(name, 7, {})
    for address in (*ADDRESSES, *WITH_RECIPE):
        answer = client.get(address.format(name=name, recipe=recipe))
        assert answer.status_code in (400, 404), address
        assert "response_lost" not in answer.text
        assert "lost answers" not in answer.text


def test_a_link_to_a_run_of_it_holds_no_fault():
    for slug in DRILLS:
        for arm in ARMS:
            recipe = links.read(stage.link_to(stage.name_of("fault-tolerance", slug, arm), 7, {}))
            assert (recipe.faults, recipe.changes) == ((), ())


def test_the_story_of_an_order_names_effects_and_no_fault():
    table = Table()
    table.open(stage.name_of("fault-tolerance", "charged-twice"))
    table.say("speed", value=20)
    table.say("play")
    table.wait(1)
    told = [table.say("order", order=order) for order in range(1, 100)]
    text = json.dumps([{key: value for key, value in each.items() if key != "_delivery"} for each in told])
    assert "ResponseLost" in text
    assert "response_lost" not in text
    assert "probability" not in text
    table.close()


def test_no_sentence_about_a_checkout_is_a_diagnosis():
    table = Table()
    table.open(stage.name_of("fault-tolerance", "charged-twice"))
    table.say("speed", value=20)
    table.say("play")
    table.wait(1)
    sentences = [recent["text"] for frame in table.all("frame") for recent in frame.get("recent", [])]
    story = [table.say("order", order=order).get("text", "") for order in range(1, 100)]
    assert any("charged twice" in text for text in sentences)
    assert any("charged twice" in text for text in story)
    assert not [text for text in (*sentences, *story) if "carried no key" in text or "answer was lost" in text]
    table.close()


def test_a_replay_keeps_the_repair_that_is_tried_out():
    table = Table()
    found = table.open(stage.name_of("fault-tolerance", "charged-twice"))
    assert found["knobs"]["idempotency.enabled"] is False
    table.say("play")
    table.wait(0.5)
    table.say("set", knobs={"idempotency.enabled": True})
    again = table.say("reset")
    assert (again["t"], again["knobs"]["idempotency.enabled"]) == (0, True)
    assert links.read(again["recipe"]).knobs["idempotency.enabled"] is True
    table.close()


@pytest.mark.parametrize("guess", ["variation", "", "0" * 16])
def test_the_hidden_day_has_a_name_that_cannot_be_guessed(guess):
    table = Table()
    opened = table.say("open", scenario=f"drill:fault-tolerance:charged-twice:{guess}")
    assert (opened["type"], opened["code"]) == ("error", "unknown_scenario")
    table.close()
