"""Published figures, reproduced by running our own model. Little's law is in laws/."""

from functools import cached_property

import pytest

from playground.published.catalogue import every_check, mean_of, measured, published, values_of

NAMES = {result.name(check) for result, check in every_check()}


class Case:
    """One figure of one result."""

    def __init__(self, result, check):
        self.result, self.check = result, check

    def __str__(self):
        return self.result.name(self.check)

    @cached_property
    def plans(self):
        return self.result.plans_of(self.check)


CASES = [Case(result, check) for result, check in every_check()]


def marks(case):
    why = case.check.not_reproduced
    return [pytest.mark.xfail(reason=" ".join(why.split()), strict=True)] if why else []


@pytest.mark.parametrize("case", [pytest.param(case, marks=marks(case), id=str(case)) for case in CASES])
def test_our_model_reproduces(case, results):
    values = values_of(case.check, results.of(case.plans))
    said = f"expected {case.check.expected} ± {case.check.margin:g}, got {values} for {case.result.setting}"
    assert case.check.holds(values), said


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_page_states_what_the_runs_give(case, results):
    assert measured()[str(case)] == mean_of(values_of(case.check, results.of(case.plans)))


def test_every_figure_is_recorded_and_none_that_is_not_asked_for():
    assert set(measured()) == NAMES
    assert len(NAMES) == len(CASES)


@pytest.mark.parametrize("result", published(), ids=lambda result: result.id)
def test_every_figure_has_a_source_and_a_setting(result):
    assert result.source
    assert result.setting
    assert result.checks


def test_the_page_shows_every_figure_beside_ours_and_says_which_is_not_reproduced(client):
    text = client.get("/playground/published/").content.decode()
    assert text.count('<th scope="row">') == len(CASES)
    assert text.count("Not reproduced:") == sum(bool(case.check.not_reproduced) for case in CASES) == 1
