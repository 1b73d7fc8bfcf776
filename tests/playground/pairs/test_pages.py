"""Comparisons, by a client that knows no JavaScript and by one that asks as htmx does, with real workers."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from playground import links
from playground.experiments import Plan, run_one
from playground.pairs.request import read
from playground.scenarios.catalogue import load
from playground.sweeps import outcomes

pytestmark = pytest.mark.django_db

PAGE = "/playground/compare/"
HTMX = {"HX-Request": "true"}


def run_of(slug="misordered-timeouts", seed=9, **knobs):
    recipe = load(slug).recipe(seed)
    changed = {name.replace("__", "."): value for name, value in knobs.items()}
    return links.write(type(recipe)(scenario=slug, seed=seed, knobs={**recipe.knobs, **changed}, faults=recipe.faults))


FIELDS = {"a": run_of(), "b": run_of(gateway__attempt_s=8.0), "seeds": "4", "duration": "12"}
LONG = {**FIELDS, "seeds": "200", "duration": "600"}


@pytest.fixture
def compare(client, finish):
    """The comparison, once all its runs are over."""

    def run(**fields):
        finish(client.post(PAGE, {**FIELDS, **fields}, follow=True))
        return client.get(PAGE, {**FIELDS, **fields})

    return run


def test_looking_starts_nothing_and_says_what_it_would_cost(client, open_office):
    office = open_office()
    response = client.get(PAGE, FIELDS)
    assert "Compare over 4 seeds" in response.text
    assert "8 runs of 12 s" in response.text
    assert "Gateway timeout: 3 s → 8 s" in response.text
    assert office.runner.pids() == []
    assert "hx-trigger" not in response.text


def test_thirty_seeds_unless_told_otherwise():
    assert read({"a": FIELDS["a"], "b": FIELDS["b"]}).pair.seeds == 30


def test_when_all_is_done_every_measure_that_differs_is_told_with_every_pair_drawn(compare):
    done = compare()
    assert "Over 4 seeds: Customers told “failed”" in done.text
    assert "100% → 0%" in done.text
    assert "lower in 4 of 4" in done.text
    told = [finding.outcome.id for finding, _ in done.context["told"]]
    assert "doubles" in told
    assert done.text.count('class="strip__pair"') == 4 * len(told)
    assert "No difference that 4 seeds can tell" in done.text


def test_both_arms_of_a_pair_are_the_runs_that_their_links_open(client, compare):
    done = compare()
    failed = {}
    for arm in "AB":
        opened = client.get(f"{PAGE}run/", {**FIELDS, "arm": arm, "seed": "3"})
        recipe = links.read(parse_qs(urlsplit(opened["Location"]).query)["recipe"][0])
        assert recipe.seed == 3
        result = run_one(Plan(recipe=recipe, duration_s=recipe.ends_at))
        failed[arm] = outcomes.read(result).values["failed"]
    couple = next(couple for couple in done.context["first"].couples if couple.seed == 3)
    assert (couple.a, couple.b) == (failed["A"], failed["B"])


def test_a_panel_that_loads_it_has_begun_it_and_gets_the_fragment_alone(client, open_office):
    office = open_office()
    asked = client.get(PAGE, FIELDS, headers=HTMX)
    assert 'hx-trigger="load, submit"' in asked.text
    assert "<html" not in asked.text
    begun = client.post(PAGE, FIELDS, headers=HTMX)
    assert begun.status_code == 200
    assert "<html" not in begun.text
    office.runner.future(begun.context["progress"].id).result(60)
    assert "100% → 0%" in client.get(PAGE, FIELDS, headers=HTMX).text


def test_asking_twice_is_asking_once(client, open_office):
    open_office()
    first, second = (client.post(PAGE, LONG, follow=True).context["progress"].id for _ in range(2))
    assert first == second


def test_it_can_be_cancelled_and_keeps_the_pairs_that_are_done(client, open_office):
    office = open_office()
    shown = client.post(PAGE, LONG, follow=True)
    assert 'hx-trigger="every 1s"' in shown.text
    cancelled = client.post(f"{PAGE}cancel/", LONG, follow=True)
    assert office.runner.future(shown.context["progress"].id).result(60).state == "cancelled"
    assert "Cancelled after" in cancelled.text
    assert "Compare again" in cancelled.text


def test_nobody_else_sees_or_cancels_it(client, open_office):
    office = open_office()
    shown = client.post(PAGE, LONG, follow=True)
    stranger = Client()
    stranger.post(f"{PAGE}cancel/", LONG)
    assert stranger.get(PAGE, LONG).context["progress"] is None
    assert not office.look(shown.context["progress"].id).over


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"a": ""}, "There is no A to compare"),
        ({"b": "torn"}, "B: This is not a whole link"),
        ({"b": FIELDS["a"]}, "A and B are the same run"),
        ({"b": run_of(seed=10)}, "A and B are the same run"),
        ({"b": run_of("double-charge")}, "they have too little in common"),
        ({"seeds": "0"}, "A whole number from 1 to 200"),
        ({"duration": "1e9"}, "A number of seconds from 1 to 600"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(client, open_office, fields, words):
    open_office()
    for response in (client.get(PAGE, FIELDS | fields), client.post(PAGE, FIELDS | fields)):
        assert response.status_code == 400
        assert words in response.text


def test_too_much_is_refused_in_words_and_can_be_asked_for_otherwise(client, open_office):
    open_office(runs=7)
    response = client.post(PAGE, FIELDS, headers=HTMX)
    assert response.status_code == 400
    assert "8 runs are more than the 7 that one job takes" in response.text
    assert "load, submit" not in response.text, "what was refused is not asked for again by itself"


@pytest.mark.parametrize(
    "fields", [{"arm": "C", "seed": "1"}, {"arm": "A", "seed": "5"}, {"arm": "A", "seed": "0"}, {}]
)
def test_there_is_no_run_that_is_not_part_of_it(client, open_office, fields):
    open_office()
    assert client.get(f"{PAGE}run/", {**FIELDS, **fields}).status_code == 404
