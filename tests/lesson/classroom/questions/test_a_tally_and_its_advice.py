"""Votes become counts, shares and the advice what to do next; every vote is in exactly one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.classroom.questions.tally import Round, advice, gain, moves, rounds_of

BALLOTS = st.dictionaries(st.integers(1, 60), st.integers(0, 3))


def ten(right):
    """A first vote of ten people with so many right; the others are spread."""
    return Round(1, (right, (10 - right) // 2, 10 - right - (10 - right) // 2))


@pytest.mark.parametrize(
    ("right", "says"),
    [(0, "explain"), (2, "explain"), (3, "discuss"), (5, "discuss"), (7, "discuss"), (8, "go on"), (10, "go on")],
)
def test_three_to_seven_in_ten_right_are_told_to_discuss(right, says):
    assert advice(ten(right), 0).next == says


def test_advice_names_the_share_it_rests_on():
    assert advice(ten(4), 0).text.startswith("40% are right")


def test_of_one_or_two_votes_no_advice_is_made():
    few = advice(Round(1, (2, 0, 0)), 0)
    assert (few.next, "fewer than three" in few.text) == ("wait", True)


def test_where_nothing_is_right_a_split_room_discusses_and_one_that_agrees_goes_on():
    assert advice(Round(1, (5, 5)), None).next == "discuss"
    assert advice(Round(1, (9, 1)), None).next == "go on"


def test_a_round_that_nobody_voted_in_has_no_share_and_no_leader():
    empty = Round(1, (0, 0))
    assert empty.share(0) is None
    assert empty.leaders == ()


def test_options_with_equally_many_votes_lead_together():
    assert Round(1, (3, 1, 3)).leaders == (0, 2)


def test_votes_are_filed_by_round_and_what_belongs_nowhere_is_left_out():
    first, second = rounds_of([(1, 0, 4), (2, 1, 5), (3, 0, 9), (1, 7, 9)], options=2, rounds=2)
    assert (first.counts, second.counts) == ((4, 0), (0, 5))


def test_the_gain_is_the_rise_in_the_share_that_is_right():
    assert gain([Round(1, (4, 6)), Round(2, (8, 2))], 0) == pytest.approx(0.4)
    assert gain([Round(1, (4, 6))], 0) is None


@given(BALLOTS, BALLOTS)
def test_whoever_voted_twice_made_exactly_one_move(first, second):
    assert sum(moves(first, second, right=1).values()) == len(first.keys() & second.keys())
