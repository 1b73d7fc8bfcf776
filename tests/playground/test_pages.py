"""The pages: a gallery, a page for each scenario, the same without the site around it, the experiment as a form."""

import re
from html import unescape
from itertools import pairwise

import pytest

from playground import experiment_form, experiments, links
from playground.jobs import cost
from playground.jobs.owners import source_in
from playground.scenarios.catalogue import all_scenarios, load
from tests.playground.offices import open_office

__all__ = ["open_office"]

SLUGS = [scenario.slug for scenario in all_scenarios()]


def text_of(response):
    return unescape(response.content.decode())


def test_the_gallery_leads_to_every_scenario(client):
    page = text_of(client.get("/playground/"))
    assert all(f"/playground/{slug}/" in page for slug in SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("place", ["", "embed/", "experiment/"])
def test_every_scenario_has_its_pages(client, slug, place):
    response = client.get(f"/playground/{slug}/{place}")
    assert response.status_code == 200
    assert load(slug).title in text_of(response)


def test_from_each_scenario_one_goes_on_to_the_next_and_from_the_last_to_the_incidents(client):
    for here, there in pairwise(all_scenarios()):
        page = text_of(client.get(f"/playground/{here.slug}/"))
        assert f'href="/playground/{there.slug}/">Next: {there.title}' in page
        assert f'href="/learn/fault-tolerance/{here.lesson_section}/">Read the chapter behind it' in page
    assert 'href="/practice/">Next: diagnose' in text_of(client.get(f"/playground/{SLUGS[-1]}/"))


def chart_of(page, name):
    """The figure, or nothing."""
    found = re.search(rf'<figure class="chart" data-chart="{name}".*?</figure>', page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("slug", SLUGS)
def test_checkouts_and_the_calls_of_a_crowd_of_shards_have_a_scale_each(client, slug):
    """A thousand calls a second would press ten checkouts flat."""
    page = text_of(client.get(f"/playground/{slug}/"))
    flow, calls = chart_of(page, "flow"), chart_of(page, "calls")
    assert "goodput" in flow
    assert (">attempts<" in flow, ">attempts<" in calls) == ((False, True) if load(slug).fans_out else (True, False))


def test_a_checkout_that_asks_a_hundred_shards_fans_out():
    assert load("tail-at-scale").fans_out
    assert not load("sandbox").fans_out


def test_a_scenario_that_does_not_exist_is_not_found(client):
    for place in ("", "embed/", "experiment/"):
        assert client.get(f"/playground/quadruple-charge/{place}").status_code == 404


def test_a_plain_page_asks_for_any_run(client):
    assert 'data-recipe=""' in text_of(client.get("/playground/double-charge/"))


def test_a_page_with_a_seed_asks_for_that_run(client):
    page = text_of(client.get("/playground/double-charge/?seed=7&retry.enabled=on&t=3.5"))
    recipe = links.read(re.search(r'data-recipe="([^"]+)"', page)[1])
    assert (recipe.seed, recipe.knobs["retry.enabled"]) == (7, True)
    assert 'data-t="3.5"' in page
    assert re.search(r'name="retry.enabled" value="on"[^>]*checked', page)


def test_a_shared_link_goes_through_unchanged(client):
    text = links.write(load("double-charge").recipe(9))
    assert f'data-recipe="{text}"' in text_of(client.get("/playground/double-charge/", {"recipe": text}))


def test_a_broken_link_gets_a_page_that_says_so_and_leads_on(client):
    response = client.get("/playground/double-charge/", {"recipe": "1.0.broken"})
    assert response.status_code == 400
    page = text_of(response)
    assert "This link was altered or cut off" in page
    assert 'href="/playground/double-charge/"' in page


def test_a_page_sets_no_cookie(client):
    assert not client.get("/playground/double-charge/").cookies


def test_an_experiment_shows_its_measures(client):
    page = text_of(client.get("/playground/lost-response/experiment/?seed=3&traffic.rate=2"))
    assert "120 s of customers, seed 3" in page
    assert re.search(r'Told “failed”</th><td class="number">[1-9]', page)
    assert "what really happened" in page


def test_an_experiment_is_the_run_it_says_it_is(client):
    """The same numbers as the headless run with these settings."""
    page = text_of(client.get("/playground/lost-response/experiment/?seed=3&traffic.rate=2"))
    result = experiments.run_one(experiments.plan(load("lost-response"), 3, 120, knobs={"traffic.rate": 2}))
    assert result.fingerprint[:16] in page


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("retry.max_attempts=0", 'id="error-retry.max_attempts">', "takes a whole number"),
        ("retry.enabled=perhaps", 'id="error-retry.enabled">', "takes on or off"),
        ("retry.wobble=1", 'role="alert">', "There is no control"),
        ("seed=nine", 'role="alert">', "A seed is a whole number"),
        ("traffic.rate=2000", 'role="alert">', "customers in"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, query, place, words):
    response = client.get(f"/playground/lost-response/experiment/?{query}")
    assert response.status_code == 400
    page = text_of(response)
    beside = page[page.index(place) :][:300]
    assert words in beside


EXPERIMENT = "/playground/lost-response/experiment/?seed=3&traffic.rate=2"


def test_when_too_many_wait_it_is_said_so_and_nothing_is_lost(client, open_office):
    open_office(jobs=0)
    response = client.get(EXPERIMENT)
    assert response.status_code == 503
    page = text_of(response)
    assert "Nothing that you entered is lost" in page
    assert 'value="2"' in page


def test_an_experiment_that_grows_beyond_what_one_run_may_be_is_stopped_in_words(client, open_office):
    query = {"seed": "3", "retry.enabled": "on"}
    plan = experiment_form.read(load("retry-storm"), query, 1).plan
    open_office(events_run=int(cost.expected_events(plan)) + 1)
    response = client.get("/playground/retry-storm/experiment/", query)
    assert response.status_code == 400
    assert "as much as one run may be here" in text_of(response)


def test_an_experiment_takes_its_turn_at_its_source_and_sets_no_cookie(client, open_office, monkeypatch):
    office = open_office()
    taken = []
    submit = office.runner.submit
    monkeypatch.setattr(
        office.runner, "submit", lambda owner, *_, **more: taken.append(owner) or submit(owner, *_, **more)
    )
    for address in ("192.0.2.1", "192.0.2.1", "198.51.100.7"):
        assert client.get(EXPERIMENT, REMOTE_ADDR=address).status_code == 200
    assert taken[0] == taken[1]
    assert source_in(taken[0]) != source_in(taken[2])
    assert not client.cookies


def test_a_share_that_has_no_value_has_no_row(client):
    page = text_of(client.get("/playground/lost-response/experiment/?seed=3&traffic.rate=2"))
    assert "Visits answered" not in page
    page = text_of(client.get("/playground/lost-response/experiment/?seed=3&traffic.rate=2&traffic.browse_rate=2"))
    assert re.search(r'Visits answered</th><td class="number">100.0%', page)
