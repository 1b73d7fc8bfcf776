import pytest

from lesson.practice.models import AnswerCount, Asked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "sent", "words", "kept"),
    [
        ("silence", {}, "Choose an answer first.", "silence"),
        ("number", {"number": "a few"}, "as a number", 'value="a few"'),
        ("order", {"place-ask": "1", "place-wait": "1", "place-leave": "3"}, "a place of its own", "selected"),
        ("match", {"pair-heard": "known", "pair-unheard": ""}, "for each line", 'value="known" selected'),
    ],
)
def test_it_is_asked_for_again_with_what_was_typed(ask, name, sent, words, kept):
    client, page = ask(name)
    response = client.post(page, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert kept in html
    assert Asked.objects.get().answered_at is None
    assert not AnswerCount.objects.exists()


def test_a_very_long_answer_is_cut_and_refused(ask):
    client, page = ask("number")
    response = client.post(page, {"number": "<b>" * 5000})
    assert response.status_code == 422
    assert len(response.content) < 20_000
    assert b"<b><b>" not in response.content


def test_a_question_that_was_withdrawn_says_so_and_the_quiz_goes_on(ask):
    client, page = ask("withdrawn-item")
    assert client.get(page).status_code == 404
    following = client.post("/practice/small-shop/quiz/next/").headers["Location"]
    assert client.get(following).status_code == 200


@pytest.mark.parametrize(
    "address", ["/practice/nowhere/quiz/", "/practice/small-shop/quiz/6f8a0a2e-5c0f-4d41-9b5c-0a6a0c6f2b11/"]
)
def test_what_is_not_there_is_a_404(ask, address):
    client, _ = ask("silence")
    assert client.get(address).status_code == 404


def test_a_lesson_without_a_quiz_has_no_quiz_page(shop, client):
    (shop / "quiz.toml").unlink()
    assert client.get("/practice/small-shop/quiz/").status_code == 404
    assert client.get("/practice/").status_code == 200


def test_looking_leaves_no_cookie(shop, client):
    for address in ("/practice/", "/practice/small-shop/quiz/"):
        assert "sessionid" not in client.get(address).cookies
