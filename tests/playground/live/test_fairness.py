"""One run that asks for more than there is slows down; the others, and the commands, do not."""

import pytest

from playground.live.simulation import WEIGHT_MAX


@pytest.fixture
def costly(table, monkeypatch):
    """A table at which every slice of viewer 1's run takes 4 ms and moves it by no more than 10 ms."""
    table.open("sandbox", viewer=1)
    table.open("sandbox", viewer=2)
    lane = table.live("run-1").lane
    real = lane._slice

    def slow(target):
        table.now += 0.004
        return real(min(target, lane.now + 0.010))

    monkeypatch.setattr(lane, "_slice", slow)
    for viewer in (1, 2):
        table.say("speed", viewer=viewer, value=20)
        table.say("play", viewer=viewer)
    return table


def test_the_other_run_keeps_its_pace(costly):
    costly.wait(3)
    frames = {run: [m for m in costly.all("frame") if m["_delivery"].run == run][-1] for run in ("run-1", "run-2")}
    assert frames["run-1"]["pace"] < 0.3
    assert frames["run-2"]["pace"] > 0.95


def test_the_slow_run_still_draws(costly):
    costly.heard.clear()
    costly.wait(3)
    drawn = [m for m in costly.all("frame") if m["_delivery"].run == "run-1"]
    assert len(drawn) > 20


def test_one_greedy_run_does_not_make_the_process_look_full(costly):
    costly.wait(4)
    assert costly.simulation.load <= WEIGHT_MAX + 0.01
    assert costly.open("sandbox", viewer=3)["type"] == "opened"


def test_a_defect_in_one_run_ends_that_run_alone(table, monkeypatch, caplog):
    table.open(viewer=1)
    table.open(viewer=2)
    monkeypatch.setattr(table.live("run-1").lane.run, "advance", lambda until: 1 / 0)
    for viewer in (1, 2):
        table.say("play", viewer=viewer)
    table.wait(0.5)
    assert table.last("ended")["reason"] == "defect"
    assert set(table.simulation.entries) == {"run-2"}
    assert table.last("frame")["_delivery"].run == "run-2"
    assert "ZeroDivisionError" in caplog.text


def test_closing_leaves_no_run_behind(table):
    for viewer in (1, 2, 3):
        table.open(viewer=viewer)
        table.say("play", viewer=viewer)
    table.wait(1)
    table.simulation.close()
    assert table.simulation.entries == {}
