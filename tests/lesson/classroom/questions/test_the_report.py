"""What a class leaves: both rounds of each question and each learner's votes, as a page and as tables, for the host."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lesson.classroom.questions.report import named, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(host, learners):
    """A question voted on twice, and one of the host's own that only some answered."""
    host.put("quiz/giving-up")
    right = host.question.right
    wrong = (right + 1) % 4
    for learner, option in zip(learners, (wrong, wrong, right, right, wrong), strict=True):
        learner.vote(option)
    host.act("close")
    host.act("again")
    for learner, option in zip(learners[:4], (right, wrong, right, wrong), strict=True):
        learner.vote(option)
    host.act("reveal")
    host.type("=1+1", ["-2", "two"], right="1")
    learners[0].vote(1)
    return host


def rows(host, what):
    text = host.get("csv", what).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_both_rounds_stand_side_by_side_with_what_people_did(taught):
    html = taught.get("report").content.decode()
    assert "<b>40%</b> → <b>50%</b>" in html
    assert "1 stayed right, 1 became right, 1 became wrong, 1 stayed wrong" in html
    assert "never shown" in html


def test_each_learner_has_a_line_with_every_vote(taught, learners):
    table = rows(taught, "learners")
    assert table[0] == ["learner", "question 1", "question 2", "right", "of"]
    by_name = {row[0]: row[1:] for row in table[1:]}
    first, second = by_name[learners[0].seat.called], by_name[learners[4].seat.called]
    assert (first[1], first[2:], " → " in first[0]) == ("B", ["2", "2"], True)
    assert (second[0].endswith(" → ·"), second[1:]) == (True, ["·", "0", "1"])


def test_every_option_has_a_line_with_its_votes(taught):
    table = rows(taught, "questions")
    assert len(table) == 1 + 4 + 2
    assert [int(row[6]) for row in table[1:5]] != [0, 0, 0, 0]
    assert sum(int(row[6]) for row in table[1:5]) == 5
    assert sum(int(row[8]) for row in table[1:5]) == 4


def test_it_says_of_each_question_whether_a_run_marked_it(taught):
    taught.put("plan/silence")
    assert rows(taught, "questions")[-1][-1] == "no run has decided it"
    taught.act("reveal")
    taught.act("settle")
    assert rows(taught, "questions")[-1][-1] == "no run: the host told the answer without one"
    assert "The answer was told without a run." in taught.get("report").content.decode()


def test_what_was_typed_is_no_formula(taught):
    table = rows(taught, "questions")
    assert table[-1][2] == "'=1+1"
    assert table[-2][4] == "'-2"


def test_a_nickname_is_no_formula(taught, learners):
    learners[0].seat.nickname = "=HYPERLINK(1)"
    learners[0].seat.save()
    assert "'=HYPERLINK(1)" in {row[0] for row in rows(taught, "learners")}


def test_in_an_anonymous_room_no_name_is_anywhere(taught, room, learners):
    type(room).objects.filter(pk=room.pk).update(anonymous=True)
    learners[0].seat.nickname = "Ada"
    learners[0].seat.save()
    everything = taught.get("report").content.decode() + str(rows(taught, "learners"))
    for learner in learners:
        assert learner.seat.name not in everything
    assert "Ada" not in everything
    assert "Learner 5" in everything


def test_numbers_say_nothing_about_who_came_when(taught, room, learners):
    room.host_hash = "always the same"
    came = [seat.pk for _, seat in named(room)]
    room.anonymous = True
    numbered = [seat.pk for _, seat in named(room)]
    assert sorted(numbered) == came
    assert numbered != came
    assert numbered == [seat.pk for _, seat in named(room)]


def test_the_report_is_for_the_host_alone(taught, learners, client):
    for view, *arguments in (("report",), ("csv", "learners"), ("csv", "questions")):
        assert learners[0].get(view, *arguments).status_code == 403
        assert client.get(taught.address(view, *arguments)).status_code == 404


def test_a_room_that_was_asked_nothing_has_an_empty_report(host):
    assert "Nothing was asked" in host.get("report").content.decode()


def test_it_takes_three_queries_however_many_learners(taught, room):
    with CaptureQueriesContext(connection) as queries:
        report_of(room)
    assert len(queries) == 3


def test_the_file_is_named_after_the_room_and_no_cache_keeps_it(taught, room):
    response = taught.get("csv", "learners")
    assert response["Content-Disposition"] == f'attachment; filename="room-{room.code}-learners.csv"'
    assert "no-store" in response["Cache-Control"]
