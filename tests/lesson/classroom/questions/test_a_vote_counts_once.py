"""One vote a seat and round, whatever is sent how often; late ones are refused with what is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lesson.classroom.models import Seat
from lesson.classroom.questions import votes
from lesson.classroom.questions.models import Question, Vote
from lesson.classroom.questions.refusals import Refusal
from lesson.classroom.questions.votes import Ballot

pytestmark = pytest.mark.django_db
QUERIES_PER_VOTE = 12
"""Session, room, seat, savepoint, question, vote, savepoint, own votes; and the count, a few times a second for all."""


def options_of(learner):
    return list(Vote.objects.filter(seat=learner.seat).order_by("round").values_list("round", "option"))


def test_a_vote_is_counted(host, learner):
    host.put()
    assert learner.vote(2).status_code == 200
    assert options_of(learner) == [(1, 2)]


def test_a_double_tap_counts_once(host, learner):
    host.put()
    for _ in range(3):
        learner.vote(2)
    assert options_of(learner) == [(1, 2)]


def test_while_the_vote_is_open_the_last_word_counts(host, learner):
    host.put()
    learner.vote(0)
    learner.vote(2)
    assert options_of(learner) == [(1, 2)]


def test_the_database_itself_refuses_a_second_row(host, learner):
    question = host.put()
    learner.vote(0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(question=question, seat=learner.seat, round=1, option=1)


def test_each_round_has_a_vote_of_its_own(host, learner):
    host.put()
    learner.vote(0)
    host.act("close")
    host.act("again")
    learner.vote(2)
    assert options_of(learner) == [(1, 0), (2, 2)]


def test_own_votes_are_there_after_a_reload(host, learner):
    host.put()
    learner.vote(2)
    assert 'data-own-first="2"' in learner.card()
    assert 'aria-pressed="true"' in learner.page()


def test_a_late_vote_is_refused_and_told_what_is_kept(host, learner):
    host.put()
    learner.vote(0)
    host.act("close")
    refused = learner.vote(2)
    assert refused.status_code == 409
    assert "Your vote for “None: failed means failed” is kept." in refused.content.decode()
    assert options_of(learner) == [(1, 0)]


def test_a_late_first_vote_is_told_that_nothing_had_come_in(host, learner):
    host.put()
    host.act("close")
    assert "No earlier vote of yours had come in." in learner.vote(2).content.decode()


def test_time_that_has_run_out_closes_a_vote_by_itself(host, learner):
    question = host.put(seconds="30")
    Question.objects.filter(pk=question.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert learner.vote(2).status_code == 409
    assert "The vote is over" in learner.card()


def test_a_form_of_the_first_vote_is_refused_in_the_second(host, learner):
    host.put()
    learner.vote(0)
    host.act("close")
    host.act("again")
    refused = learner.vote(2, round_=1)
    assert refused.status_code == 409
    assert "this is the second" in refused.content.decode()
    assert options_of(learner) == [(1, 0)]


def test_a_form_of_a_question_that_was_put_away_is_refused_with_the_one_there_is_now(host, learner):
    first = host.put()
    host.put("plan/key")
    refused = learner.vote(1, first)
    assert refused.status_code == 409
    assert "What is left?" in refused.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("option", ["3", "-1", "", "one", "٢", "9" * 400, "1.0", "<b>"])
def test_an_option_that_does_not_exist_is_refused_politely(host, learner, option):
    host.put()
    refused = learner.vote(option)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert not Vote.objects.exists()


def test_a_question_that_does_not_exist_is_refused_politely(host, learner):
    host.put()
    refused = learner.post("vote", 99, option="1", round="1")
    assert refused.status_code == 409
    assert "not there any more" in refused.content.decode()


def test_without_a_seat_nobody_votes(host, client, room, learners):
    host.put()
    assert client.post(host.address("vote", 1), {"option": "1", "round": "1"}).status_code == 404
    assert not Vote.objects.exists()


def test_without_javascript_a_vote_leads_back_to_the_room(host, learner):
    host.put()
    response = learner.vote(1, htmx=False)
    assert response.status_code == 302
    assert response.url.endswith(f"/classroom/{host.room.code}/#question")


def test_without_javascript_a_refusal_is_a_page_that_says_why(host, learner):
    host.put()
    host.act("close")
    refused = learner.vote(1, htmx=False)
    assert refused.status_code == 409
    assert "was not counted" in refused.content.decode()
    assert f"Back to room {host.room.shown}" in refused.content.decode()


def test_a_vote_needs_the_token_that_its_form_holds(host, learner):
    host.put()
    learner.client.handler.enforce_csrf_checks = True
    assert learner.vote(1).status_code == 403


def test_a_vote_costs_few_queries_however_many_have_voted(host, learners):
    host.put()
    for other in learners[1:]:
        other.vote(1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        learners[0].vote(2)
    assert len(queries) <= QUERIES_PER_VOTE, [query["sql"][:90] for query in queries]


def test_a_refusal_is_logged_with_room_and_reason(host, learner, caplog):
    host.put()
    host.act("close")
    learner.vote(2)
    assert f"Room {host.room.code}: late by seat {learner.seat.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", ["seat", "room"])
def test_a_vote_that_races_the_removal_of_its_seat_is_refused_in_words(host, learner, room, gone):
    """The seat was there when the request came in, and is not when the vote is counted."""
    question = host.put()
    ballot = Ballot(question.number, str(question.round), "1")
    seat = Seat.objects.select_related("room").get(pk=learner.seat.pk)
    (Seat.objects.filter(pk=seat.pk) if gone == "seat" else type(room).objects.filter(pk=room.pk)).delete()
    with pytest.raises(Refusal, match="removed this seat" if gone == "seat" else "not there any more"):
        votes.cast(seat, ballot)
    assert not Vote.objects.exists()


def test_whoever_is_removed_is_told_so_on_the_card(host, learner, monkeypatch):
    host.put()

    def removed(*_):
        raise IntegrityError("FOREIGN KEY constraint failed")

    monkeypatch.setattr(votes, "_count", removed)
    answer = learner.vote(1)
    assert answer.status_code == 403
    assert "has removed this seat" in answer.content.decode()
