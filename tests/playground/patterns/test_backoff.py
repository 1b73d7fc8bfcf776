"""The pauses of Brooker, "Exponential Backoff and Jitter" (AWS, 2015), as formulas with bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.patterns.backoff import Backoff

RETRIES = st.integers(1, 200)
CHANCES = st.floats(0, 1, exclude_max=True)
BASE, CAP = 0.1, 20.0


def exponential(retry):
    return min(CAP, BASE * 2 ** (retry - 1))


@pytest.mark.parametrize(("retry", "delay"), [(1, 0.1), (2, 0.2), (3, 0.4), (8, 12.8), (9, 20.0), (10_000, 20.0)])
def test_exponential_doubles_up_to_the_longest_delay(retry, delay):
    assert Backoff(jitter="none").delay(retry, 0.0, 0.5) == pytest.approx(delay)


@given(RETRIES, CHANCES)
def test_full_jitter_is_anything_up_to_the_pause(retry, chance):
    assert Backoff(jitter="full").delay(retry, 0.0, chance) == pytest.approx(exponential(retry) * chance)


@given(RETRIES, CHANCES)
def test_equal_jitter_keeps_half_the_pause(retry, chance):
    delay = Backoff(jitter="equal").delay(retry, 0.0, chance)
    assert delay == pytest.approx(exponential(retry) / 2 * (1 + chance))
    assert exponential(retry) / 2 <= delay <= exponential(retry)


@given(RETRIES, st.floats(BASE, CAP), CHANCES)
def test_decorrelated_jitter_lies_between_the_base_and_three_times_the_last_pause(retry, previous, chance):
    delay = Backoff(jitter="decorrelated").delay(retry, previous, chance)
    assert delay == pytest.approx(min(CAP, BASE + (3 * previous - BASE) * chance))
    assert BASE <= delay <= min(CAP, 3 * previous)


def test_the_first_decorrelated_pause_is_up_to_three_times_the_base():
    backoff = Backoff(jitter="decorrelated")
    assert backoff.delay(1, 0.0, 0.0) == pytest.approx(BASE)
    assert backoff.delay(1, 0.0, 1 - 1e-12) == pytest.approx(3 * BASE)


@given(RETRIES, st.floats(0, 100), CHANCES, st.sampled_from(["none", "full", "equal", "decorrelated"]))
def test_no_pause_is_negative_or_longer_than_the_longest(retry, previous, chance, jitter):
    assert 0 <= Backoff(jitter=jitter, longest_delay=5.0).delay(retry, previous, chance) <= 5.0


@given(RETRIES, CHANCES, st.sampled_from(["none", "full", "equal", "decorrelated"]))
def test_no_growth_means_no_pause(retry, chance, jitter):
    assert Backoff("none", jitter=jitter).delay(retry, 0.0, chance) == 0


def test_constant_pauses_stay_the_same():
    assert {Backoff("constant", jitter="none").delay(retry, 0.0, 0.0) for retry in range(1, 50)} == {0.1}


@pytest.mark.parametrize(
    ("jitter", "share"), [("none", 1.0), ("full", 0.5), ("equal", 0.75)], ids=["none", "full", "equal"]
)
def test_the_mean_pause_is_that_share_of_the_growth(jitter, share):
    backoff, n = Backoff(jitter=jitter), 10_000
    mean = sum(backoff.delay(4, 0.0, (i + 0.5) / n) for i in range(n)) / n
    assert mean == pytest.approx(exponential(4) * share)
