"""A new step takes the last one's verdict and reading off the wall; it cuts nobody off who votes."""

import pytest
from django.urls import reverse

from lesson.classroom import steering
from lesson.classroom.models import Room

pytestmark = pytest.mark.django_db
BEHIND = "The room is at another step than this question"


def go_to(host, step):
    assert host.client.post(reverse("classroom:step", args=[host.room.code]), {"step": step}).status_code == 302


def on_the_wall(host):
    return "data-question" in host.get("part", "projector").content.decode()


@pytest.fixture
def told(monkeypatch):
    """Topics that were announced when the step began, by the module that steers as by those of questions."""
    said = []
    for module in (steering.notices, steering.telling):
        monkeypatch.setattr(module, "announce", lambda room, topic, *_, **__: said.append(topic))
    return said


@pytest.mark.parametrize("verbs", [["close"], ["reveal"], ["reveal", "decide"]], ids=lambda verbs: verbs[-1])
def test_a_vote_that_is_over_leaves_wall_and_phones_and_stays_in_the_report(host, learner, told, verbs):
    host.put()
    learner.vote(2)
    for verb in verbs:
        assert host.act(verb, apart="yes").status_code == 200
    assert on_the_wall(host)
    go_to(host, "ask-again")
    assert not on_the_wall(host)
    assert "data-question" not in learner.card()
    assert host.question.prompt[:40] in host.get("report").content.decode()
    assert told[-2:] == ["question", "run"]


def test_people_who_vote_are_not_cut_off_and_the_host_is_told(host, learner):
    host.put()
    assert BEHIND not in host.get("part", "host").content.decode()
    go_to(host, "ask-again")
    assert on_the_wall(host)
    assert BEHIND in host.get("part", "host").content.decode()
    assert learner.vote(2).status_code == 200
    host.act("close")
    assert BEHIND not in host.get("part", "host").content.decode()


def test_a_question_that_was_put_before_its_step_stays_with_it(host):
    host.put("plan/ask-again")
    host.act("close")
    go_to(host, "ask-again")
    assert on_the_wall(host)


def test_a_step_ends_the_reading(host, learner, told):
    host.post("move", place="section/partial-failure")
    assert "We are reading" in host.get("pace", "projector").content.decode()
    go_to(host, "ask-again")
    assert "We are reading" not in host.get("pace", "projector").content.decode()
    assert "iframe" not in learner.get("pace", "learner").content.decode()
    assert told[-2:] == ["pace", "run"]


def test_to_leave_the_plan_takes_nothing_away(host, told):
    host.put()
    host.act("close")
    host.post("move", place="section/partial-failure")
    go_to(host, "")
    assert on_the_wall(host)
    assert Room.objects.get(pk=host.room.pk).pace == Room.LED
