"""Once promised, always kept: wherever anybody looks, whatever the host does later, no vote finds back to a name."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from lesson.classroom.questions.models import Question, Vote
from lesson.classroom.questions.report import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def names_hidden(host, room):
    """Switches hiding names on or off, as the host's button does."""

    def switch(on):
        address = reverse("classroom:flag", args=[room.code, "anonymous"])
        assert host.client.post(address, {"on": "true" if on else "false"}).status_code == 302
        room.refresh_from_db()

    return switch


@pytest.fixture
def asked(host, learners, names_hidden):
    """A question that was anonymous, with an answer of its own from the first learner; names are shown again."""
    names_hidden(True)
    host.put("quiz/giving-up")
    for learner, option in zip(learners, (3, 1, 1, 2, 2), strict=True):
        learner.vote(option)
    host.act("close")
    names_hidden(False)
    return host


def rows(host, what):
    return list(csv.reader(StringIO(host.get("csv", what).content.decode("utf-8-sig"))))


def test_names_shown_again_do_not_name_who_voted_what(asked, learners):
    table = rows(asked, "learners")
    assert table[0] == ["learner", "right", "of"]
    assert [row[1:] for row in table[1:]] == [["0", "0"]] * len(learners)
    assert "By learner" not in asked.get("report").content.decode()


def test_its_votes_are_counted_all_the_same(asked):
    assert [int(row[6]) for row in rows(asked, "questions")[1:5]] == [0, 2, 2, 1]
    html = asked.get("report").content.decode()
    assert "· anonymous" in html
    assert "stands in nobody’s line" in html


def test_a_question_asked_afterwards_has_names_and_only_that(asked, learners):
    asked.put("plan/silence")
    learners[0].vote(2)
    table = rows(asked, "learners")
    assert table[0] == ["learner", "question 2", "right", "of"]
    assert [row[1] for row in table[1:] if row[0] == learners[0].seat.called] == ["C"]


def test_one_that_was_asked_with_names_keeps_them_when_names_are_hidden_and_shown(host, learners, names_hidden):
    host.put()
    assert "beside your name" in learners[0].card()
    names_hidden(True)
    assert "beside your name" in learners[0].card()
    learners[0].vote(2)
    assert not host.question.anonymous
    assert learners[0].seat.name not in str(rows(host, "learners"))
    names_hidden(False)
    assert learners[0].seat.name in str(rows(host, "learners"))


def test_the_second_vote_keeps_the_promise_of_the_first(asked, learners):
    asked.act("again")
    assert "neither your host nor the report, now or later" in learners[0].card()
    learners[0].vote(1)
    assert "question 1" not in rows(asked, "learners")[0]


def test_a_vote_is_marked_and_may_be_changed_and_counts_once(host, learner, names_hidden):
    names_hidden(True)
    host.put("quiz/giving-up")
    right = host.question.right
    learner.vote((right + 1) % 4)
    learner.vote(right)
    assert Vote.objects.count() == 1
    names_hidden(False)
    host.act("reveal")
    assert 'data-own-first="' + str(right) in learner.card()
    assert "<b>100%</b>" in host.get("report").content.decode()


def test_learner_and_host_are_told_what_holds(host, learner, names_hidden):
    names_hidden(True)
    assert "anonymous for good" in host.get("part", "host").content.decode()
    host.put()
    names_hidden(False)
    assert "This question is anonymous and stays so" in learner.card()
    assert "· anonymous" in host.get("part", "host").content.decode()
    assert "anonymous for good" not in host.get("part", "host").content.decode()


def test_while_the_vote_is_open_the_report_does_not_tell_who_has_just_voted_what(host, learner, names_hidden):
    names_hidden(True)
    host.put("quiz/giving-up")
    before = host.get("report").content, rows(host, "questions")
    learner.vote(1)
    assert (host.get("report").content, rows(host, "questions")) == before
    assert b"it is counted here once it is closed" in before[0]


def test_who_is_removed_takes_nothing_out_of_a_tally_that_was_seen(asked, learners, room):
    before = rows(asked, "questions")
    asked.client.post(reverse("classroom:remove", args=[room.code, learners[0].seat.pk]))
    assert rows(asked, "questions") == before
    assert not Vote.objects.filter(seat=learners[0].seat.pk).exists()


def test_nor_out_of_what_people_did_who_voted_twice(asked, learners, room):
    asked.act("again")
    for learner in learners:
        learner.vote(1)
    asked.act("close")
    before = asked.get("report").content
    asked.client.post(reverse("classroom:remove", args=[room.code, learners[0].seat.pk]))
    assert b"Of those who voted twice" in before
    assert asked.get("report").content.replace(b"4 learners", b"5 learners") == before


def test_who_is_removed_while_people_vote_takes_that_vote_along(host, learner, names_hidden, room):
    names_hidden(True)
    host.put()
    learner.vote(1)
    host.client.post(reverse("classroom:remove", args=[room.code, learner.seat.pk]))
    assert not Vote.objects.exists()


@pytest.mark.parametrize("how", ["another", "away", "end"])
def test_once_it_is_put_away_not_even_the_database_knows(asked, learners, room, how):
    if how == "another":
        asked.put("plan/silence")
    elif how == "away":
        asked.act("away")
    else:
        asked.client.post(reverse("classroom:end", args=[room.code]))
    votes = list(Vote.objects.filter(question__number=1))
    assert sorted(vote.option for vote in votes) == [1, 1, 2, 2, 3]
    assert {vote.seat for vote in votes} == {None}
    assert {vote.voter for vote in votes} == {1, 2, 3, 4, 5}
    assert len({vote.at for vote in votes}) == 1


def test_what_one_person_said_twice_stays_together(asked, learners, room):
    asked.act("again")
    for learner in learners:
        learner.vote(1)
    asked.act("close")
    before = report_of(room).asked[0].moves
    asked.act("away")
    assert report_of(room).asked[0].moves == before
    assert sum(before.values()) == len(learners)


def test_a_vote_too_late_is_told_that_it_is_nobodys(asked, learners):
    question = asked.question
    asked.act("away")
    answer = learners[0].vote(1, question).content.decode()
    assert "is nobody’s any more" in answer
    assert "No earlier vote" not in answer


def test_the_log_of_a_vote_that_came_late_does_not_tell_the_one_before(host, learner, names_hidden, caplog):
    names_hidden(True)
    host.type(options=("Wait", "Ask again"))
    learner.vote(0)
    host.act("close")
    assert "Your vote for “Wait” is kept" in learner.vote(1).content.decode()
    assert "late by seat" in caplog.text
    assert "Wait" not in caplog.text


def test_a_question_with_names_keeps_its_voters_when_it_is_put_away(host, learner):
    host.put()
    learner.vote(1)
    host.act("away")
    assert Vote.objects.get().seat == learner.seat
    assert not Question.objects.get().anonymous
