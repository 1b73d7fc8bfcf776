import csv
from io import StringIO

import pytest
from django.core.management import call_command

from lesson.practice.models import AnswerCount
from lesson.practice.quiz.loader import load_quiz
from lesson.practice.quiz.statistics import counts_of
from lesson.reading.shelf import lessons
from lesson.reading.text.problems import Problems

pytestmark = pytest.mark.django_db


def put(item: str, answer: str, count: int, *, first: bool = True) -> None:
    AnswerCount.objects.create(lesson="small-shop", item=item, answer=answer, first=first, count=count)


def printed(capsys, *arguments: str) -> str:
    call_command("quiz_statistics", *arguments)
    return capsys.readouterr().out


def test_the_counts_of_each_option_are_shown(ask, capsys):
    client, page = ask("silence")
    client.post(page, {"option": "no"})
    out = printed(capsys)
    assert "silence  (1 first answers, 0% right; 0 later)" in out
    assert "     1      0  no" in out
    assert "     0      0  nothing" in out


def test_a_spreadsheet_gets_a_row_for_each_answer(ask, capsys):
    client, page = ask("several")
    client.post(page, {"option": ["lost", "late"]})
    rows = list(csv.DictReader(StringIO(printed(capsys, "--csv", "--lesson", "small-shop"))))
    assert {(row["item"], row["answer"], row["first"]) for row in rows} == {
        ("several", "*answered", "1"), ("several", "*right", "1"), ("several", "lost", "1"), ("several", "late", "1"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("item", "counts", "remark"),
    [
        ("silence", {"*answered": 40, "*right": 39, "nothing": 39, "no": 1}, "nearly everybody"),
        ("silence", {"*answered": 40, "*right": 4, "nothing": 4, "no": 36}, "few get it right"),
        ("silence", {"*answered": 40, "*right": 30, "nothing": 40}, "nobody falls for “no”"),
        ("number", {"*answered": 40, "*right": 20, "other": 15, "three": 5}, "no trap explains"),
        ("match", {"*answered": 40, "*right": 15, "none": 25}, "do not know"),
    ],
)
def test_what_an_author_should_look_at_is_said(shop, item, counts, remark):
    for answer, count in counts.items():
        put(item, answer, count)
    quiz = load_quiz(lessons()["small-shop"], Problems())
    found = {each.item.id: list(each.remarks()) for each in counts_of(quiz, AnswerCount.objects.all())}
    assert any(remark in said for said in found[item])


def test_a_few_answers_mean_nothing_yet(shop):
    put("silence", "*answered", 3)
    quiz = load_quiz(lessons()["small-shop"], Problems())
    assert not any(list(each.remarks()) for each in counts_of(quiz, AnswerCount.objects.all()))


def test_nothing_about_a_person_is_in_them():
    names = {field.name for field in AnswerCount._meta.get_fields()}
    assert names == {"id", "lesson", "item", "answer", "first", "count"}


def test_an_unknown_lesson_is_refused(shop):
    with pytest.raises(Exception, match="There is no lesson nowhere"):
        call_command("quiz_statistics", "--lesson", "nowhere")
