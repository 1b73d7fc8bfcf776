import pytest

from lesson.reading.models import CheckAnswer

ANSWER = "/learn/small-shop/answer/second-thoughts/"
PAGE = "/learn/small-shop/silence/"


def test_the_right_answer_is_not_in_the_page_before_it_is_given(client, small_shop):
    html = client.get(PAGE).content.decode()
    assert "Silence carries no news." not in html
    assert 'data-mark="' not in html


def test_a_wrong_answer_gets_its_own_reason_and_not_the_solution(client, small_shop):
    client.post(ANSWER, {"option": "no"})
    html = client.get(PAGE).content.decode()
    assert "The caller cannot know." in html
    assert "Silence carries no news." not in html
    assert "Not yet." in html


def test_a_second_try_is_marked_and_counted(client, small_shop):
    client.post(ANSWER, {"option": "no"})
    html = client.post(ANSWER, {"option": "unknown"}, headers={"HX-Request": "true"}).content.decode()
    assert "That is right." in html
    assert CheckAnswer.objects.get().tries == 2


@pytest.mark.parametrize("data", [{}, {"option": "martians"}])
def test_no_answer_is_asked_for_again(client, small_shop, data):
    page = client.post(ANSWER, data)
    assert page.status_code == 422
    assert "Choose an answer first." in page.content.decode()
    assert not CheckAnswer.objects.exists()


def test_a_playground_is_not_answered(client, small_shop):
    assert client.post("/learn/small-shop/answer/first-run/", {"option": "no"}).status_code == 404
