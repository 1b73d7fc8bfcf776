import pytest
from django.utils import timezone

from lesson.practice.quiz.results import results_of
from lesson.practice.shelf import quiz_of
from lesson.reading.models import Reader
from lesson.reading.shelf import lessons

pytestmark = pytest.mark.django_db
ANSWERS = {"silence": "nothing", "drawn": "two"}


def results(client):
    lesson = lessons()["small-shop"]
    reader = Reader.objects.get(pk=client.session["reader"])
    return results_of(lesson, quiz_of(lesson), reader, timezone.now())


def test_before_the_first_question_one_is_asked_to_begin(shop, client):
    html = client.get("/practice/small-shop/quiz/").content.decode()
    assert "Begin" in html
    assert "Not asked yet" in html


def test_a_wrong_answer_names_the_passage_and_the_idea_behind_it(ask):
    client, page = ask("silence")
    client.post(page, {"option": "no"})
    found = results(client)
    (objective,) = found.objectives
    assert (objective.stage, objective.met, objective.right, objective.to_come) == ("read", 1, 0, 5)
    assert [belief.misconception.id for belief in found.beliefs] == ["silence-means-no"]
    html = client.get("/practice/small-shop/quiz/").content.decode()
    assert "Silence means no." in html
    assert 'href="/learn/small-shop/silence/"' in html


def test_right_answers_are_known_and_the_rest_is_to_come(ask):
    client, page = ask("silence")
    client.post(page, {"option": "nothing"})
    (objective,) = results(client).objectives
    assert (objective.stage, objective.cells) == ("go-on", ["known"] + ["to-come"] * 5)


def test_when_all_is_known_the_next_date_is_named(ask):
    everything = {
        "silence": {"option": "nothing"}, "several": {"option": ["lost", "late"]}, "number": {"number": "4"},
        "order": {"place-ask": "1", "place-wait": "2", "place-leave": "3"},
        "match": {"pair-heard": "known", "pair-unheard": "unknown"}, "drawn": {"option": "two"},
    }  # fmt: skip
    client = None
    for name, answer in everything.items():
        client, page = ask(name, client)
        client.post(page, answer)
    found = results(client)
    assert (found.right, found.due, found.fresh) == (6, 0, 0)
    html = client.get("/practice/small-shop/quiz/").content.decode()
    assert "The next question is due" in html
    assert client.post("/practice/small-shop/quiz/next/").headers["Location"] == "/practice/small-shop/quiz/"


def test_one_may_be_asked_about_one_objective_only(ask, shop, client):
    address = client.post("/practice/small-shop/quiz/next/", {"objective": "doubt"}).headers["Location"]
    assert client.get(address).status_code == 200
    assert client.post("/practice/small-shop/quiz/next/", {"objective": "martians"}).status_code == 302
