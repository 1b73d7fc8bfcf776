"""Open, closed, voted on again, revealed, put away: each step only where it fits, and never twice."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lesson.classroom import notices, rooms
from lesson.classroom.questions.models import Question, Vote

pytestmark = pytest.mark.django_db


def refused(response, status=409):
    assert response.status_code == status
    html = response.content.decode()
    return html.split('role="alert">', 1)[1].split("</p>", 1)[0]


def test_vote_discuss_vote_again_and_both_tallies_side_by_side(host, learners):
    host.put()
    for learner, option in zip(learners, (0, 1, 1, 2, 2), strict=True):
        learner.vote(option)
    closed = host.act("close").content.decode()
    assert "Discuss, then vote again" in closed
    assert "40% are right" in closed
    host.act("again")
    for learner in learners:
        learner.vote(2)
    html = host.act("reveal").content.decode()
    assert '<span class="tally__round">first</span>' in html
    assert "<b>40%</b>" in html
    assert "<b>100%</b>" in html
    assert "<b>+60</b> percentage points" in html


def test_a_room_that_knows_it_is_told_to_go_on(host, learners):
    host.put()
    for learner in learners:
        learner.vote(2)
    assert "Show it and go on" in host.act("close").content.decode()


def test_a_room_that_has_no_idea_gets_the_idea_first(host, learners):
    host.put()
    for learner in learners:
        learner.vote(0)
    assert "Explain, then vote again" in host.act("close").content.decode()


def next_step(html):
    return re.search(r'id="desk-next">([^<]+)<', html)[1]


def test_of_few_votes_the_host_is_told_that_they_are_few_and_waits_for_those_who_are_here(host, learners, monkeypatch):
    here = {learner.seat.pk for learner in learners}
    monkeypatch.setattr(notices, "seats_present", lambda _: here)
    host.put()
    for learner in learners[:2]:
        learner.vote(2)
    html = host.act("close").content.decode()
    assert "Too few votes to judge" in html
    assert next_step(html) == "30 s more"
    here -= {learner.seat.pk for learner in learners[2:]}
    assert next_step(host.get("part", "host").content.decode()) == "Show the tally"


def test_that_showing_the_tally_ends_the_second_vote_is_said_before(host, learner):
    said = "Once the tally is shown there is no second vote"
    opened = host.post("put", source="plan/silence").content.decode()
    assert said in opened
    assert "To vote twice, close the vote first." in opened
    closed = host.act("close").content.decode()
    assert said in closed
    assert "close the vote first" not in closed
    assert said not in host.act("again").content.decode()
    assert said not in host.act("reveal").content.decode()


def test_there_are_two_votes_and_no_third(host):
    host.put()
    host.act("close")
    host.act("again")
    host.act("close")
    assert "voted twice" in refused(host.act("again"))


def test_extra_time_opens_a_vote_that_has_run_out(host, learner):
    question = host.put(seconds="30")
    Question.objects.filter(pk=question.pk).update(closes_at=timezone.now() - timedelta(seconds=5))
    host.act("extend")
    assert learner.vote(1).status_code == 200
    assert host.question.closes_at > timezone.now() + timedelta(seconds=20)


def test_extra_time_adds_to_what_is_left(host):
    question = host.put(seconds="60")
    host.act("extend")
    assert host.question.closes_at == question.closes_at + timedelta(seconds=30)


def test_a_vote_without_an_end_needs_no_extra_time(host):
    host.put()
    assert "no end until you close it" in refused(host.act("extend"))


def test_once_the_tally_is_out_nobody_votes_again(host, learner):
    host.put()
    host.act("reveal")
    assert "the tally is out" in refused(host.act("extend"))
    assert "the tally is out" in refused(host.act("again"))
    assert learner.vote(1).status_code == 409


def test_of_two_hosts_who_reveal_at_once_one_does_it_and_the_other_is_told(host, room):
    other = type(host)(room)
    host.put()
    host.act("close")
    seen = host.question.stage
    assert host.act("reveal", seen).status_code == 200
    revealed_at = host.question.revealed_at
    assert "the tally is out" in refused(other.act("reveal", seen))
    assert host.question.revealed_at == revealed_at


def test_of_two_hosts_who_ask_at_once_one_does_it_and_the_other_is_told(host, room):
    host.put("plan/silence", after="0")
    assert "another question was put" in refused(host.post("put", source="plan/key", after="0"))
    assert Question.objects.count() == 1


def test_a_form_that_has_seen_another_state_changes_nothing(host):
    host.put()
    seen = host.question.stage
    host.act("close")
    assert "the vote is over and the tally still hidden" in refused(host.act("close", seen))
    assert "in the second round" in _after_again(host, seen)


def _after_again(host, seen):
    host.act("again")
    return refused(host.act("close", seen))


def test_a_new_question_puts_the_old_one_away_unrevealed(host, learner):
    first = host.put()
    learner.vote(1)
    host.put("plan/key")
    first.refresh_from_db()
    assert (first.state, first.put_away_at is None) == (Question.CLOSED, False)
    assert Vote.objects.filter(question=first).count() == 1


def test_a_question_that_was_put_away_is_done_with(host):
    first = host.put()
    host.act("away")
    assert "has been put away" in refused(host.post("act", first.number, "reveal", seen="1-closed"))
    assert "Nothing is asked just now" in host.get("part", "host").content.decode()


@pytest.mark.parametrize("verb", ["close", "again", "reveal", "extend", "decide", "settle", "apply", "away"])
def test_a_learner_who_forges_a_hosts_step_is_refused_and_it_is_logged(host, learner, verb, caplog):
    question = host.put()
    forged = learner.post("act", question.number, verb, seen=question.stage)
    assert forged.status_code == 403
    assert "refused, not the host" in caplog.text
    assert host.question.state == Question.OPEN


def test_a_learner_cannot_ask(host, learner):
    assert learner.post("put", source="plan/silence").status_code == 403
    assert not Question.objects.exists()


def test_a_step_that_there_is_not_is_not_found(host):
    question = host.put()
    assert host.post("act", question.number, "explode", seen=question.stage).status_code == 404
    assert host.post("act", 99, "close", seen="1-open").status_code == 404


def test_a_class_that_is_over_is_asked_nothing_and_votes_no_more(host, room, learner):
    host.put()
    rooms.end(room)
    assert "This class is over" in refused(host.post("put", source="plan/key"))
    assert learner.vote(1).status_code == 409


def test_without_javascript_each_step_leads_back_to_the_hosts_page(host):
    question = host.put()
    done = host.post("act", question.number, "close", seen=question.stage, htmx=False)
    assert done.status_code == 302
    assert done.url.endswith("/host/#question")
    again = host.post("act", question.number, "close", seen=question.stage, htmx=False)
    assert again.status_code == 409
    assert f"Back to room {host.room.shown}" in again.content.decode()


def test_with_its_room_everything_goes(host, learners, room):
    host.put()
    learners[0].vote(1)
    rooms.delete(room)
    assert not Question.objects.exists()
    assert not Vote.objects.exists()


def test_with_a_seat_its_votes_go(host, learners):
    host.put()
    learners[0].vote(1)
    learners[1].vote(1)
    learners[0].seat.delete()
    assert Vote.objects.count() == 1
