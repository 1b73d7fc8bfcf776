"""A formula's names and seconds can be checked against the measures without running anything."""

import pytest

from playground.formulas import Formula, FormulaError
from playground.measures import Measures
from playground.scenarios.catalogue import all_scenarios

KNOWN = Measures().summary()


@pytest.mark.parametrize(
    "text",
    [
        "offered",
        "(charges - offered) / offered",
        "latency_s.p99 * 1000",
        "services.payment.wait_s.mean",
        "belief_truth.failed.charged_no_order / offered",
        "mean(series.goodput)",
        "sum(series.attempts_on.payment, 10, 20) / max(series.offered, 0, 60)",
    ],
)
def test_what_is_measured_may_be_named(text):
    Formula(text).check_against(KNOWN)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nonsense", "there is no measure nonsense"),
        ("offered / nonsense", "there is no measure nonsense"),
        ("services.bakery.calls", "there is no measure services.bakery.calls"),
        ("latency_s", "latency_s is not a number"),
        ("series.offered", "series.offered is not a number"),
        ("mean(offered)", "offered is not a series"),
        ("mean(series)", "series is not a series"),
        ("mean(1)", "'1' is not a series"),
        ("mean(series.offered / 2)", "is not a series"),
        ("mean(mean(series.offered))", "is not a series"),
    ],
)
def test_what_is_not_is_refused_by_name(text, told):
    with pytest.raises(FormulaError, match=told.replace("(", r"\(").replace(")", r"\)")):
        Formula(text).check_against(KNOWN)


@pytest.mark.parametrize(
    ("text", "reaches"),
    [("offered", 0), ("mean(series.offered)", 0), ("sum(series.offered, 5, 20) - max(series.failed, 30, 40)", 40)],
)
def test_the_last_second_it_asks_for_is_known(text, reaches):
    assert Formula(text).reaches_s == reaches


def test_every_claim_names_measures_that_there_are():
    for scenario in all_scenarios():
        for claim in scenario.claims:
            Formula(claim.value).check_against(KNOWN)
            assert Formula(claim.value).reaches_s <= claim.duration_s
