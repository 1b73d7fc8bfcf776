"""The number that a run came to says which option is right, and the prepared answers agree with the runs."""

import pytest

from lesson.classroom.plan import PlanError
from lesson.classroom.plan import read as read_plan
from lesson.classroom.plans import plan_of
from lesson.classroom.questions import drafts
from lesson.classroom.questions.deciding import (
    Decide,
    Undecided,
    complaint,
    counting_from,
    kept,
    outcome,
    read_decide,
    since,
)
from lesson.reading.shelf import lessons
from playground.experiments import Plan, run_one
from playground.runs import Change, Recipe

INF = float("inf")
SHARE = Decide(value="lost / sent", words="were lost", show="percent", ranges=[(-INF, 0.1), (0.1, 0.5), (0.5, INF)])


def prepared():
    steps = [step for lesson in lessons().values() for step in plan_of(lesson).steps]
    return [step for step in steps if step.decide]


@pytest.mark.parametrize("step", prepared(), ids=lambda step: step.id)
def test_the_prepared_answer_is_what_the_run_says(step):
    draft = drafts.of_step(step)
    result = run_one(Plan(recipe=draft.recipe, duration_s=draft.recipe.ends_at))
    assert outcome(draft.decide, result.measures, draft.recipe.ends_at, rooms_own=False).option == step.right


def test_every_prepared_question_with_an_answer_is_marked_by_a_run():
    asked = [step for lesson in lessons().values() for step in plan_of(lesson).steps if step.right is not None]
    assert asked == prepared()


def test_the_option_whose_range_holds_the_number_is_right():
    said = outcome(SHARE, {"lost": 3, "sent": 10}, t=20, rooms_own=True)
    assert (said.option, said.shown, said.words) == (1, "30%", "were lost")


def test_a_range_begins_with_its_first_number_and_ends_before_its_last():
    assert outcome(SHARE, {"lost": 1, "sent": 10}, t=20, rooms_own=True).option == 1
    assert outcome(SHARE, {"lost": 5, "sent": 10}, t=20, rooms_own=True).option == 2


def test_a_share_of_nothing_counts_as_none():
    assert outcome(SHARE, {"lost": 0, "sent": 0}, t=20, rooms_own=True).option == 0


def test_a_number_in_no_range_makes_no_option_right():
    gap = Decide(value="lost", words="lost", ranges=[(0, 1), (5, 9)])
    assert outcome(gap, {"lost": 3}, t=20, rooms_own=True).option is None


def test_a_run_that_is_too_young_says_from_when_it_can_tell():
    with pytest.raises(Undecided, match=r"go on to 10 s\. It stood at 4 s when you asked"):
        outcome(SHARE, {"lost": 3, "sent": 10}, t=4, rooms_own=True)


def test_seconds_named_in_a_formula_have_to_be_over():
    late = Decide(value="mean(series.x, 40, 60)", words="x", ranges=[(0, 1), (1, 2)])
    with pytest.raises(Undecided, match="60 s"):
        outcome(late, {"series": {"x": [0.5] * 50}}, t=50, rooms_own=True)


def test_what_happened_before_the_question_is_taken_off_and_seconds_keep_their_places():
    before = {"lost": 5, "told": {"no": 2}, "rate": 0.5, "series": {"x": [1, 2]}}
    now = {"lost": 9, "told": {"no": 7}, "rate": 0.7, "series": {"x": [1, 2, 3]}}
    assert since(before, now) == {"lost": 4, "told": {"no": 5}, "rate": 0.7, "series": {"x": [1, 2, 3]}}


RUN = Recipe(scenario="double-charge", seed=7)
SWITCHED = Recipe(scenario="double-charge", seed=7, changes=(Change(at=12.0, knobs={"retry.enabled": True}),))


def test_it_counts_from_the_question():
    assert counting_from((RUN, 8.0), RUN, 30.0) == 8.0


def test_it_counts_from_what_was_changed_since():
    assert counting_from((RUN, 8.0), SWITCHED, 30.0) == 12.0


def test_a_run_begun_again_counts_from_its_beginning():
    assert counting_from((RUN, 25.0), RUN, 20.0) == 0.0
    assert counting_from((RUN, 8.0), Recipe(scenario="double-charge", seed=8), 30.0) == 0.0


def test_without_a_run_at_the_question_everything_counts():
    assert counting_from(None, RUN, 30.0) == 0.0


def test_a_rule_survives_its_time_in_a_column_that_knows_no_infinity():
    again = read_decide(kept(SHARE))
    assert [outcome(again, {"lost": lost, "sent": 10}, t=20, rooms_own=True).option for lost in (0, 3, 9)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"ranges": [(0, 1)]}, "2 options have 1 ranges"),
        ({"ranges": [(0, 2), (1, 3)]}, "two options are right"),
        ({"ranges": [(1, 1), (2, 3)]}, "ends where it begins"),
        ({"value": "open('x')"}, "the functions are"),
    ],
)
def test_a_rule_that_cannot_decide_is_named(wrong, named):
    rule = Decide(**{"value": "lost", "words": "lost", "ranges": [(0, 1), (1, 2)]} | wrong)
    assert named in complaint(rule, 2)


def test_a_plan_with_such_a_rule_is_refused_with_its_file(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("""
title = "One"
[[steps]]
id = "a"
title = "A"
minutes = 5
section = "safe-recovery"
run = "double-charge/?seed=1"
ask = "?"
options = ["x", "y"]
watch = "w"
say = "s"
decide = { value = "charges", words = "charges", ranges = [[0, 1]] }
""")
    with pytest.raises(PlanError, match=r"plan\.toml: a: 2 options have 1 ranges"):
        read_plan(path, frozenset({"safe-recovery"}))
