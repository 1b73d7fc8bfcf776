"""What moves is sampled, never flooded: losses and retries first, and what was left out is counted."""

import re
from collections import Counter

import pytest

from playground.checkout import events as e
from playground.live.air import (
    ARRIVES,
    COLLECTED_MAX,
    FATE,
    FLIGHT_S,
    FLIGHTS_MAX,
    KIND,
    LOST_S,
    MARK_S,
    MARKS_MAX,
    ORDER,
    SOURCE,
    TARGET,
    Air,
)
from tests.site import ROOT


def take(air, *events):
    for event in events:
        air.handlers[type(event)](event)


def request(call, t=1.0, *, target="payment", attempt=1, hedge=0):
    return e.RequestSent(t, call, call, "checkout", target, "charge", attempt, hedge, 0, False, 0.005)


def answer(call, t=1.0, status=200):
    return e.ResponseSent(t, call, call, "payment", "checkout", status, 0.01, 0.01, 0.005)


def flights(*events):
    air = Air()
    take(air, *events)
    return air.cut()[0]


def test_a_request_flies_from_its_sender_to_its_service():
    assert flights(request(7)) == [[7, "checkout", "payment", "request", 1.0, 1.005, None, 7]]


def test_an_answer_flies_back():
    assert flights(answer(7)) == [[7, "payment", "checkout", "answer", 1.0, 1.005, None, 7]]


def test_kinds_are_told_apart():
    kinds = [
        flight[KIND]
        for flight in flights(request(1), request(2, attempt=2), request(3, hedge=1), answer(4, status=503))
    ]
    assert kinds == ["request", "retry", "hedge", "error"]


def test_a_lost_request_and_a_lost_answer_are_marked_as_lost():
    lost = flights(
        request(1),
        e.RequestLost(1.0, 1, 1, "payment", "request_lost"),
        request(2),
        answer(2),
        e.ResponseLost(1.0, 2, 2, "payment", 200, "response_lost"),
    )
    assert [(flight[SOURCE], flight[FATE]) for flight in lost] == [
        ("checkout", "lost"),
        ("checkout", None),
        ("payment", "lost"),
    ]


def test_a_duplicate_flies_beside_its_original():
    original, copy = flights(request(1), e.RequestDuplicated(1.0, 1, 1, "payment", 0.055))
    assert (original[KIND], copy[KIND], copy[ARRIVES]) == ("request", "duplicate", 1.055)


def crowd(count, start=0):
    return [request(start + n, t=n / count) for n in range(count)]


def test_a_crowd_is_sampled_and_the_rest_is_counted():
    air = Air()
    take(air, *crowd(300))
    drawn, hidden, _, _ = air.cut()
    assert len(drawn) == FLIGHTS_MAX
    assert hidden == 300 - FLIGHTS_MAX


def test_even_what_is_not_collected_is_counted():
    air = Air()
    take(air, *crowd(5000))
    drawn, hidden, _, _ = air.cut()
    assert len(drawn) + hidden == 5000
    assert len(air.flights) == 0


def test_a_storm_of_retries_does_not_grow_without_bound():
    air = Air()
    take(air, *(request(n, attempt=2) for n in range(50_000)))
    assert len(air.flights) <= 2 * COLLECTED_MAX
    drawn, hidden, _, _ = air.cut()
    assert len(drawn) + hidden == 50_000


def test_what_explains_something_comes_before_the_crowd():
    drawn = flights(*crowd(300), *(request(1000 + n, attempt=2) for n in range(10)))
    assert sum(flight[KIND] == "retry" for flight in drawn) == 10


def test_the_crowd_is_spread_over_the_edges_and_over_time():
    busy = crowd(300)
    quiet = [request(2000 + n, target="orders", t=n / 20) for n in range(20)]
    drawn = flights(*busy, *quiet)
    edges = Counter(flight[TARGET] for flight in drawn)
    assert edges["orders"] == 20
    assert edges["payment"] >= 30
    calls = [flight[ORDER] for flight in drawn if flight[TARGET] == "payment"]
    assert min(calls) < 20
    assert max(calls) > 280


def test_a_frame_takes_everything_with_it():
    air = Air()
    take(air, request(1))
    air.cut()
    assert air.cut() == ([], 0, [], 0)


def test_what_is_still_in_the_air_is_known_to_a_page_that_comes_later():
    air = Air()
    take(air, request(1, t=1.0), request(2, t=2.0))
    air.cut()
    flights, _ = air.in_sight(2.001, speed=0.02)
    assert [flight[ORDER] for flight in flights] == [2]


def test_a_page_that_comes_later_sees_what_the_others_still_see():
    air = Air()
    take(air, request(1, t=1.0), request(2, t=2.0), e.RequestLost(2.0, 2, 2, "payment", "partition"))
    take(air, e.CardCharged(1.0, 1, 1, 4200, 1), e.CardCharged(2.5, 2, 2, 4200, 1))
    air.cut()
    in_sight = {t: air.in_sight(t, speed=1) for t in (1.4, 1.5, 3.6, 3.7, 4.1)}
    orders = {t: ([flight[ORDER] for flight in flights], len(marks)) for t, (flights, marks) in in_sight.items()}
    assert orders == {1.4: ([1, 2], 2), 1.5: ([2], 2), 3.6: ([2], 2), 3.7: ([], 2), 4.1: ([], 1)}


def test_both_ends_know_how_long_something_is_shown():
    script = (ROOT / "static/playground/air.js").read_text()
    shown = {name: float(value) for name, value in re.findall(r"const (\w+) = ([\d.]+);", script)}
    assert shown["VISIBLE_S"] == FLIGHT_S
    assert shown["LOST_AT"] * shown["VISIBLE_S"] + shown["CROSS_S"] == pytest.approx(LOST_S)
    assert shown["VISIBLE_S"] + shown["MARK_S"] == pytest.approx(MARK_S)


def test_marks_say_what_happened_where():
    air = Air()
    take(
        air,
        e.CardCharged(1.0, 1, 1, 4200, 1),
        e.CardCharged(1.1, 2, 1, 4200, 2),
        e.AttemptTimedOut(1.2, 1, "checkout", "payment", 1),
        e.ServiceCrashed(1.3, "orders", 4),
    )
    assert air.cut()[2] == [
        (1.0, "payment", "charged", 1),
        (1.1, "payment", "charged_again", 1),
        (1.2, "payment", "timed_out", 1),
        (1.3, "orders", "crashed", 0),
    ]


def test_the_second_charge_is_not_lost_among_a_hundred_first_ones():
    air = Air()
    take(air, *(e.CardCharged(1.0, n, n, 4200, 1) for n in range(100)), e.CardCharged(1.1, 200, 5, 4200, 2))
    _, _, marks, hidden = air.cut()
    assert len(marks) == MARKS_MAX
    assert hidden == 101 - MARKS_MAX
    assert any(what == "charged_again" for _, _, what, _ in marks)
