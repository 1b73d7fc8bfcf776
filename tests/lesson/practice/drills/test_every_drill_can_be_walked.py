"""Each incident from the pager to the solution, through its pages. The runs are those that all tests share."""

import msgspec
import pytest
from django.test import Client

from lesson.practice.drills import grader, grading, reasons
from playground.jobs.job import Progress
from tests.lesson.practice.drills.conftest import DRILLS
from tests.lesson.practice.drills.pages import words

pytestmark = pytest.mark.django_db


class Shared:
    """An office that has run everything already."""

    def __init__(self, submissions):
        self._answers = {}
        for graded in submissions.values():
            drill = DRILLS[graded.submission.drill]
            knobs = grading.checked_repair(drill, graded.submission.knobs)
            plan = grading.plan_of(drill, graded.trials[0].arm, 1, knobs)
            self._answers.setdefault(self._key(plan), graded.answers)
        self._jobs = {}

    @staticmethod
    def _key(plan):
        return msgspec.json.encode([plan.recipe.knobs, plan.recipe.faults], order="sorted")

    def submit(self, owner, plans, summarise, *, key, title):
        answers = self._answers[self._key(plans[0])]
        assert len(answers) == len(plans)
        self._jobs[key] = Progress(
            id=key, owner=owner, key=key, title=title, state="done", total=len(plans), done=len(plans), failed=0,
            place=0, seconds_left=None, words="", answers=tuple(answers),
        )  # fmt: skip
        return self._jobs[key]

    def look(self, name):
        return self._jobs.get(name)


@pytest.fixture
def shared_office(submissions, monkeypatch):
    office = Shared(submissions)
    monkeypatch.setattr(grader, "office", lambda: office)


def form_of(page, knobs):
    """What the page's form sends once these controls have been set."""
    drill = page.context["drill"]
    settings = grading.found_settings(drill) | grading.checked_repair(drill, knobs)
    fields = {name: grading.KNOBS[name].write(settings[name]) for name in drill.controls}
    return {"form": page.context["form"], "version": page.context["version"], **fields}


@pytest.mark.parametrize("slug", DRILLS)
def test_from_the_pager_to_the_solution(shared_office, slug):
    drill, client = DRILLS[slug], Client()
    address = f"/practice/fault-tolerance/drills/{slug}/"
    page = client.get(address)
    assert drill.pager.text in words(page)
    assert all(len(row) == 4 for row in page.context["goals"])
    assert not all(met for _, _, _, met in page.context["goals"]), "something is wrong with the shop as found"

    wrong_cause = next(cause for cause in drill.causes if not cause.right)
    page = client.post(f"{address}cause/", {"cause": wrong_cause.id}, follow=True)
    assert page.context["stage"] == "cause"
    right_cause = next(cause for cause in drill.causes if cause.right)
    page = client.post(f"{address}cause/", {"cause": right_cause.id}, follow=True)
    assert page.context["stage"] == "repair"

    wrong = next(repair for repair in drill.repairs if repair.misses)
    page = client.post(address, form_of(page, wrong.knobs), follow=True)
    missed = [line for line in page.context["result"].lines if not line.met]
    assert sorted(line.goal.id for line in missed) == sorted(wrong.misses)
    told = {goal.id: goal.missed for goal in reasons.goals_for(drill, grading.checked_repair(drill, wrong.knobs))}
    assert [line.why for line in missed] == [told[line.goal.id] for line in missed]
    assert client.get(f"{page.wsgi_request.path}watch/").status_code == 200

    page = client.get(address)
    assert page.context["solution"] is None
    page = client.post(address, form_of(page, drill.repairs[0].knobs), follow=True)
    assert page.context["result"].report.passed

    page = client.get(address)
    assert page.context["stage"] == "over"
    assert drill.repairs[0].title in words(page)
    assert [entry.attempt.passed for entry in page.context["history"]] == [True, False]
