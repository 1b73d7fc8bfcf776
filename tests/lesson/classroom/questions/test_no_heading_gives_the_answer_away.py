"""Nobody reads how a run ends while they are asked: the wall and the phones call it by the step's name."""

import re

import pytest
from django.urls import reverse

from lesson.classroom import access, run
from lesson.classroom.headings import UNTOLD
from lesson.classroom.plans import plan_of
from lesson.reading.shelf import lessons
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.django_db
STEPS = [step for lesson in lessons().values() for step in plan_of(lesson).steps]
HEADING = re.compile(r'<h1 class="title">(.*?)</h1>\s*(?:<p class="lede">(.*?)</p>)?')


def heading(html):
    return HEADING.search(html).groups()


def wall(host):
    return heading(host.client.get(reverse("classroom:projector", args=[host.room.code])).content.decode())


def go_to(host, step):
    host.client.post(reverse("classroom:step", args=[host.room.code]), {"step": step})
    host.room.refresh_from_db()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_at_every_step_the_wall_and_the_phones_show_its_name_and_no_story(host, learner, step):
    go_to(host, step.id)
    for asked in (False, True):
        if asked:
            host.put(f"plan/{step.id}")
        assert wall(host) == (step.title, None)
        assert heading(learner.page()) == (step.title, None)


def test_no_step_is_called_as_its_scenario():
    assert not [step.id for step in STEPS if step.title == load(step.scenario).title]


def test_a_prediction_of_the_lesson_hides_the_title_until_its_answer_is_out(host, learner, announced):
    go_to(host, "")
    run.show(host.room, load("shared-pool").recipe(3))
    told = "One slow extra freezes the shop"
    assert wall(host)[0] == told
    source = next(draft for draft in sources(host) if draft.startswith("prediction/"))
    host.put(source)
    assert (wall(host), heading(learner.page())) == ((UNTOLD, None), (UNTOLD, None))
    assert UNTOLD in last_heading(announced)
    host.act("reveal")
    assert wall(host)[0] == UNTOLD
    host.act("decide", apart="yes")
    assert wall(host)[0] == heading(learner.page())[0] == told
    assert told in last_heading(announced)


def sources(host):
    return re.findall(r'<option value="([^"]+)"', host.get("part", "host").content.decode() + desk(host))


def desk(host):
    return host.client.get(reverse("classroom:host", args=[host.room.code])).content.decode()


def last_heading(announced):
    by_role = [html for topic, html in announced if topic == "run"][-1]
    assert by_role[access.LEARNER] == by_role[access.PROJECTOR]
    return by_role[access.LEARNER]


def test_what_has_no_answer_hides_nothing(host):
    go_to(host, "")
    host.type(right="")
    assert wall(host)[0] == load(host.room.scenario).title
