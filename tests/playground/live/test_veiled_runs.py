"""What somebody is to find out must not be read off the wire. The shops here are the test's own."""

import json

import msgspec
import pytest

from playground import links
from playground.checkout import faults
from playground.live import veil
from playground.live.veil import Veil
from playground.runs import Change
from playground.scenarios.catalogue import load
from tests.playground.live.simulated import Table

MOST = {"retry.max_attempts": 10}
HIDDEN = ("response_lost", "lost answers", "payment.capacity", "capacity cut", "fault_struck", "fault_healed")


@pytest.fixture
def shop(monkeypatch):
    base = load("double-charge")
    ill = (
        faults.parse("payment.response_lost:probability=0.3,start=1,duration=8"),
        faults.parse("payment.capacity:factor=0.5,start=2,duration=3"),
    )
    scenario = type(base)(
        **{name: getattr(base, name) for name in base.__struct_fields__} | {"slug": "ward:one", "faults": ill}
    )
    found = Veil(scenario, frozenset({"retry.enabled", "retry.max_attempts", "idempotency.enabled"}), MOST)
    monkeypatch.setattr(veil, "_finders", [lambda slug: found if slug == "ward:one" else None])
    return found


@pytest.fixture
def opened(shop, table: Table) -> Table:
    assert table.open("ward:one")["type"] == "opened"
    return table


def everything(table: Table) -> str:
    said = [{name: value for name, value in message.items() if name != "_delivery"} for _, message in table.heard]
    return json.dumps(said, ensure_ascii=False)


def test_a_whole_run_names_no_fault_though_they_strike(opened):
    opened.say("speed", value=20)
    opened.say("play")
    opened.wait(1.0)
    opened.say("set", knobs={"retry.enabled": True})
    opened.say("seek", t=3.0)
    opened.say("compare", on=True)
    opened.say("fork", t=3.0)
    text = everything(opened)
    assert not [word for word in HIDDEN if word in text]
    for message in opened.all("frame", "snapshot", "opened", "changed"):
        assert message["faults"] == []
    assert opened.live("run-2").lane.run.recipe.faults
    assert opened.last("frame", "snapshot")["counters"]["offered"] > 0


def test_what_the_faults_do_is_seen_as_ever(opened):
    opened.say("speed", value=20)
    opened.say("play")
    opened.wait(0.5)
    lost = [flight for frame in opened.all("frame") for flight in frame["flights"] if flight[6] == "lost"]
    assert lost
    assert any("the answer was lost" in recent["text"] or recent["verdict"] == "ghost" for frame in opened.all("frame")
               for recent in frame["recent"])  # fmt: skip


def test_stepping_over_the_instant_of_a_fault_does_not_say_so(opened):
    words = []
    while opened.live().lane.now < 2.5:
        words.append(opened.say("step")["text"])
    assert words
    assert not any("fault" in each.lower() for each in words)


def test_the_recipe_that_a_page_keeps_holds_no_fault_and_is_rebuilt_with_them(opened, shop):
    opened.say("set", knobs={"retry.enabled": True})
    recipe = opened.last("changed")["recipe"]
    assert links.read(recipe).faults == ()
    again = Table()
    assert again.open("ward:one", recipe=recipe, t=4.0)["how"] == "rebuilt"
    run = again.live().lane.run
    assert run.recipe.faults == shop.scenario.faults
    assert run.settings["retry.enabled"] is True
    assert set(run.faults) == {"payment.response_lost", "payment.capacity"}
    again.close()


@pytest.mark.parametrize(
    "change",
    [
        {"faults": (faults.parse("payment.error"),)},
        {"knobs": {"traffic.rate": 1.0}},
        {"changes": (Change(at=1.0, knobs={"payment.workers": 99}),)},
        {"changes": (Change(at=1.0, heal=("payment.response_lost",)),)},
        {"ends_at": 5.0},
        {"changes": (Change(at=1.0, knobs={"retry.max_attempts": None}),)},
    ],
    ids=["faults", "knobs", "changed knobs", "healed", "ends", "beyond"],
)
def test_a_recipe_that_a_page_made_up_is_refused(shop, table, change):
    made_up = msgspec.structs.replace(shop.bare(shop.scenario.recipe(7)), **change)
    reply = table.open("ward:one", recipe=links.write(made_up))
    assert (reply["type"], reply["code"]) == ("error", "bad_recipe")


def test_only_the_controls_of_the_shop_turn(opened):
    reply = opened.say("set", knobs={"payment.workers": 50})
    assert (reply["code"], reply["knob"]) == ("knob", "payment.workers")
    assert opened.say("set", knobs={"idempotency.enabled": True})["type"] == "changed"


@pytest.mark.parametrize("value", [11, "unlimited", None])
def test_a_control_turns_only_as_far_as_the_shop_allows(opened, value):
    reply = opened.say("set", knobs={"retry.max_attempts": value})
    assert (reply["code"], reply["knob"]) == ("knob", "retry.max_attempts")
    assert "from 1 to 10, not" in reply["message"]
    assert opened.say("set", knobs={"retry.max_attempts": 10})["type"] == "changed"


def test_faults_are_neither_struck_nor_healed(opened):
    for kind, what in (("strike", {"service": "payment", "kind": "error"}), ("heal", "payment.response_lost")):
        reply = opened.say(kind, fault=what)
        assert reply["code"] == "fault"
        assert "payment" not in reply["message"]


def test_other_runs_tell_of_their_faults_as_ever(shop, table):
    assert table.open("double-charge")["faults"][0]["kind"] == "response_lost"


def test_the_gallery_does_not_know_it(shop):
    with pytest.raises(Exception, match="there is no scenario"):
        load("ward:one")
