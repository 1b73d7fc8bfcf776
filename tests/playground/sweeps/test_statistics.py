from random import Random

import pytest

from playground.sweeps.statistics import groups, median_interval, spread


def test_the_median_s_interval_is_that_of_the_tables():
    """Ranks for 95%, as printed in textbooks of order statistics."""
    ranks = {n: median_interval(list(range(1, n + 1))) for n in (5, 6, 8, 10, 20, 30)}
    assert ranks == {5: None, 6: (1, 6), 8: (1, 8), 10: (2, 9), 20: (6, 15), 30: (10, 21)}


def test_the_interval_holds_the_true_median_in_95_of_100_cases_however_skewed():
    random = Random(4)
    hits = 0
    for _ in range(1000):
        low, high = median_interval(sorted(random.expovariate(1) for _ in range(12)))
        hits += low <= 0.6931 <= high
    assert hits / 1000 == pytest.approx(0.961, abs=0.02), "1 − 2·P(at most 2 of 12 below)"


def test_runs_that_are_alike_are_one_group():
    random = Random(1)
    assert all(groups(sorted(random.gauss(100, 5) for _ in range(20))) is None for _ in range(200))
    assert all(groups(sorted(random.random() for _ in range(10))) is None for _ in range(200))


def test_two_kinds_of_runs_are_told_apart():
    assert groups([1, 2, 3, 270, 275, 280, 281]) == ((3, 2), (4, 277.5))


@pytest.mark.parametrize(
    "values",
    [
        [],
        [1.0],
        [0, 0, 0, 0, 0, 0],
        [0, 0, 280, 280],  # too few to speak of kinds
        [0, 1, 278, 279, 280, 281, 282, 283, 284, 285],  # two stragglers are no kind
        [0, 50, 100, 200, 250, 300],  # spread out
    ],
)
def test_no_groups_are_seen_where_there_are_none(values):
    assert groups(values) is None


def test_among_small_counts_a_gap_is_no_gap():
    counts = [0, 0, 0, 0, 1, 1, 1, 1]
    assert groups(counts, least=5) is None
    assert groups(counts, least=0) is not None


def test_a_spread_is_of_the_values_in_any_order():
    assert spread([3.0, 1.0, 2.0]).median == 2.0
    assert (spread([3.0, 1.0, 2.0]).low, spread([3.0, 1.0, 2.0]).high) == (1.0, 3.0)
