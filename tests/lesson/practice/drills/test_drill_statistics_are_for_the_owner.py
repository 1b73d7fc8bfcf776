import csv
from io import StringIO

import pytest
from django.core.management import call_command

from lesson.practice.drills.statistics import ENOUGH, counts_of
from lesson.practice.models import AnswerCount
from lesson.practice.shelf import drills_of
from lesson.reading.shelf import lessons


def put(answer, count, *, first=True, item="drill:small"):
    AnswerCount.objects.create(lesson="small-shop", item=item, answer=answer, first=first, count=count)


def printed(capsys, *arguments):
    call_command("drill_statistics", *arguments)
    return capsys.readouterr().out


def remarks():
    lesson = lessons()["small-shop"]
    (counts,) = counts_of(drills_of(lesson).values(), AnswerCount.objects.all())
    return list(counts.remarks())


def test_every_cause_hint_and_goal_is_shown_with_its_counts(person, capsys):
    person.name("greed")
    put("graded", 3)
    put("passed", 1)
    out = printed(capsys)
    assert "small  (3 had a repair graded, 33% repaired it at once)" in out
    assert "     1      0  cause:greed" in out
    assert "     0      0  cause:no-key" in out
    assert "     0      0  missed:confirmed" in out


def test_a_spreadsheet_gets_a_row_for_each_count(person, capsys):
    put("graded", 2)
    put("missed:confirmed", 1, first=False)
    rows = list(csv.DictReader(StringIO(printed(capsys, "--csv", "--lesson", "small-shop"))))
    assert [tuple(row.values()) for row in rows] == [
        ("small-shop", "small", "graded", "2", "0"),
        ("small-shop", "small", "missed:confirmed", "0", "1"),
    ]


def test_it_remarks_on_what_an_author_may_want_to_look_at(person):
    assert remarks() == []
    put("cause:no-key", ENOUGH)
    put("graded", ENOUGH)
    put("passed", ENOUGH)
    assert remarks() == [
        "nobody suspects “greed” first",
        "nearly everybody repairs it at once: does it teach anything?",
        "nobody’s first repair misses “no-double-charge”",
        "nobody’s first repair misses “confirmed”",
    ]


def test_what_few_can_do_is_remarked_on(person):
    put("graded", ENOUGH)
    put("passed", 1)
    put("missed:confirmed", 19)
    assert "few repair it at once: is it clear what is wanted?" in remarks()


def test_the_quiz_does_not_count_them(person, capsys):
    put("graded", 3)
    call_command("quiz_statistics", "--csv", "--lesson", "small-shop")
    assert "drill:" not in capsys.readouterr().out


def test_an_unknown_lesson_is_refused(shop):
    with pytest.raises(Exception, match="There is no lesson nowhere"):
        call_command("drill_statistics", "--lesson", "nowhere")
