"""Who gets a run: kept ones are taken up, lost ones are rebuilt, and a full process says so."""

import pytest

from playground import links
from playground.live.host import new_name, new_seed
from playground.live.protocol import Open
from playground.live.shared import Origin
from playground.runs import Run
from playground.scenarios.catalogue import load


def test_a_kept_run_is_taken_up_by_its_name(table):
    run = table.open()["run"]
    table.simulation.leave(1)
    assert table.open(viewer=2, run=run)["how"] == "resumed"


def test_a_lost_run_is_rebuilt_to_the_byte(table):
    table.open(seed=5)
    table.say("set", knobs={"retry.enabled": True})
    table.say("speed", value=20)
    table.say("play")
    table.wait(1)
    t = table.say("pause")["t"]
    recipe = table.say("set", knobs={"idempotency.enabled": True})["recipe"]
    fingerprint = table.live().lane.run.fingerprint
    table.simulation.leave(1)
    opened = table.open(viewer=2, run="gone", recipe=recipe, t=t)
    assert (opened["how"], opened["t"], opened["end"]) == ("rebuilt", t, t)
    assert opened["knobs"]["idempotency.enabled"] is True
    assert table.last("snapshot")["fingerprint"] == fingerprint


def test_a_rebuilt_run_keeps_the_future_that_its_recipe_holds(table):
    table.open(seed=5)
    table.say("speed", value=20)
    table.say("play")
    table.wait(0.5)
    table.say("pause")
    changed = table.say("set", knobs={"traffic.rate": 5})
    opened = table.open(viewer=2, recipe=changed["recipe"], t=1)
    assert opened["end"] == changed["t"]
    assert opened["knobs"]["traffic.rate"] == 40


def test_a_recipe_in_plain_json_is_a_recipe_too(table):
    opened = table.open(recipe='{"scenario":"double-charge","seed":3,"knobs":{"traffic.rate":9}}')
    assert (opened["seed"], opened["knobs"]["traffic.rate"]) == (3, 9)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("1.12345678.AAAA", "check sum"),
        ("nonsense", "not a whole link"),
        ("9.12345678.AAAA", "another version"),
        ('{"scenario":"double-charge","seed":3,"knobs":{"retry.wobble":9}}', "retry.wobble"),
        ('{"scenario":"double-charge","seed":-3}', "seed"),
        ('{"scenario":"sandbox","seed":3}', "another scenario"),
    ],
)
def test_a_recipe_that_is_none_is_refused_in_words(table, recipe, words):
    refusal = table.open(recipe=recipe)
    assert refusal["code"] == "bad_recipe"
    assert words in refusal["message"]
    assert table.simulation.entries == {}


def test_a_rebuild_beyond_the_greatest_length_is_refused(table):
    recipe = links.write(load("double-charge").recipe(3))
    assert table.open(recipe=recipe, t=80_000)["code"] == "beyond_end"


def test_an_unknown_scenario_is_refused_with_those_there_are(table):
    refusal = table.open("quadruple-charge")
    assert refusal["code"] == "unknown_scenario"
    assert "double-charge" in refusal["message"]


def test_after_a_refusal_the_same_socket_may_open_something_else(table):
    table.open("quadruple-charge")
    assert table.open()["type"] == "opened"


def test_a_name_of_another_scenario_opens_nothing_of_it(table):
    run = table.open()["run"]
    assert table.open("sandbox", viewer=2, run=run)["how"] == "fresh"


def test_names_are_secrets_and_seeds_are_short():
    assert len({new_name() for _ in range(100)}) == 100
    assert len(new_name()) >= 22  # 128 bits in base 64
    assert all(0 <= new_seed() < 1_000_000 for _ in range(100))


def test_a_full_process_refuses_new_runs_and_closes_the_socket(make_table):
    table = make_table(runs=2)
    table.open(viewer=1)
    table.open(viewer=2)
    refusal = table.open(viewer=3)
    assert refusal["code"] == "full"
    assert refusal["_delivery"].close == 4503


def test_a_place_is_free_again_once_somebody_leaves(make_table):
    table = make_table(runs=1)
    table.open(viewer=1)
    table.simulation.leave(1)
    assert table.open(viewer=2)["type"] == "opened"


def test_kept_runs_give_way_the_longest_left_first(make_table):
    table = make_table(runs_kept=2)
    for viewer in (1, 2):
        table.open(viewer=viewer)
        table.now += 1
        table.simulation.leave(viewer)
    table.open(viewer=3)
    assert set(table.simulation.entries) == {"run-2", "run-3"}


def test_a_run_is_kept_for_a_while_after_its_last_viewer_has_left(make_table):
    table = make_table(kept_s=60)
    table.open()
    table.simulation.leave(1)
    table.wait(50, step=1)
    assert table.simulation.entries
    table.wait(20, step=1)
    assert table.simulation.entries == {}


def test_one_address_begins_only_so_many_runs_in_a_short_time(make_table):
    table = make_table(openings=3, openings_per_s=1)
    for viewer in range(1, 5):
        table.simulation.arrive(viewer, "192.0.2.7")
    replies = [table.open(viewer=viewer) for viewer in range(1, 5)]
    assert [reply["type"] for reply in replies] == ["opened"] * 3 + ["error"]
    assert replies[-1]["_delivery"].close == 4429
    table.now += 1
    table.simulation.arrive(5, "192.0.2.7")
    assert table.open(viewer=5)["type"] == "opened"


def test_another_address_is_not_held_to_account_for_it(make_table):
    table = make_table(openings=1, openings_per_s=0.01)
    for viewer in (1, 2):
        table.simulation.arrive(viewer, f"192.0.2.{viewer}")
        assert table.open(viewer=viewer)["type"] == "opened"


def test_a_busy_process_refuses_new_runs(table):
    table.open()
    table.simulation.load = 0.95
    assert table.open(viewer=2)["code"] == "full"


def test_a_rebuild_that_nobody_waits_for_any_more_stands_still(table):
    with Run(load("double-charge").recipe(3)) as run:
        recipe = links.write(run.recipe)
    table.simulation.perform(1, Open(id="o", scenario="double-charge", recipe=recipe, t=600.0))
    table.simulation.turn()
    reached = table.live().lane.now
    table.simulation.leave(1)
    table.settle()
    assert table.live().lane.now == reached


def test_one_address_cannot_take_all_places(make_table):
    table = make_table(runs=10, runs_source=2)
    for viewer, owner in enumerate(["192.0.2.1"] * 3 + ["192.0.2.2"], start=1):
        table.simulation.arrive(viewer, owner)
    assert [table.open(viewer=viewer)["type"] for viewer in (1, 2)] == ["opened", "opened"]
    refusal = table.open(viewer=3)
    assert (refusal["code"], "your address" in refusal["message"]) == ("full", True)
    assert table.open(viewer=4)["type"] == "opened"


def test_rooms_have_places_of_their_own(make_table):
    table = make_table(runs=1, rooms=1)
    table.open(viewer=1)
    recipe = load("sandbox").recipe(1)
    table.simulation.attend(2, "a", Origin("room:1", recipe))
    table.simulation.attend(3, "b", Origin("room:2", recipe))
    table.settle()
    assert [message["type"] for to, message in table.heard if to == 2] == ["opened", "snapshot"]
    assert [message["code"] for to, message in table.heard if to == 3] == ["full"]
