"""Every step of every plan leads to a run that opens and a section that is there; a broken plan is named."""

import pytest
from django.urls import reverse

from lesson.classroom.checks import plans
from lesson.classroom.plan import PlanError, read
from lesson.classroom.plans import plan_of
from lesson.reading.shelf import lessons

SECTIONS = frozenset({"safe-recovery"})
STEP = """
title = "One"
[[steps]]
id = "a"
title = "A"
minutes = 5
section = "{section}"
run = "{run}"
ask = "?"
options = ["x", "y"]
right = {right}
watch = "w"
say = "s"
"""


def steps():
    return [step for lesson in lessons().values() for step in plan_of(lesson).steps]


def written(tmp_path, section="safe-recovery", run="double-charge/?seed=1", right=1):
    path = tmp_path / "plan.toml"
    path.write_text(STEP.format(section=section, run=run, right=right))
    return path


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.id)
def test_every_steps_run_opens(client, step):
    assert client.get(reverse("playground:index") + step.run).status_code == 200


def test_the_answer_is_on_the_page_only_behind_the_teachers_note(client):
    text = client.get(reverse("classroom:index")).content.decode()
    for step in steps():
        assert step.ask.split(".", maxsplit=1)[0].split("“", maxsplit=1)[0] in text
    assert text.count("For you: the answer") == len(steps())


def test_the_plans_that_there_are_pass_the_check():
    assert plans(None) == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"section": "nowhere"}, "no section 'nowhere'"),
        ({"run": "no-such-shop/"}, "no scenario 'no-such-shop'"),
        ({"run": "double-charge/?retry.enabled=perhaps"}, "retry.enabled takes on or off"),
        ({"right": 2}, "option 2 is right, and there are 2"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named_with_its_file(tmp_path, wrong, named):
    with pytest.raises(PlanError, match=r"plan\.toml") as refused:
        read(written(tmp_path, **wrong), SECTIONS)
    assert named in str(refused.value)


def test_a_plan_that_is_right_is_read(tmp_path):
    assert read(written(tmp_path), SECTIONS).minutes == 5
