"""The sweep's pages, by a client that knows no JavaScript, with real workers."""

import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from playground import links
from playground.experiments import run_one
from playground.scenarios.catalogue import all_scenarios, load
from playground.sweeps.request import read

pytestmark = pytest.mark.django_db

PAGE = "/playground/misordered-timeouts/sweep/"
FIELDS = {"x": "gateway.attempt_s", "xs": "3, 8", "y": "", "seeds": "3", "duration": "12", "measure": "failed"}
LONG = {**FIELDS, "xs": "3, 4, 5, 6, 8", "seeds": "100", "duration": "600", "traffic.rate": "1"}


@pytest.fixture
def run_sweep(client, finish):
    """The page of a sweep, once all its runs are over."""

    def run(**fields):
        shown = client.post(PAGE, {**FIELDS, **fields}, follow=True)
        finish(shown)
        return client.get(urlsplit(shown.redirect_chain[-1][0]).path, shown.wsgi_request.GET)

    return run


def address(name="", **fields):
    return f"{PAGE}{name}?" + "&".join(f"{key}={value}" for key, value in {**FIELDS, **fields}.items())


@pytest.mark.parametrize("scenario", all_scenarios(), ids=lambda scenario: scenario.slug)
def test_every_scenario_has_a_sweep_that_waits_to_be_run(client, open_office, scenario):
    office = open_office()
    response = client.get(f"/playground/{scenario.slug}/sweep/")
    assert response.status_code == 200
    assert f"Run all {response.context['total']}" in response.text
    assert office.runner.pids() == [], "looking costs nothing"
    assert "sessionid" not in client.cookies, "nothing is worth remembering yet"


def test_there_is_no_sweep_of_what_is_no_scenario(client, open_office):
    open_office()
    assert client.get("/playground/nothing/sweep/").status_code == 404


def test_the_form_leads_to_the_page_of_its_sweep(client, finish):
    response = client.post(PAGE, FIELDS)
    assert response.status_code == 302
    where = urlsplit(response["Location"])
    assert (where.path, where.fragment) == (PAGE, "result")
    assert parse_qs(where.query, keep_blank_values=True)["xs"] == ["3, 8"]
    finish(client.get(response["Location"]))


def test_when_all_is_done_every_run_is_there_to_read_and_to_open(run_sweep):
    done = run_sweep()
    assert done.context["progress"].state == "done"
    assert done.text.count('class="panel__dot"') == 6
    assert 'hx-trigger="every' not in done.text, "nothing is asked for any more"
    assert done.text.count(">seed 2</a>") == 2
    assert "from 0% with gateway timeout 8 s to 100% with gateway timeout 3 s" in done.text
    assert "manage.py experiment misordered-timeouts --vary gateway.attempt_s=3,8" in done.text


def test_the_answers_are_those_of_the_very_runs_that_a_click_opens(client, run_sweep):
    done = run_sweep()
    for place, answer in enumerate(done.context["progress"].answers):
        opened = client.get(address("run/", n=place))
        recipe = links.read(parse_qs(urlsplit(opened["Location"]).query)["recipe"][0])
        plan = done.context["asked"].sweep.plan(place)
        assert recipe == plan.recipe
        assert run_one(plan).fingerprint == answer.fingerprint


def test_another_measure_needs_no_other_run(client, run_sweep):
    first = run_sweep()
    other = client.get(address("result/", measure="longest"))
    assert other.context["progress"].id == first.context["progress"].id
    assert "The longest checkout took, in the median" in other.text


def test_the_csv_has_a_line_for_each_run(client, run_sweep):
    run_sweep()
    response = client.get(address("runs.csv"))
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [(row["seed"], row["gateway.attempt_s"]) for row in rows[:3]] == [("1", "3"), ("1", "8"), ("2", "3")]
    assert {row["failed"] for row in rows if row["gateway.attempt_s"] == "3"} == {"1.0"}
    assert "attachment" in response["Content-Disposition"]


def test_the_json_says_what_was_asked_and_what_the_measures_mean(client, run_sweep):
    run_sweep()
    document = json.loads(client.get(address("runs.json")).content)
    assert document["varied"] == {"gateway.attempt_s": [3.0, 8.0]}
    assert document["outcomes"]["failed"]["formula"] == "told_failed / offered"
    assert [run["settings"] for run in document["runs"][:2]] == [{"gateway.attempt_s": 3.0}, {"gateway.attempt_s": 8.0}]
    assert document["runs"][1]["values"]["failed"] == 0.0


def test_while_runs_are_on_the_page_asks_again_shows_how_far_it_is_and_can_be_cancelled(client, open_office):
    office = open_office()
    shown = client.post(PAGE, LONG, follow=True)
    assert 'hx-trigger="every 1s"' in shown.text
    assert "of 500" in shown.text or "in the queue" in shown.text
    assert "See how far it is" in shown.text, "a link, for those without JavaScript"
    cancelled = client.post(f"{PAGE}cancel/", LONG, follow=True)
    assert office.runner.future(shown.context["progress"].id).result(60).state == "cancelled"
    assert "Cancelled after" in cancelled.text
    assert 'hx-trigger="every' not in cancelled.text


def test_submitting_twice_runs_once(client, open_office):
    open_office()
    first, second = (client.post(PAGE, LONG, follow=True).context["progress"].id for _ in range(2))
    assert first == second


def test_places_in_the_queue_are_shown(open_office):
    open_office()
    shown = [Client().post(PAGE, {**LONG, "xs": "3, 8", "seeds": "20"}, follow=True) for _ in range(3)]
    assert "Place 2 in the queue" in shown[1].text
    assert "Place 3 in the queue" in shown[2].text


def test_what_others_run_is_theirs(client, run_sweep):
    run_sweep()
    stranger = Client().get(address())
    assert stranger.context["progress"] is None
    assert "They have not been run here" in stranger.text
    assert Client().get(address("runs.csv")).status_code == 302


def test_a_stranger_cannot_cancel(client, open_office):
    office = open_office()
    shown = client.post(PAGE, LONG, follow=True)
    Client().post(f"{PAGE}cancel/", LONG)
    assert not office.look(shown.context["progress"].id).over


def test_after_a_restart_the_address_still_says_what_to_run(client, run_sweep, open_office):
    run_sweep()
    open_office()
    again = client.get(address())
    assert again.context["progress"] is None
    assert "Run all 6" in again.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"xs": "3"}, "Give at least two values"),
        ({"x": "nothing"}, "There is no control"),
        ({"seeds": "201"}, "A whole number from 1 to 200"),
        ({"recipe": "torn"}, "not a whole link"),
    ],
)
def test_mistakes_are_said_where_they_are_and_what_was_typed_stays(client, open_office, fields, words):
    office = open_office()
    response = client.post(PAGE, {**FIELDS, **fields})
    assert response.status_code == 400
    assert words in response.text
    assert f'value="{fields.get("seeds", "3")}"' in response.text
    assert office.runner.pids() == []


def test_too_much_is_refused_in_words(client, open_office):
    open_office(runs=5)
    response = client.post(PAGE, FIELDS)
    assert response.status_code == 400
    assert "6 runs are more than the 5 that one job takes" in response.text


def test_a_fourth_sweep_has_to_wait(client, open_office):
    open_office()
    answers = [client.post(PAGE, {**LONG, "duration": str(600 - number)}) for number in range(4)]
    assert [response.status_code for response in answers] == [302, 302, 302, 400]
    assert "You have 3 of these under way already" in answers[-1].text


def test_values_worth_trying_are_proposed_for_a_knob_just_chosen(client, open_office):
    open_office()
    field = client.get(f"{PAGE}values/", {**FIELDS, "axis": "y", "y": "payment.queue"})
    assert 'value="fifo, lifo, codel"' in field.text
    none = client.get(f"{PAGE}values/", {**FIELDS, "axis": "y", "y": ""})
    assert none.text.strip() == ""


@pytest.mark.parametrize("place", ["", "6", "-1", "x", "²", "9" * 400])
def test_there_is_no_run_beyond_the_last(client, open_office, place):
    open_office()
    assert client.get(address("run/", n=place)).status_code == 404


@pytest.mark.parametrize("name", ["result/", "run/", "runs.csv", "values/"])
def test_only_the_form_and_cancel_take_posts(client, open_office, name):
    open_office()
    assert client.post(PAGE + name, FIELDS).status_code == 405


def test_cancel_takes_nothing_but_posts(client, open_office):
    open_office()
    assert client.get(f"{PAGE}cancel/").status_code == 405


def test_posts_need_the_token_of_the_page(open_office):
    open_office()
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(PAGE, FIELDS).status_code == 403


def test_a_recipe_can_be_swept_from(client, open_office):
    open_office()
    recipe = links.write(load("misordered-timeouts").recipe(5))
    response = client.get(PAGE, {"recipe": recipe})
    assert response.status_code == 200
    assert f'name="recipe" value="{recipe}"' in response.text
    assert read(load("misordered-timeouts"), {"recipe": [recipe]}).sweep is not None
