"""A prediction is marked by the room's own run as it stands, or by the same experiment apart, beside what each said."""

import pytest
from django.core.cache import cache

from lesson.classroom import run
from lesson.classroom.questions import oracle
from lesson.classroom.questions.deciding import counting_from
from lesson.classroom.questions.models import Question
from playground import links
from playground.checkout import faults as fault_rules
from playground.experiments import Plan, run_one
from playground.jobs import awaited
from playground.jobs.owners import source_in
from playground.runs import Change, Recipe, Run
from playground.scenarios.catalogue import load
from tests.playground.offices import open_office

__all__ = ["open_office"]

pytestmark = pytest.mark.django_db


by_workers = awaited.results


@pytest.fixture(autouse=True)
def asked_for(monkeypatch):
    """What the worker would do, without starting one. Who asked for how many runs."""
    asked = []

    def here(owner, plans):
        asked.append((owner, len(plans)))
        return list(map(run_one, plans))

    monkeypatch.setattr(awaited, "results", here)
    return asked


def test_a_worker_reads_the_run_as_it_stood_at_each_time(monkeypatch, open_office):
    open_office()
    monkeypatch.setattr(awaited, "results", by_workers)
    recipe = load("lost-response").recipe(11)
    with Run(recipe) as going:
        going.skip(5.0)
        early = going.summary()
        going.skip(20.0)
        assert oracle.measured("host", oracle.up_to(recipe, (5.0, 20.0))) == [early, going.summary()]


def test_the_rooms_own_run_is_read_in_its_hosts_turn_and_the_lessons_in_the_sites(host, room, asked_for):
    host.put("plan/silence")
    stands(room, load("lost-response").recipe(11), 30.0)
    host.act("decide")
    host.put("prediction/naive-retry")
    cache.clear()
    host.act("decide", apart="yes")
    (hosts, two), (sites, one) = asked_for
    assert (two, one) == (2, 1)
    assert hosts == host.client.session["jobs"]
    assert source_in(sites) == "site"


def test_a_queue_that_is_full_is_told_of_and_the_question_stays(host, room, monkeypatch, open_office):
    open_office(jobs=0)
    monkeypatch.setattr(awaited, "results", by_workers)
    host.put("plan/silence")
    stands(room, load("lost-response").recipe(11), 30.0)
    refused = host.act("decide")
    assert refused.status_code == 409
    assert "try again in a minute" in refused.content.decode()
    assert host.question.state == Question.OPEN


class Told:
    """An office that knows of one job."""

    def __init__(self, place, seconds_left):
        self.place, self.seconds_left = place, seconds_left

    def find(self, owner, key):
        return self if (owner, key) == ("host", awaited.key_of(SOME)) else None


SOME = oracle.up_to(load("lost-response").recipe(11), (5.0, 20.0))


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (Told(place=0, seconds_left=3.4), "About 3 s to go."),
        (Told(place=1, seconds_left=0.1), "About 1 s to go."),
        (Told(place=2, seconds_left=9.0), "It waits for its turn: 1 is before it."),
        (Told(place=4, seconds_left=9.0), "It waits for its turn: 3 are before it."),
        (Told(place=0, seconds_left=None), ""),
    ],
)
def test_while_a_run_decides_the_host_can_ask_how_far_it_is_and_afterwards_nothing_is_said(
    host, learner, monkeypatch, job, words
):
    monkeypatch.setattr(oracle, "office", lambda: job)
    question = host.put("plan/silence")
    with oracle.waiting_for(question, "host", SOME):
        assert host.get("deciding", question.number).content.decode() == words
        assert learner.get("deciding", question.number).status_code == 403
    assert host.get("deciding", question.number).content.decode() == ""


def stands(room, recipe, t):
    room.scenario, room.recipe, room.t = recipe.scenario, links.write(recipe), t
    room.save()


def test_the_rooms_run_marks_the_question_and_everybody_sees_their_own_word_beside_it(host, room, learners):
    host.put("plan/silence")
    learners[0].vote(2)
    learners[1].vote(1)
    stands(room, load("lost-response").recipe(11), 30.0)
    html = host.act("decide").content.decode()
    assert "<b>100%</b> <span>of those who were told “failed” had been charged.</span>" in html
    assert "Read off this room’s run to 30 s." in html
    assert host.question.state == Question.REVEALED
    right, wrong = learners[0].page(), learners[1].page()
    assert 'data-verdict="2">' in right
    assert 'data-verdict="1">' in wrong
    assert "Not what happened." in wrong


def test_a_run_that_is_too_young_is_waited_for(host, room):
    host.put("plan/silence")
    stands(room, load("lost-response").recipe(11), 4.0)
    refused = host.act("decide")
    assert refused.status_code == 409
    assert "let it go on to 10 s. It stood at 4 s when you asked" in refused.content.decode()
    assert host.question.state == Question.OPEN


def test_a_room_that_shows_another_run_has_it_decided_apart(host, room, learner):
    host.put("plan/storm")
    learner.vote(2)
    html = host.act("decide").content.decode()
    assert "Run out of sight for 60 s" in html
    assert host.question.verdict.option == 2


def test_what_the_host_changes_after_the_question_is_what_counts(host, room):
    """Twenty seconds without retries, then the question, then retries: the doubles since then decide."""
    calm = load("double-charge").recipe(7)
    stands(room, calm, 20.0)
    host.put("plan/ask-again")
    changed = Recipe(**{**_fields(calm), "changes": (Change(at=25.0, knobs={"retry.enabled": True}),)})
    stands(room, changed, 60.0)
    host.act("decide")
    said = host.question.verdict
    assert (said.option, said.since, said.rooms_own) == (1, 25.0, True)
    assert float(said.shown.rstrip("%")) > 8


def _fields(recipe):
    return {"scenario": recipe.scenario, "seed": recipe.seed, "knobs": recipe.knobs, "faults": recipe.faults}


def refusal_of(host, *words):
    refused = host.act("decide")
    assert refused.status_code == 409
    for each in words:
        assert each in refused.content.decode()
    assert host.question.verdict is None


def test_a_run_without_what_the_question_is_about_crowns_no_answer(host, room):
    """The key is off, so the doubles go on: “half of the doubles” would have been right."""
    recipe = load("double-charge").recipe(7)
    retrying = Recipe(**{**_fields(recipe), "knobs": recipe.knobs | {"retry.enabled": True}})
    stands(room, retrying, 0.0)
    host.put("plan/key")
    stands(room, retrying, 60.0)
    refusal_of(
        host, "a run with “Idempotency key” on (not off). Set it so first", "or have it decided by a run out of sight"
    )
    stands(
        room, Recipe(**{**_fields(retrying), "changes": (Change(at=60.0, knobs={"idempotency.enabled": True}),)}), 105.0
    )
    host.act("decide")
    assert (host.question.verdict.option, host.question.verdict.since) == (1, 60.0)


@pytest.mark.parametrize("source", ["plan/ask-again", "plan/key"])
def test_every_question_whose_control_was_not_switched_is_refused_in_words(host, room, source):
    stands(room, load("double-charge").recipe(7), 60.0)
    host.put(source)
    stands(room, load("double-charge").recipe(7), 110.0)
    refusal_of(host, "“Retries” on (not off)")


def test_a_fault_struck_by_hand_is_no_part_of_the_question(host, room):
    recipe = load("lost-response").recipe(11)
    host.put("plan/silence")
    lost = fault_rules.check({"service": "payment", "kind": "request_lost", "start": 12.0, "duration": 5.0})
    struck = Change(at=12.0, strike=(lost,))
    stands(room, Recipe(**{**_fields(recipe), "changes": (struck,)}), 40.0)
    refusal_of(host, "struck or healed at 12 s")


def test_seconds_that_are_over_stay_what_they_were(host, room):
    """After the forty seconds that are asked for, what is tried on the storm does not matter; before, it does."""
    recipe = load("retry-storm").recipe(5)
    host.put("plan/storm")
    stands(room, Recipe(**{**_fields(recipe), "changes": (Change(at=30.0, knobs={"retry.enabled": False}),)}), 75.0)
    refusal_of(host, "“Retries” on (not off) from the start, and at 30 s it was not so")
    stands(room, Recipe(**{**_fields(recipe), "changes": (Change(at=61.0, knobs={"retry.enabled": False}),)}), 75.0)
    host.act("decide")
    assert host.question.verdict.option == 2


def test_a_prediction_of_the_lesson_is_decided_by_its_experiment(host, learner):
    host.put("prediction/naive-retry")
    learner.vote(2)
    host.act("decide", apart="yes")
    assert host.question.answer == 2
    assert 'data-verdict="2">' in learner.page()


def test_its_answer_is_foreseen_while_people_vote_so_that_the_host_is_advised(host, learners):
    assert oracle.foresee(host.put("prediction/naive-retry"))
    for learner, option in zip(learners, (2, 2, 0, 1, 3), strict=True):
        learner.vote(option)
    assert "40% are right" in host.act("close").content.decode()
    assert "right" not in learners[0].card()


def test_until_it_is_foreseen_the_advice_goes_by_how_split_the_room_is(host, learners):
    host.put("prediction/naive-retry")
    for learner, option in zip(learners, (2, 2, 0, 1, 3), strict=True):
        learner.vote(option)
    assert "The room is split" in host.act("close").content.decode()


def test_what_cannot_be_foreseen_is_logged_and_the_room_goes_on(host, monkeypatch, caplog):
    question = host.put("prediction/naive-retry")
    monkeypatch.setattr(oracle, "ask", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(oracle.connections, "close_all", lambda: None)  # the test goes on with its own
    oracle._foresee(question, then=pytest.fail)
    assert f"the answer of question {question.number} could not be foreseen" in caplog.text


def test_the_host_may_tell_the_answer_without_a_run(host, learner):
    host.put("plan/silence")
    host.act("reveal")
    host.act("settle")
    assert "✓ right" in learner.card()
    assert "Read off" not in learner.card()


def test_a_concept_question_cannot_be_decided_by_a_run(host):
    host.put("quiz/giving-up")
    refused = host.act("decide")
    assert refused.status_code == 409
    assert "No run can decide this question." in refused.content.decode()


def test_a_run_is_decided_once(host, room):
    host.put("plan/silence")
    stands(room, load("lost-response").recipe(11), 30.0)
    seen = host.question.stage
    host.act("decide", seen)
    assert host.act("decide", seen).status_code == 409


def test_a_run_that_has_become_too_large_is_said_to_be(host, room, monkeypatch, open_office):
    open_office(events_run=10)
    monkeypatch.setattr(awaited, "results", by_workers)
    host.put("plan/silence")
    stands(room, load("lost-response").recipe(11), 30.0)
    refused = host.act("decide")
    assert refused.status_code == 409
    assert "too long to be read at once" in refused.content.decode()


def test_a_room_that_was_asked_at_one_run_and_shows_another_counts_from_the_start(host, room):
    host.put("plan/silence")
    asked = oracle.asked_at(host.question)
    other = load("lost-response").recipe(12)
    assert counting_from(asked, other, 30.0) == 0.0
    assert run.instant(room).scenario == "lost-response"


@pytest.mark.parametrize("source", ["plan/silence", "plan/ask-again", "plan/key", "plan/slow", "plan/storm"])
def test_run_apart_each_prepared_question_comes_out_as_prepared(host, source):
    question = host.put(source)
    host.act("decide", apart="yes")
    assert host.question.verdict.option == question.right


def test_the_recipe_that_decides_is_the_steps_with_what_is_changed_in_it(host):
    question = host.put("plan/key")
    recipe = links.read(question.run)
    assert (recipe.seed, recipe.knobs["retry.enabled"], recipe.knobs["idempotency.enabled"]) == (7, True, True)
    assert Plan(recipe=recipe, duration_s=recipe.ends_at).duration_s == load("double-charge").duration_s
