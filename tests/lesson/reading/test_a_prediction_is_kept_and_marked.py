"""Predict, run, say, why: without JavaScript by plain forms, with it by fragments of the page."""

import json

import msgspec
import pytest
from django.core.cache import cache
from django.urls import reverse

from lesson.reading import outcomes
from lesson.reading.models import Prediction
from lesson.reading.runs import key_of, playground_plan
from lesson.reading.shelf import lessons
from playground import links
from playground.jobs import awaited
from playground.jobs.owners import source_in
from tests.playground.offices import open_office

__all__ = ["open_office"]

PAGE = "/learn/small-shop/silence/"
PREDICT = "/learn/small-shop/predict/first-run/"
SAY = "/learn/small-shop/say/first-run/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def block(small_shop):
    return lessons()["small-shop"].playgrounds["first-run"][1]


@pytest.fixture
def predicted(client, small_shop):
    """A reader who predicted wrongly, with the live frame before them."""
    client.post(PREDICT, {"option": "none"}, headers=HTMX)
    return client


def kept():
    return Prediction.objects.get()


def test_before_a_prediction_the_page_shows_neither_run_nor_reasons(client, small_shop):
    html = client.get(PAGE).content.decode()
    assert "data-frame" not in html
    assert "Only answers are lost." not in html
    assert '<details class="explain" >' in html


def test_a_prediction_leads_back_to_its_place(client, small_shop):
    answer = client.post(PREDICT, {"option": "none"})
    assert answer.url == f"{PAGE}#first-run"
    assert kept().option == "none"


def test_without_a_moving_picture_the_run_is_drawn_at_once(client, small_shop):
    client.post(PREDICT, {"option": "none"})
    html = client.get(PAGE).content.decode()
    assert "run__curve--goodput" in html
    assert "What happened?" in html
    assert "Only answers are lost." not in html


def test_with_a_moving_picture_only_the_experiment_comes_back_and_holds_the_frame(client, small_shop):
    html = client.post(PREDICT, {"option": "none"}, headers=HTMX).content.decode()
    assert html.lstrip().startswith("<section")
    assert "data-frame" in html
    assert "You predicted" in html
    assert kept().value is None


def test_saying_what_happened_marks_the_belief_against_the_run(predicted):
    html = predicted.post(SAY, {"option": "all"}, headers=HTMX).content.decode()
    prediction = kept()
    assert (prediction.option, prediction.seen, prediction.value) == ("none", "all", 1.0)
    assert len(prediction.fingerprint) == 64
    assert "100%" in html
    assert "Not what happened." in html
    assert "Only answers are lost." in html
    assert '<details class="explain" open>' in html


def test_the_run_that_the_reader_had_is_the_one_that_counts(predicted, block):
    """In that run no answer was lost, so nobody was told anything wrong."""
    recipe = playground_plan(block).recipe
    healthy = [msgspec.structs.replace(fault, probability=0.0) for fault in recipe.faults]
    theirs = msgspec.structs.replace(recipe, faults=tuple(healthy))
    predicted.post(SAY, {"option": "none", "recipe": links.write(theirs)}, headers=HTMX)
    assert kept().value == 0.0
    assert links.read(kept().recipe).faults[0].probability == 0.0


def test_a_run_left_alone_is_the_one_that_was_prepared(predicted, block):
    recipe = playground_plan(block).recipe
    sent = outcomes.the_readers_run(links.write(msgspec.structs.replace(recipe, ends_at=None)), block)
    assert key_of(sent) == key_of(recipe)


def test_what_the_reader_did_after_the_time_in_question_does_not_count(predicted, block):
    recipe = msgspec.to_builtins(playground_plan(block).recipe)
    recipe["changes"] = [{"at": 900.0, "knobs": {"traffic.rate": 2000}, "strike": [], "heal": []}]
    recipe["ends_at"] = None
    predicted.post(SAY, {"option": "all", "recipe": json.dumps(recipe)}, headers=HTMX)
    assert links.read(kept().recipe).changes == ()
    assert kept().value == 1.0


SPIKE = {
    "service": "traffic",
    "kind": "spike",
    "start": 0,
    "duration": None,
    "probability": 1,
    "fields": {"factor": 100},
}
CROWD = {"traffic.rate": 2000, "traffic.browse_rate": 2000}


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        ("{", "could not be read"),
        ("1.abcdefgh.cut-of", "could not be read"),
        ({"scenario": "sandbox"}, "another scenario"),
        ({"knobs": {"retry.max_attempts": 900}}, "could not be read"),
        ({"seed": -1}, "could not be read"),
        ({"knobs": CROWD}, "too large"),
        ({"faults": [SPIKE], "knobs": {"traffic.rate": 100}}, "too large"),
        ({"changes": [{"at": 1, "knobs": CROWD}]}, "too large"),
    ],
)
def test_a_run_that_cannot_be_marked_is_refused_politely_and_nothing_is_lost(predicted, block, replaced, said):
    recipe = msgspec.to_builtins(playground_plan(block).recipe)
    sent = replaced if isinstance(replaced, str) else json.dumps({**recipe, **replaced})
    html = predicted.post(SAY, {"option": "all", "recipe": sent}, headers=HTMX).content.decode()
    assert said in html
    assert kept().option == "none"
    assert kept().value == 1.0


@pytest.fixture
def full_queue(open_office):
    """The site takes no run on, and remembers none."""
    cache.clear()
    return lambda: open_office(jobs=0)


@pytest.mark.parametrize("data", [{"option": "none"}, {"skip": "1"}])
def test_when_too_many_wait_a_prediction_is_asked_for_again_and_nothing_is_kept(client, small_shop, full_queue, data):
    full_queue()
    page = client.post(PREDICT, data)
    assert "Nothing that you entered is lost" in page.content.decode()
    assert not Prediction.objects.exists()


def test_when_too_many_wait_what_was_seen_is_asked_for_again(predicted, full_queue):
    full_queue()
    html = predicted.post(SAY, {"option": "all"}, headers=HTMX).content.decode()
    assert "Nothing that you entered is lost" in html
    assert "That is what I saw" in html
    assert (kept().option, kept().seen, kept().value) == ("none", "", None)


def test_the_texts_run_is_one_job_of_the_sites_and_a_run_of_ones_own_waits_in_the_readers_turn(
    predicted, block, monkeypatch
):
    asked = []
    by_workers = awaited.results
    monkeypatch.setattr(awaited, "results", lambda owner, plans: asked.append(owner) or by_workers(owner, plans))
    recipe = playground_plan(block).recipe
    cache.clear()
    predicted.post(SAY, {"option": "all", "recipe": links.write(recipe)}, headers=HTMX)
    Prediction.objects.update(value=None)
    theirs = msgspec.structs.replace(recipe, seed=recipe.seed + 1)
    predicted.post(SAY, {"option": "all", "recipe": links.write(theirs)}, headers=HTMX)
    sites, readers = asked
    assert source_in(sites) == "site"
    assert readers == predicted.session["jobs"]


def test_a_belief_is_never_overwritten(predicted):
    predicted.post(PREDICT, {"option": "all"}, headers=HTMX)
    predicted.post(SAY, {"option": "none"}, headers=HTMX)
    predicted.post(SAY, {"option": "all"}, headers=HTMX)
    assert (kept().option, kept().seen) == ("none", "none")


def test_skipping_is_allowed_and_shows_what_happens(client, small_shop):
    html = client.post(PREDICT, {"skip": "1"}, headers=HTMX).content.decode()
    assert kept().skipped
    assert "100%" in html
    assert "You predicted" not in html
    assert '<details class="explain" open>' in html


@pytest.mark.parametrize("data", [{}, {"option": ""}, {"option": "martians"}])
def test_no_answer_is_asked_for_again_and_nothing_is_kept(client, small_shop, data):
    page = client.post(PREDICT, data)
    assert page.status_code == 422
    assert "Choose one of the answers" in page.content.decode()
    assert not Prediction.objects.exists()
    assert not client.cookies.get("sessionid")


def test_the_drawing_can_be_had_later_too(predicted):
    predicted.post("/learn/small-shop/draw/first-run/")
    assert kept().value == 1.0
    assert "run__curve--goodput" in predicted.get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["nothing-here", "second-thoughts"])
def test_what_is_no_playground_is_not_found(client, small_shop, name):
    assert client.post(f"/learn/small-shop/predict/{name}/", {"option": "none"}).status_code == 404


def test_old_beliefs_can_be_looked_at(predicted):
    predicted.post(SAY, {"option": "all"}, headers=HTMX)
    html = predicted.get(reverse("reading:beliefs", args=["small-shop"])).content.decode()
    assert "None." in html
    assert "100%" in html
    assert "not what happened" in html


def test_a_page_can_be_looked_at_before_anything_was_believed(client, small_shop):
    html = client.get(reverse("reading:beliefs", args=["small-shop"])).content.decode()
    assert "not yet predicted" in html
