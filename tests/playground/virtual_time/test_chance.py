"""Chance: fair, independent between streams, and keyed: a draw depends on who asks and never on who asked before."""

from math import exp, sqrt
from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.virtual_time.chance import GOLDEN, MASK, Stream, combine, mix

N = 100_000
CHI_SQUARE_99 = 134.64
"""The 99th percentile of chi-square with 99 degrees of freedom."""


@pytest.fixture(scope="module", params=[0, 1, 2**53 - 1], ids=["seed 0", "seed 1", "last seed"])
def stream(request):
    return Stream(request.param, "payment/service_time")


def chi_square(draws, cells=100):
    counts = [0] * cells
    for draw in draws:
        counts[int(draw * cells)] += 1
    expected = len(draws) / cells
    return sum((count - expected) ** 2 for count in counts) / expected


def correlation(xs, ys):
    x, y = fmean(xs), fmean(ys)
    covariance = fmean((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return covariance / (pstdev(xs) * pstdev(ys))


IDENTITIES = {
    "customers in order": lambda i: i,
    "browse visits": lambda i: -i,
    "second attempts": lambda i: combine(combine(combine(i, 0), 2), 0),
    "shards of one order": lambda i: combine(7, i),
    "far apart": lambda i: i << 40,
}


@pytest.mark.parametrize("identity", IDENTITIES.values(), ids=IDENTITIES.keys())
def test_uniform_draws_are_uniform(stream, identity):
    draws = [stream.uniform(identity(i)) for i in range(1, N + 1)]
    assert min(draws) >= 0
    assert max(draws) < 1
    assert chi_square(draws) < CHI_SQUARE_99


def test_neighbours_have_nothing_to_do_with_each_other(stream):
    draws = [stream.uniform(i) for i in range(N)]
    for distance in (1, 2, 10):
        assert abs(correlation(draws[:-distance], draws[distance:])) < 4 / sqrt(N)


@pytest.mark.parametrize(
    ("seed", "name"), [(1, "payment/slow"), (1, "orders/service_time"), (2, "payment/service_time")]
)
def test_streams_of_another_name_or_seed_are_independent(seed, name):
    one, other = Stream(1, "payment/service_time"), Stream(seed, name)
    ours, theirs = ([each.uniform(i) for i in range(N)] for each in (one, other))
    assert abs(correlation(ours, theirs)) < 4 / sqrt(N)


def test_the_attempts_of_a_call_have_luck_of_their_own():
    stream = Stream(1, "payment/response_lost")
    first = [stream.uniform(i) for i in range(N)]
    second = [stream.uniform(combine(combine(combine(i, 0), 2), 0)) for i in range(N)]
    third = [stream.uniform(combine(combine(combine(i, 0), 3), 0)) for i in range(N)]
    assert abs(correlation(first, second)) < 4 / sqrt(N)
    assert abs(correlation(second, third)) < 4 / sqrt(N)


@given(st.lists(st.integers(-(2**70), 2**70), min_size=1, max_size=30))
def test_a_draw_does_not_depend_on_who_asked_before(identities):
    fresh = [Stream(5, "luck").uniform(identity) for identity in identities]
    used = Stream(5, "luck")
    assert [used.uniform(identity) for identity in reversed(identities)] == fresh[::-1]


def test_draws_are_the_same_on_every_machine():
    """Written down once: whoever changes the mixing changes every seed that was ever shared."""
    stream = Stream(42, "golden")
    assert [stream.uniform(i) for i in (0, 1, -1, 2**64 - 1)] == [
        0.7832957955646792,
        0.511483490209409,
        0.656864833040585,
        0.656864833040585,
    ]


def test_identities_of_the_parts_of_a_call_do_not_meet():
    seen = {
        combine(combine(combine(order, shard), attempt), hedge)
        for order in range(1, 40)
        for shard in range(6)
        for attempt in range(1, 6)
        for hedge in range(4)
    }
    assert len(seen) == 39 * 6 * 5 * 4


def test_mixing_is_that_of_splitmix64():
    """The reference sequence of SplitMix64 from the seed 1234567, as published with the algorithm."""
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert [mix(1234567 + step * GOLDEN & MASK) for step in (1, 2, 3, 4)] == published


@given(st.integers(0, MASK), st.integers(0, MASK))
def test_mixing_keeps_different_numbers_apart(one, other):
    assert (mix(one) == mix(other)) == (one == other)


def test_something_of_probability_p_happens_in_that_share_of_cases(stream):
    for probability in (0.001, 0.1, 0.5, 0.99):
        share = sum(stream.happens(i, probability) for i in range(N)) / N
        assert share == pytest.approx(probability, abs=4 * sqrt(probability * (1 - probability) / N))


def test_never_and_always_are_exact(stream):
    assert not any(stream.happens(i, 0.0) for i in range(1000))
    assert all(stream.happens(i, 1.0) for i in range(1000))


def test_who_is_struck_at_a_low_probability_is_struck_at_a_higher_one_too(stream):
    struck = [i for i in range(10_000) if stream.happens(i, 0.05)]
    assert all(stream.happens(i, 0.2) for i in struck)


def test_exponential_has_the_mean_deviation_and_tail_of_an_exponential(stream):
    draws = [stream.exponential(i, 0.04) for i in range(N)]
    assert fmean(draws) == pytest.approx(0.04, rel=0.02)
    assert pstdev(draws) == pytest.approx(0.04, rel=0.03)
    assert sum(draw > 0.12 for draw in draws) / N == pytest.approx(exp(-3), rel=0.06)
    assert min(draws) >= 0


def test_normal_has_its_mean_and_deviation(stream):
    draws = [stream.normal(i, 0.1, 0.01) for i in range(N)]
    assert fmean(draws) == pytest.approx(0.1, rel=0.002)
    assert pstdev(draws) == pytest.approx(0.01, rel=0.02)
    assert sum(abs(draw - 0.1) < 0.01 for draw in draws) / N == pytest.approx(0.6827, abs=0.006)


def test_normal_is_folded_at_zero(stream):
    draws = [stream.normal(i, 0.0, 1.0) for i in range(20_000)]
    assert min(draws) >= 0
    assert fmean(draws) == pytest.approx(sqrt(2 / 3.141592653589793), rel=0.02)


def test_without_deviation_normal_is_constant(stream):
    assert {stream.normal(i, 0.25, 0.0) for i in range(100)} == {0.25}


@given(st.integers(0, 10**9), st.sampled_from([1e-3, 0.04, 1.0, 30.0]))
def test_durations_are_whole_nanoseconds(identity, mean):
    stream = Stream(3, "grid")
    for drawn in (stream.exponential(identity, mean), stream.normal(identity, mean, mean / 5)):
        assert drawn == round(drawn * 1e9) / 1e9
