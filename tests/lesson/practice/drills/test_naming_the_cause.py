from lesson.practice.models import AnswerCount
from tests.lesson.practice.drills.pages import DRILL, words


def test_looking_keeps_nothing_and_sets_no_cookie(person):
    page = person.visit()
    assert page.status_code == 200
    assert "Name the cause" in page.text
    assert not person.client.cookies.get("sessionid")


def test_a_wrong_one_explains_itself_and_lets_one_look_again(person):
    page = person.name("greed")
    assert "You named this: it is not so. Each charge was asked for." in words(page)
    assert 'value="no-key"' in page.text, "the others can still be chosen"
    assert 'value="greed"' not in page.text
    assert "That is it." not in page.text, "the right one is not given away"


def test_the_right_one_opens_the_reasons_of_all(person):
    page = person.name("no-key")
    assert "That is it." in page.text
    assert "Each charge was asked for." in page.text, "why it is none of the others"
    assert person.state.named_at


def test_what_was_named_is_kept(person):
    person.name("greed")
    assert "it is not so" in person.visit().text
    assert person.state.causes == ["greed"]


def test_once_the_right_one_is_named_nothing_else_is_taken(person):
    person.name("no-key")
    person.name("greed")
    assert person.state.causes == ["no-key"]


def test_choosing_nothing_or_nonsense_is_asked_for_again_beside_the_choice(person):
    for data in ({}, {"cause": "martians"}):
        page = person.client.post(f"{DRILL}cause/", data)
        assert page.status_code == 422
        assert "Choose one of the causes first." in page.text
    assert "sessionid" not in person.client.cookies


def test_each_first_choice_is_counted_for_the_owner_and_a_second_send_is_not(person):
    person.name("greed")
    person.name("greed")
    person.name("no-key")
    rows = {(row.answer, row.first): row.count for row in AnswerCount.objects.filter(item="drill:small")}
    assert rows == {("cause:greed", True): 1, ("cause:no-key", False): 1}
