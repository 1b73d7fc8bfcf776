"""The headline is the consequence: one number from the measures, and words that fit it."""

import re

import msgspec
import pytest

from playground.headline import RULES, headline
from playground.measures import Measures
from playground.runs import Run
from playground.scenarios.catalogue import all_scenarios, load

TONES = {"double", "bad", "good", "neutral"}


def after(slug, seconds, **knobs):
    scenario = load(slug)
    settings = {name.replace("__", "."): value for name, value in knobs.items()}
    recipe = scenario.recipe(3)
    recipe = msgspec.structs.replace(recipe, knobs=recipe.knobs | settings)
    with Run(recipe) as run:
        run.skip(seconds)
        return headline(scenario.headline, run.measures), run.measures


@pytest.mark.parametrize("scenario", all_scenarios(), ids=lambda scenario: scenario.slug)
def test_every_scenario_has_a_headline_at_every_instant(scenario):
    with Run(scenario.recipe(3)) as run:
        for t in (0, 0.2, 1, 3, 15):
            run.skip(t)
            line = headline(scenario.headline, run.measures)
            assert line.words
            assert line.tone in TONES


@pytest.mark.parametrize("rule", RULES)
def test_before_the_first_customer_nothing_is_claimed(rule):
    assert headline(rule, Measures()).words == "customers so far"


def test_doubles_are_counted_and_what_they_were_told():
    line, measures = after("double-charge", 30, retry__enabled=True)
    assert line.number == f"{measures.counters()['charged_twice_or_more']:,}"
    assert re.fullmatch(r"of 1,\d{3} · \d+ were told “confirmed”", line.detail)
    assert line.tone == "double"


def test_without_doubles_the_ghosts_are_not_hidden():
    line, measures = after("double-charge", 30)
    assert line.number == "0"
    assert f"{measures.counters()['ghost_charges']} charged, and not told so" in line.detail
    assert line.tone == "neutral"


def test_with_a_key_and_reconciliation_all_is_well():
    knobs = {"retry__enabled": True, "idempotency__enabled": True}
    line, _ = after("double-charge", 5, **knobs)
    assert (line.number, line.tone) == ("0", "good")


def test_one_customer_is_a_customer():
    line, measures = after("crash-mid-checkout", 12)
    count = measures.counters()["paid_without_order"]
    assert line.words.startswith("customer paid" if count == 1 else "customers paid")


def test_the_storm_is_told_by_what_still_gets_through():
    before, _ = after("retry-storm", 9)
    later, _ = after("retry-storm", 35)
    assert before.tone == "good"
    assert (later.number, later.tone) == ("0", "bad")


def test_frozen_browsing_is_bad_news_and_a_bulkhead_is_good():
    frozen, _ = after("shared-pool", 25)
    saved, _ = after("shared-pool", 25, bulkhead__enabled=True)
    assert (frozen.tone, saved.tone) == ("bad", "good")


def test_a_breaker_makes_failures_fast():
    slow, _ = after("circuit-breaker", 25)
    fast, _ = after("circuit-breaker", 25, breaker__enabled=True)
    assert slow.number == "1.0 s"
    assert fast.number.endswith(" ms")


def test_the_tail_is_a_share():
    line, _ = after("tail-at-scale", 20)
    assert 50 <= int(line.number.removesuffix("%")) <= 75
