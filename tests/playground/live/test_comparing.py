"""A is what the run was, B is what it becomes: side by side, at the same instant, under the same luck."""

from tests.playground.live.test_time_travel import played


def compared(table):
    table.open(seed=5)
    table.say("set", knobs={"retry.enabled": True})
    table.say("speed", value=10)
    table.say("play")
    table.wait(1)
    table.say("pause")
    table.say("compare", on=True)


def test_as_long_as_nothing_is_changed_both_are_the_same(table):
    compared(table)
    table.say("play")
    table.wait(1)
    frame = table.last("frame")
    assert frame["rival"]["counters"] == frame["counters"]
    assert frame["rival"]["matrix"] == frame["matrix"]


def test_only_b_is_changed(table):
    compared(table)
    table.say("set", knobs={"idempotency.enabled": True})
    table.say("play")
    table.wait(2)
    live = table.live()
    assert live.rival.now == live.lane.now
    assert live.rival.run.measures.offered == live.lane.run.measures.offered  # the same customers
    frame = table.last("frame")
    assert frame["rival"]["counters"]["charged_twice_or_more"] > frame["counters"]["charged_twice_or_more"] > 0


def test_the_comparison_begins_with_all_that_a_has_been(table):
    compared(table)
    snapshot = table.last("snapshot")
    assert snapshot["rival"]["series"] == snapshot["series"] != []


def test_both_go_back_together(table):
    compared(table)
    table.say("seek", t=4)
    live = table.live()
    assert live.rival.now == live.lane.now == 4
    assert len(table.last("snapshot")["rival"]["series"]) == 4


def test_a_step_moves_both(table):
    compared(table)
    table.say("step")
    assert table.live().rival.now == table.live().lane.now


def test_the_comparison_ends_when_it_is_told_to(table):
    compared(table)
    table.say("compare", on=False)
    assert table.last("snapshot")["rival"] is None


def test_a_keeps_the_future_it_had_when_b_is_changed_in_the_past(table):
    played(table)
    table.say("seek", t=2)
    table.say("compare", on=True)
    table.say("set", knobs={"traffic.rate": 1})
    assert len(table.live().rival.run.recipe.changes) == 3
    assert len(table.live().lane.run.recipe.changes) == 1
