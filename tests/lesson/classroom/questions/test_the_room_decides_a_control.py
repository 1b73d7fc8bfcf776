"""A control is put to a vote, and what wins is what the shared run gets; a tie is the host's."""

import re

import pytest

from lesson.classroom import run
from lesson.classroom.questions import controls
from playground import links
from playground.knobs import KNOBS
from playground.runs import Change
from playground.scenarios.catalogue import all_scenarios, load

pytestmark = pytest.mark.django_db
KNOB = "timeout.attempt_s"


def changes(room):
    return [change.knobs for change in links.read(run.instant(room).recipe).changes]


def ask(host, values="1, 2, 5"):
    return host.post("put", knob=KNOB, values=values)


def test_the_controls_that_the_scenario_puts_forward_can_be_decided(host):
    html = host.get("part", "host").content.decode()
    assert host.post("put", source="plan/silence").content.decode().count('name="knob"') == 4
    assert "Nothing is asked" in html


def test_what_is_in_force_is_told_as_it_is_when_it_is_looked_at(host, room, learner):
    assert "now off" in host.get("choices").content.decode().partition("Retries")[2][:60]
    run.apply_change(room, Change(knobs={"retry.enabled": True}))
    assert "now on" in host.get("choices").content.decode().partition("Retries")[2][:60]
    assert learner.get("choices").status_code == 403


def test_the_values_become_answers_and_the_one_in_force_says_so(host, learner):
    ask(host)
    assert host.question.options == ["1 s", "2 s", "5 s"]
    assert "the room decides" in learner.card()
    for html in everywhere(host, learner):
        assert re.findall(r"(\d s) \(as it is\)", html) == ["1 s"]


def everywhere(host, learner):
    return (
        learner.card(),
        learner.page(),
        host.get("part", "projector").content.decode(),
        host.get("part", "host").content.decode(),
    )


def test_what_was_applied_is_what_the_run_has(host, room, learner):
    ask(host)
    learner.vote(1)
    host.act("reveal")
    host.act("apply")
    for html in everywhere(host, learner):
        assert "as it is" not in html
        assert "2 s (applied)" in html
    host.act("away")
    assert "2 s (applied)" in host.get("report").content.decode()
    assert "2 s (applied)" in host.get("csv", "questions").content.decode()


def test_a_value_is_called_what_the_control_calls_it(host, room, learner):
    knob, names = "payment.queue", ["oldest first", "newest first", "CoDel"]
    run.show(room, load("retry-storm").recipe(5))
    assert ", ".join(names) in host.get("choices").content.decode()
    for values in (", ".join(names), "fifo,lifo,codel"):
        host.post("put", knob=knob, values=values)
        assert host.question.options == names
    learner.vote(1)
    host.act("reveal")
    for html in (*everywhere(host, learner), host.get("report").content.decode()):
        assert "newest first" in html
        assert not re.search("fifo|lifo", html)
    host.act("apply")
    assert changes(room) == [{knob: "lifo"}]


@pytest.mark.parametrize("scenario", all_scenarios(), ids=lambda scenario: scenario.slug)
def test_every_control_can_be_asked_as_it_is_offered(host, room, scenario):
    run.show(room, scenario.recipe(1))
    for choice in controls.choices(room):
        assert 2 <= len(controls.draft(room, choice.knob.name, choice.suggested).options) <= 6


@pytest.mark.parametrize("knob", [knob for knob in KNOBS.values() if knob.unlimited], ids=lambda knob: knob.name)
def test_beside_unlimited_stand_limits_that_can_be_set(room, knob):
    limits = controls.suggested(knob, None)[1:]
    assert limits
    assert [knob.check(limit) for limit in limits] == limits


def test_the_winner_is_applied_to_the_shared_run(host, room, learners):
    ask(host)
    for learner, option in zip(learners, (1, 1, 2, 1, 0), strict=True):
        learner.vote(option)
    host.act("reveal")
    host.act("apply", option="1")
    assert changes(room) == [{KNOB: 2.0}]
    assert host.question.applied == 1
    for html in (learners[0].card(), learners[0].page(), host.get("part", "projector").content.decode()):
        assert "The run has it now: <b>B</b>, 2 s." in html


def test_there_is_one_thing_to_do_next(host, learner):
    ask(host)
    learner.vote(1)
    assert host.act("reveal").content.decode().count("button--primary") == 1
    assert host.act("apply").content.decode().count("button--primary") == 1


def test_a_host_cannot_apply_what_has_not_won(host, room, learners):
    ask(host)
    for learner in learners:
        learner.vote(1)
    host.act("reveal")
    host.act("apply", option="2")
    assert changes(room) == [{KNOB: 2.0}]


def test_a_tie_is_the_hosts(host, room, learners):
    ask(host)
    for learner, option in zip(learners, (1, 1, 2, 2, 0), strict=True):
        learner.vote(option)
    assert "A tie: the choice is yours." in host.act("reveal").content.decode()
    refused = host.act("apply")
    assert refused.status_code == 409
    assert "choose one of those that lead" in refused.content.decode()
    assert host.act("apply", option="0").status_code == 409
    host.act("apply", option="2")
    assert changes(room) == [{KNOB: 5.0}]


def test_where_nobody_voted_nothing_has_won(host, room):
    ask(host)
    host.act("reveal")
    assert "nothing has won" in host.act("apply").content.decode()
    assert changes(room) == []


def test_it_is_applied_once(host, room, learner):
    ask(host)
    learner.vote(1)
    host.act("reveal")
    host.act("apply")
    assert "applied already" in host.act("apply").content.decode()
    assert changes(room) == [{KNOB: 2.0}]


def test_before_the_reveal_nothing_is_applied(host, room, learner):
    ask(host)
    learner.vote(1)
    assert host.act("apply").status_code == 409
    assert changes(room) == []


def test_the_second_vote_is_the_one_that_counts(host, room, learners):
    ask(host)
    for learner in learners:
        learner.vote(0)
    host.act("close")
    host.act("again")
    learners[0].vote(2)
    host.act("reveal")
    host.act("apply")
    assert changes(room) == [{KNOB: 5.0}]


@pytest.mark.parametrize("values", ["", "1", "1,1", "1,2,3,4,5,6,7", "1, soon", "-1, 2", "1, " + "9" * 400])
def test_values_that_are_none_are_refused_beside_their_field(host, values):
    refused = ask(host, values)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert 'aria-invalid="true"' in html
    assert host.question is None


def test_a_control_that_there_is_not_is_refused(host):
    assert host.post("put", knob="no.such", values="1,2").status_code == 422


def test_a_change_that_the_run_does_not_take_is_said_and_nothing_is_applied(host, room, learner, monkeypatch):
    def refuse(*_):
        raise run.ChangeRefused("its list of changes is full.")

    monkeypatch.setattr(controls.run, "apply_change", refuse)
    ask(host)
    learner.vote(1)
    host.act("reveal")
    refused = host.act("apply")
    assert refused.status_code == 409
    assert "its list of changes is full" in refused.content.decode()
    assert host.question.applied is None
