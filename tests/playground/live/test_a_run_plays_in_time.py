"""Virtual time follows real time × speed, stands still when nobody looks, and never leaps."""

import pytest


def test_a_run_that_is_opened_stands_still_until_it_is_played(table):
    assert table.open()["t"] == 0
    table.wait(1)
    assert table.all("frame") == []


@pytest.mark.parametrize("speed", [0.02, 1, 5, 20])
def test_virtual_time_is_real_time_times_speed(table, speed):
    table.open()
    table.say("speed", value=speed)
    table.say("play")
    table.wait(2)
    frame = table.last("frame")
    assert frame["t"] == pytest.approx(2 * speed, rel=0.06)
    assert frame["pace"] == 1.0


def test_a_playing_run_draws_ten_frames_a_second(table):
    table.open()
    table.say("play")
    table.wait(3)
    assert len(table.all("frame")) == pytest.approx(30, abs=2)


def test_frames_are_numbered_without_gaps(table):
    table.open()
    table.say("play")
    table.wait(2)
    table.say("pause")
    numbers = [message["seq"] for message in table.all("snapshot", "frame")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_pause_stops_it_and_play_goes_on_from_there(table):
    table.open()
    table.say("play")
    table.wait(1)
    paused_at = table.say("pause")["t"]
    table.wait(5)
    assert table.last("frame")["t"] == paused_at
    table.say("play")
    table.wait(1)
    assert table.last("frame")["t"] == pytest.approx(paused_at + 1, abs=0.15)


def test_after_a_long_absence_of_the_process_time_does_not_leap(table):
    table.open()
    table.say("play")
    table.wait(1)
    before = table.last("frame")["t"]
    table.now += 30
    table.settle()
    assert table.last("frame")["t"] - before < 0.5


def test_a_run_that_cannot_keep_up_says_how_far_it_falls_behind(table, monkeypatch):
    table.open()
    table.say("play")
    table.wait(0.5)
    lane = table.live().lane
    real = lane._slice

    def slow(target):
        events = real(min(target, lane.now + 0.05))
        table.now += 0.1
        return events

    monkeypatch.setattr(lane, "_slice", slow)
    table.wait(3)
    assert table.last("frame")["pace"] == pytest.approx(0.5, abs=0.15)


def test_nothing_is_simulated_while_nobody_watches(table):
    table.open()
    table.say("play")
    table.wait(1)
    left_at = table.live().lane.now
    table.simulation.leave(1)
    table.wait(5)
    assert table.live().lane.now == left_at


def test_who_comes_back_finds_the_run_at_the_same_instant_and_still_playing(table):
    run = table.open()["run"]
    table.say("play")
    table.wait(1)
    left_at = table.live().lane.now
    table.simulation.leave(1)
    table.wait(5)
    opened = table.open(viewer=2, run=run)
    assert (opened["how"], opened["t"], opened["playing"]) == ("resumed", left_at, True)
    table.wait(1)
    assert table.last("frame")["t"] == pytest.approx(left_at + 1, abs=0.15)


def test_two_viewers_of_one_run_see_the_same_frames(table):
    run = table.open()["run"]
    table.open(viewer=2, run=run)
    table.say("play", viewer=2)
    table.wait(0.5)
    frames = [message["_delivery"] for message in table.all("frame")]
    assert frames
    assert all(delivery.viewer is None and delivery.run == run for delivery in frames)


def test_a_run_ends_at_its_greatest_length(make_table):
    table = make_table(virtual_s=12.0)
    table.open()
    table.say("speed", value=20)
    table.say("play")
    table.wait(2)
    assert table.last("ended")["reason"] == "length"
    assert table.last("frame")["t"] == 12.0
    assert not table.last("frame")["playing"]
    assert table.say("play")["code"] == "ended"
    assert table.say("step")["code"] == "ended"
    assert table.say("set", knobs={"traffic.rate": 1})["code"] == "ended"


def test_an_ended_run_can_be_scrubbed_and_played_again(make_table):
    table = make_table(virtual_s=12.0)
    table.open()
    table.say("speed", value=20)
    table.say("play")
    table.wait(2)
    assert table.say("seek", t=5)["t"] == 5
    assert table.say("play")["type"] == "done"
    table.wait(0.2)
    assert table.last("frame")["t"] > 5


def test_a_run_ends_when_it_has_served_enough_customers(make_table):
    table = make_table(customers=200)
    table.open()
    table.say("speed", value=20)
    table.say("play")
    table.wait(2)
    assert table.last("ended")["reason"] == "customers"
    assert table.live().lane.run.measures.offered < 300


def test_a_run_ends_when_too_many_customers_wait(make_table):
    table = make_table(waiting=50)
    table.open()
    table.say("set", knobs={"traffic.patience_s": 600, "timeout.enabled": False})
    table.say("strike", fault={"service": "payment", "kind": "blackhole"})
    table.say("speed", value=20)
    table.say("play")
    table.wait(2)
    assert table.last("ended")["reason"] == "waiting"


def test_an_experiment_is_over_when_its_customers_have_been_and_nothing_moves(table):
    recipe = '{"scenario":"double-charge","seed":3,"knobs":{"traffic.rate":20},"ends_at":5}'
    table.open(recipe=recipe)
    table.say("speed", value=5)
    table.say("play")
    table.wait(5)
    assert table.last("ended")["reason"] == "over"
    assert table.last("frame")["t"] < 12
