"""The 95% interval of a mean over seeds is Student's; the quantiles are those of printed tables."""

from random import Random

import pytest

from playground.headless.intervals import estimate, half_width, student

TABLE = {
    1: 12.706,
    2: 4.303,
    3: 3.182,
    4: 2.776,
    5: 2.571,
    7: 2.365,
    9: 2.262,
    19: 2.093,
    29: 2.045,
    99: 1.984,
    999: 1.962,
}


@pytest.mark.parametrize("freedom", TABLE)
def test_the_quantile_is_the_tables(freedom):
    assert student(freedom) == pytest.approx(TABLE[freedom], abs=1.5e-3)


def test_one_value_has_no_interval():
    assert estimate([3.0]) == (3.0, None)


def test_equal_values_have_an_interval_of_nothing():
    assert estimate([2.0, 2.0, 2.0]) == (2.0, 0.0)


def test_nineteen_intervals_in_twenty_hold_the_true_mean():
    random = Random(7)
    samples = [[random.gauss(5, 2) for _ in range(6)] for _ in range(4000)]
    hits = sum(abs(sum(sample) / 6 - 5) <= half_width(sample) for sample in samples)
    assert hits / 4000 == pytest.approx(0.95, abs=0.012)
