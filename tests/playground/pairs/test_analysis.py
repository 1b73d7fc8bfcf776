from math import sqrt

import pytest

from playground.jobs.job import Failure
from playground.pairs.analysis import findings
from playground.pairs.strip import strip
from playground.sweeps.outcomes import OUTCOMES, Reading


def reading(**values):
    return Reading(
        "f" * 64, dict.fromkeys(OUTCOMES) | {name.replace("_", "-"): value for name, value in values.items()}
    )


def pairs(a, b, measure="doubles"):
    """Answers in the order of the runs: A and B of the first seed, of the second, …"""
    return [reading(**{measure: value}) for couple in zip(a, b, strict=True) for value in couple]


def found(answers, measure="doubles"):
    return next(finding for finding in findings(answers, 1, "doubles") if finding.outcome.id == measure)


def test_the_interval_is_the_paired_t_of_the_textbook():
    """Ten patients, two drugs: the sleep that Student (1908) compared. Mean difference 1.58, 95% from 0.70 to 2.46."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    mean, half = found(pairs(first, second)).difference
    assert mean == pytest.approx(1.58)
    assert (mean - half, mean + half) == pytest.approx((0.7001, 2.4599), abs=2e-4)


def test_pairing_tells_apart_what_two_separate_means_cannot():
    luck = [100.0 * number for number in range(10)]
    finding = found(pairs(luck, [value - 3 - number % 2 for number, value in enumerate(luck)]))
    assert abs(finding.a[0] - finding.b[0]) < finding.a[1]
    assert finding.clear
    assert finding.lower == 10


def test_what_is_the_same_in_every_pair_is_no_difference():
    finding = found(pairs([5.0, 6.0, 7.0], [5.0, 6.0, 7.0]))
    assert finding.same
    assert not finding.clear
    assert finding.counted == "the same in all 3 pairs"


def test_a_difference_that_never_varies_is_clear_though_its_interval_has_no_width():
    finding = found(pairs([31.0] * 5, [0.0] * 5))
    assert finding.difference == (-31.0, 0.0)
    assert finding.clear
    assert (finding.headline, finding.change, finding.counted) == ("31 → 0", "−31", "lower in 5 of 5")


def test_one_pair_is_no_evidence():
    finding = found(pairs([31.0], [0.0]))
    assert finding.difference == (-31.0, None)
    assert not finding.clear


def test_it_is_said_as_people_say_it():
    a = [31.0 + 6 * sqrt(30) / 2.045 * (1 if number % 2 else -1) for number in range(30)]
    finding = found(pairs(a, [0.0] * 30))
    assert finding.headline == "31.0 ± 6.1 → 0"
    assert finding.change.startswith("−31.0, between −37.1 and −24.9")


def test_two_kinds_of_pairs_are_named():
    finding = found(pairs([280.0] * 8, [280.0, 279.0, 281.0, 280.0, 1.0, 1.0, 0.0, 3.0]))
    assert finding.split == "two kinds of pairs: 4 near −279, 4 near 0"


def test_only_whole_pairs_with_a_value_in_both_arms_count():
    answers = [
        *pairs([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]),
        reading(doubles=9.0),
        Failure("It broke."),
        reading(doubles=7.0),
        None,
    ]
    answers[1] = reading(doubles=None)
    assert [(couple.seed, couple.a, couple.b) for couple in found(answers).couples] == [(2, 2.0, 5.0), (3, 3.0, 6.0)]


def test_the_scenario_s_own_measure_comes_first_then_what_differs():
    answers = []
    for seed in range(6):
        noise = seed % 2
        answers += [
            reading(doubles=0.0, p99=1.0 + noise, goodput=40.0, ghosts=5.0),
            reading(doubles=0.0, p99=2.0 - noise, goodput=30.0, ghosts=5.0),
        ]
    assert [finding.outcome.id for finding in findings(answers, 1, "doubles")] == [
        "doubles",
        "goodput",
        "p99",
        "ghosts",
    ]


def test_nothing_done_yet_finds_nothing():
    assert findings([None] * 6, 1, "doubles") == []


def position(text):
    return float(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("a", "b", "ends"),
    [
        ([59.0, 61.0], [0.0, 0.0], ("0", "80")),
        ([664.0, 671.0], [665.0, 668.0], ("664", "672")),
        ([5.0], [5.0], ("5", "6")),
    ],
)
def test_every_pair_is_drawn_between_round_numbers(a, b, ends):
    drawn = strip(found(pairs(a, b)))
    assert tuple(tick.label for tick in drawn.ticks) == ends
    assert len(drawn.lines) == len(a)
    for line in drawn.lines:
        assert position(drawn.ticks[0].x) <= position(line.x1) <= position(drawn.ticks[1].x)
        assert position(drawn.ticks[0].x) <= position(line.x2) <= position(drawn.ticks[1].x)
    assert position(drawn.lines[0].x1) - position(drawn.lines[0].x2) == pytest.approx(
        (position(drawn.ticks[1].x) - position(drawn.ticks[0].x)) * (a[0] - b[0]) / (float(ends[1]) - float(ends[0])),
        abs=0.02,
    )
