"""The table: 80 columns where nothing else is known, a mean and its interval over seeds, a row for each combination."""

import re
from functools import cache
from statistics import mean, stdev

import pytest

from tests.playground.command_line import printed, results

SHORT = ("double-charge", "--duration", "10")
SEVERAL = (*SHORT, "--set", "retry.enabled=on", "--seeds", "5")
VARIED = (*SHORT, "--vary", "retry.enabled=on,off", "--vary", "idempotency.enabled=on,off", "--seeds", "2")
WORDS = {
    "one run": SHORT,
    "several seeds": SEVERAL,
    "varied": VARIED,
    "varied a lot": (*VARIED, "--vary", "recommendations.slow_spread_ms=1,2"),
    "changed on the way": (*SHORT, "--at", "5:recommendations.slow_spread_ms=3", "--set", "checkout.calls=payment"),
    "formulas": (*SEVERAL, "--show", "mean(series.goodput, 2, 9) / mean(series.offered, 2, 9)"),
    "knobs": ("--list-knobs",),
    "scenarios": ("--list-scenarios",),
}


@pytest.fixture(scope="module")
def table():
    """What is printed where there is no terminal; each command is run once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield cache(printed)


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
def test_it_fits_into_80_columns(table, words):
    assert max(map(len, table(*words).splitlines())) <= 80


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
def test_nothing_is_cut_off(table, words):
    assert "…" not in table(*words)


def line(text, first):
    (found,) = [each for each in text.splitlines() if each.split()[:1] == [first]]
    return found


def test_one_run_shows_its_numbers(table):
    (run,) = results(*SHORT)
    assert line(table(*SHORT), "offered").split() == ["offered", str(run["measures"]["offered"])]


def test_several_seeds_show_the_mean_its_interval_and_the_extremes(table):
    values = [run["measures"]["charges"] for run in results(*SEVERAL)]
    half = 2.776 * stdev(values) / 5**0.5
    shown = line(table(*SEVERAL), "charges")
    mean_shown, half_shown, low, high = map(float, re.findall(r"[\d.]+", shown))
    assert mean_shown == pytest.approx(mean(values), rel=1e-3)
    assert half_shown == pytest.approx(half, rel=0.05)
    assert (low, high) == (min(values), max(values))


def test_each_combination_has_its_row(table):
    text = table(*VARIED)
    first_cells = [tuple(each.split()[:2]) for each in text.splitlines()]
    assert [cells for cells in first_cells if set(cells) <= {"on", "off"} and cells] == [
        ("on", "on"), ("on", "off"), ("off", "on"), ("off", "off")]  # fmt: skip


def test_a_comparison_drops_first_what_is_the_same_in_every_run(table):
    text = table(*VARIED)
    assert "ghost_" in text
    assert "shed" not in text


def test_the_heading_says_what_differs_from_the_scenario(table):
    text = table(*SEVERAL, "--at", "5:traffic.rate=10", "--fault", "payment.error:start=2,probability=0.5")
    assert line(text, "with").split(maxsplit=1)[1] == "retry.enabled on"
    assert "payment.error:probability=0.5,start=2" in text
    assert line(text, "at").split(maxsplit=3)[3] == "traffic.rate 10/s"


def test_what_has_no_value_in_any_run_is_a_dash(table):
    assert line(table(*SHORT), "browse_success_share").split() == ["browse_success_share", "–"]
