from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.jobs.job import Failure
from playground.scenarios.catalogue import load
from playground.sweeps import chart, grid
from playground.sweeps.numbers import change, estimated, shown
from playground.sweeps.outcomes import OUTCOMES, Reading
from playground.sweeps.report import report
from playground.sweeps.request import read

COUNT, SHARE, SECONDS = OUTCOMES["doubles"], OUTCOMES["browse"], OUTCOMES["p99"]


def sweep_of(**fields):
    return read(load("double-charge"), {name: [text] for name, text in fields.items()}).sweep


def reading(value, measure="doubles"):
    return Reading("f" * 64, dict.fromkeys(OUTCOMES) | {measure: value})


@given(st.lists(st.floats(0, 264), min_size=1, max_size=200), st.floats(8, 26))
def test_dots_stay_within_their_column_and_do_not_move_between_drawings(ys, half):
    places = chart.swarm(ys, half)
    assert places == chart.swarm(ys, half)
    assert max(map(abs, places)) <= half + 0.01


@given(st.lists(st.just(100.0), min_size=2, max_size=7))
def test_dots_that_would_cover_each_other_stand_beside_each_other(ys):
    places = sorted(chart.swarm(ys, 26))
    assert all(later - earlier > 6.9 for earlier, later in pairwise(places))
    assert sum(places) == pytest.approx(0, abs=0.01)


@given(st.floats(0, 1e9), st.sampled_from([COUNT, SHARE, SECONDS]))
def test_an_axis_reaches_from_nought_past_the_highest_value_in_few_round_steps(highest, outcome):
    top = chart.top_of(outcome, [highest])
    ticks = chart.ticks(outcome, top)
    assert ticks[0] == 0
    assert ticks[-1] == pytest.approx(top)
    assert top >= highest * (1 - 1e-9)
    assert 2 <= len(ticks) <= 8


def test_of_what_is_counted_there_are_no_halves():
    assert chart.ticks(COUNT, chart.top_of(COUNT, [1])) == [0, 1]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["1", "2", "3"], 1),
        (["2", "5", "10", "20", "unlimited"], 1),
        (["exponential", "decorrelated", "constant", "bimodal"], 2),
        (["decorrelated"] * 6, 3),
    ],
)
def test_long_labels_take_turns(labels, rows):
    assert chart.label_rows(labels) == rows


@pytest.mark.parametrize(
    ("outcome", "value", "words"),
    [
        (COUNT, 391.0, "391"), (COUNT, 12345.0, "12,345"), (COUNT, None, "–"), (SHARE, 0.0981, "9.81%"),
        (SHARE, 1.0, "100%"), (SECONDS, 1.234, "1.23 s"), (SECONDS, 0.0421, "42.1 ms"), (SECONDS, 0.0, "0 s"),
        (OUTCOMES["goodput"], 276.4, "276 /s"), (OUTCOMES["amplification"], 2.104, "2.1×"),
    ],
)  # fmt: skip
def test_numbers_wear_their_units(outcome, value, words):
    assert shown(outcome, value) == words


@pytest.mark.parametrize(
    ("outcome", "mean", "half", "words", "difference"),
    [
        (COUNT, 31.04, 6.2, "31.0 ± 6.2", "+31.0, between +24.8 and +37.2"),
        (COUNT, -12.0, None, "-12", "−12"),
        (COUNT, 0.0, 0.0, "0", "0"),
        (SHARE, 0.0981, 0.0024, "9.81 ± 0.24%", "+9.81, between +9.57 and +10.05 points"),
        (SECONDS, -0.056, 0.018, "-56 ± 18 ms", "−56, between −74 and −38 ms"),
        (SECONDS, 1.2, 0.141, "1.20 ± 0.14 s", "+1.20, between +1.06 and +1.34 s"),
    ],
)
def test_a_mean_is_said_as_exactly_as_its_interval_allows(outcome, mean, half, words, difference):
    assert estimated(outcome, mean, half) == words
    assert change(outcome, mean, half) == difference


def test_every_run_is_a_dot_of_its_own_column():
    sweep = sweep_of(x="retry.max_attempts", xs="1..3", y="idempotency.enabled", seeds="7")
    made = report(sweep, [reading(float(place)) for place in range(sweep.total)], "doubles")
    assert [panel.title for panel in made.panels] == ["Idempotency key: off", "Idempotency key: on"]
    places = [[{dot.place for dot in column.dots} for column in panel.columns] for panel in made.panels]
    assert places == [[set(sweep.places(number)) for number in combinations] for combinations in ((0, 1, 2), (3, 4, 5))]
    assert [row.labels for row in made.rows][:2] == [("1", "off"), ("2", "off")]


def test_higher_values_are_drawn_higher_and_the_median_between_them():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", seeds="6")
    made = report(sweep, [reading(float(place)) for place in range(12)], "doubles")
    column = made.panels[0].columns[0]
    heights = [dot.y for dot in column.dots]
    assert heights == sorted(heights, reverse=True)
    assert min(heights) < column.median < max(heights)
    upper, height = column.band
    assert (upper, upper + height) == pytest.approx((min(heights), max(heights)))


def test_medians_are_joined_where_the_values_are_numbers():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", seeds="1")
    assert report(sweep, [reading(1.0)] * 2, "doubles").panels[0].lines
    sweep = sweep_of(x="payment.queue", xs="fifo,lifo", seeds="1")
    assert not report(sweep, [reading(1.0)] * 2, "doubles").panels[0].lines


def test_runs_that_are_not_done_or_have_no_value_or_did_not_end_are_no_dots():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", seeds="2")
    made = report(sweep, [reading(5.0), reading(None), Failure("It broke."), None], "doubles")
    assert [len(column.dots) for column in made.panels[0].columns] == [1, 0]
    assert [[single.shown for single in row.singles] for row in made.rows] == [["5", "did not end"], ["–"]]
    assert made.failures == ("It broke.",)


def test_the_sentence_says_how_far_the_medians_go():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2,3", seeds="1")
    said = report(sweep, [reading(value) for value in (0.0, 79.0, 79.0)], "doubles").sentence
    assert said == (
        "Customers charged twice or more, in the median: from 0 with max attempts 1 to 79 with max attempts 2."
    )


def test_with_two_knobs_it_says_so_for_each_value_of_the_second():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", y="idempotency.enabled", seeds="1")
    said = report(sweep, [reading(value) for value in (0.0, 79.0, 0.0, 0.0)], "doubles").sentence
    assert said.endswith("0 to 79 with idempotency key off; 0 throughout with idempotency key on.")


def test_where_runs_fall_into_two_groups_it_says_that_instead():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", seeds="8")
    values = [280.0 if seed < 5 and number == 1 else 1.0 for seed in range(8) for number in range(2)]
    made = report(sweep, [reading(value) for value in values], "doubles")
    assert made.sentence == (
        "With max attempts 2 the runs fall into two groups, 3 near 1, 5 near 280: no one number stands for both."
    )
    assert [bool(row.groups) for row in made.rows] == [False, True]


def test_two_knobs_make_a_grid_with_the_median_in_every_cell_and_every_run_beneath_it():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2,3", y="idempotency.enabled", seeds="2")
    values = [0.0, 40.0, 80.0, 0.0, 0.0, 0.0, 0.0, 42.0, 120.0, 0.0, 0.0, 0.0]  # seed by seed
    made = report(sweep, [reading(value) for value in values], "doubles")
    keyless, keyed = made.grid.lines
    assert made.grid.heads == ("1", "2", "3")
    assert (keyless.label, keyed.label) == ("off", "on")
    assert [cell.shown for cell in keyless.cells] == ["0", "41", "100"]
    assert [cell.shade for cell in keyless.cells] == [0, 1, 4]  # of an axis that ends at 150
    assert [cell.shade for cell in keyed.cells] == [0, 0, 0]
    places = {dot.place for line in made.grid.lines for cell in line.cells for dot in cell.dots}
    assert places == set(range(12))
    assert [dot.title for dot in keyless.cells[2].dots] == ["seed 1: 80", "seed 2: 120"]


def test_the_steps_of_shade_are_said_in_words_and_leave_nothing_out():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", y="idempotency.enabled", seeds="1")
    words = [shade.words for shade in report(sweep, [reading(60.0)] * 4, "doubles").grid.shades]
    assert words == ["0 to 10", "10 to 20", "20 to 30", "30 to 40", "40 to 50", "50 to 60"]


@given(st.floats(0, 1), st.floats(1e-6, 1e9))
def test_a_higher_median_is_never_shaded_lighter(share, top):
    assert 0 <= grid.shade_of(share * top, top) <= grid.SHADES - 1
    assert grid.shade_of(share * top / 2, top) <= grid.shade_of(share * top, top)


def test_a_cell_without_a_value_has_no_shade_and_one_of_two_groups_names_both():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", y="idempotency.enabled", seeds="8")
    split = [280.0 if number == 1 and seed < 5 else 1.0 for seed in range(8) for number in range(4)]
    line = report(sweep, [reading(value) for value in split], "doubles").grid.lines[0]
    assert [cell.groups for cell in line.cells] == ["", "3 near 1, 5 near 280"]
    nothing = report(sweep, [None] * 32, "doubles").grid.lines[0].cells[0]
    assert (nothing.shown, nothing.shade, nothing.dots) == ("–", None, ())


def test_one_knob_makes_no_grid():
    sweep = sweep_of(x="retry.max_attempts", xs="1,2", seeds="1")
    assert report(sweep, [reading(1.0)] * 2, "doubles").grid is None
