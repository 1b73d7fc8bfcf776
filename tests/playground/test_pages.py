"""The pages: a gallery, a page for each scenario, the same without the site around it, the experiment as a form."""

import asyncio
import re
import threading
from html import unescape

import pytest

from playground import experiments, links, trial, views
from playground.scenarios.catalogue import all_scenarios, load

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
        ("retry.wobble=1", 'role="alert">', "there is no knob 'retry.wobble'"),
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


async def test_only_so_many_people_wait_for_an_experiment(monkeypatch):
    """The fifth is told so at once; when the first is done the next takes its turn."""
    let_go = threading.Event()
    monkeypatch.setattr(views.trial, "run", lambda plan: let_go.wait(10) and plan)
    monkeypatch.setattr(views, "_turns", asyncio.Semaphore(1))
    waiting = [asyncio.create_task(views.in_turn(number)) for number in range(views.WAITING_MAX)]
    await asyncio.sleep(0)
    with pytest.raises(views.BusyError):
        await views.in_turn(99)
    let_go.set()
    assert await asyncio.gather(*waiting) == list(range(views.WAITING_MAX))
    assert await views.in_turn(100) == 100


def test_an_experiment_that_grows_without_bound_is_stopped(monkeypatch):
    monkeypatch.setattr(trial, "EVENTS_MAX", 1000)
    with pytest.raises(trial.TooLargeError, match="more than 1,000 things"):
        trial.bounded(experiments.plan(load("double-charge"), 3))


def test_a_share_that_has_no_value_has_no_row(client):
    page = text_of(client.get("/playground/lost-response/experiment/?seed=3&traffic.rate=2"))
    assert "Visits answered" not in page
    page = text_of(client.get("/playground/lost-response/experiment/?seed=3&traffic.rate=2&traffic.browse_rate=2"))
    assert re.search(r'Visits answered</th><td class="number">100.0%', page)
