"""The schedule, with a clock and a memory passed in."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.practice.models import Asked
from lesson.practice.quiz.schedule import (
    GAP,
    INTERVALS,
    REPEATS_MAX,
    ROUND,
    State,
    after,
    interleaved,
    next_item,
    repeats,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


class Learner:
    """Answers whatever comes, and remembers."""

    def __init__(self, items) -> None:
        self.items = list(items)
        self.states: dict[str, State] = {}
        self.asked: list[str] = []
        self.answers: list[tuple[str, datetime]] = []
        self.now = NOW

    def next(self) -> str | None:
        found = next_item(
            self.items, self.states.values(), turn=len(self.asked) + 1, now=self.now,
            last=self.asked[-1] if self.asked else "", repeated=repeats(self.answers, len(self.answers) % ROUND),
        )  # fmt: skip
        return found.id if found else None

    def answer(self, *, right: bool) -> str | None:
        name = self.next()
        if name is not None:
            self.asked.append(name)
            self.answers.append((name, self.now))
            self.states[name] = after(self.states.get(name), name, right=right, turn=len(self.asked), now=self.now)
            self.now += timedelta(minutes=1)
        return name


def test_a_wrong_one_returns_after_a_few_others(quiz):
    learner = Learner(quiz.items)
    wrong = learner.answer(right=False)
    others = [learner.answer(right=True) for _ in range(GAP - 1)]
    assert wrong not in others
    assert wrong in [learner.answer(right=True) for _ in range(2)]


def test_who_knows_nothing_still_meets_everything(quiz):
    learner = Learner(quiz.items)
    for _ in range(2 * len(quiz.items)):
        learner.answer(right=False)
    assert len(set(learner.asked)) == len(quiz.items)


@given(st.lists(st.booleans(), min_size=ROUND, max_size=40))
def test_a_round_is_not_spent_on_what_was_missed_minutes_ago(quiz, answers):
    """As long as there are new questions; the quiz has more than are asked here."""
    learner = Learner(quiz.items)
    for right in answers:
        learner.answer(right=right)
    for begun in range(0, len(learner.asked), ROUND):
        round_ = learner.asked[begun : begun + ROUND]
        earlier = learner.asked[:begun]
        came_back = [name for place, name in enumerate(round_) if name in earlier + round_[:place]]
        assert len(came_back) <= REPEATS_MAX
        assert max(Counter(came_back).values(), default=1) == 1


def test_who_misses_everything_meets_eight_new_questions_in_a_round(quiz):
    learner = Learner(quiz.items)
    for _ in range(2 * ROUND):
        learner.answer(right=False)
    assert len(set(learner.asked)) == 2 * (ROUND - REPEATS_MAX)


@pytest.mark.django_db
def test_so_it_is_on_the_pages(client):
    for _ in range(ROUND):
        question = client.post("/practice/fault-tolerance/quiz/next/", {}).headers["Location"]
        client.post(question, {"unknown": "on"})
    assert Asked.objects.count() == ROUND
    assert len(set(Asked.objects.values_list("item", flat=True))) == ROUND - REPEATS_MAX


def test_with_nothing_new_left_the_missed_ones_are_all_there_is_to_ask(quiz):
    learner = Learner(quiz.items[:3])
    given = [learner.answer(right=False) for _ in range(ROUND)]
    assert None not in given
    assert set(Counter(given).values()) == {3, 4}


def test_what_is_due_from_another_day_is_no_repeat(quiz):
    learner = Learner(quiz.items)
    for _ in range(ROUND):
        learner.answer(right=False)
    missed, learner.now = set(learner.asked), learner.now + DAY
    again = [learner.answer(right=True) for _ in range(ROUND)]
    assert len(missed & set(again)) == ROUND // 2


def test_only_the_round_under_way_and_only_the_same_day_count_as_repeats():
    hour = timedelta(hours=1)
    answers = [("a", NOW), ("b", NOW + hour), ("a", NOW + 2 * hour), ("b", NOW + 30 * hour)]
    assert repeats(answers, 4) == ["a"]
    assert repeats(answers, 1) == []
    assert repeats(answers, 0) == []


def test_and_again_on_another_day_although_it_was_right_then(quiz):
    learner = Learner(quiz.items)
    wrong = learner.answer(right=False)
    while learner.asked[-1] != wrong or len(learner.asked) == 1:
        learner.answer(right=True)
    assert learner.states[wrong].due_at > learner.now + timedelta(hours=12)
    learner.now += DAY
    assert wrong in [learner.answer(right=True) for _ in range(2)]


def test_a_wrong_one_that_nobody_waited_for_returns_on_another_day(quiz):
    learner = Learner(quiz.items)
    wrong = learner.answer(right=False)
    learner.now += DAY
    learner.answer(right=True)
    assert wrong in {learner.next(), learner.asked[-1]}


def test_each_right_answer_moves_it_further_away(quiz):
    learner = Learner(quiz.items[:1])
    learner.answer(right=True)
    gaps = []
    for _ in range(6):
        gaps.append(learner.states[quiz.items[0].id].due_at - learner.now)
        learner.now += gaps[-1] + DAY
        learner.asked.append("something else")
        learner.answer(right=True)
    assert gaps == sorted(gaps)
    assert gaps[-1] > INTERVALS[-1] - DAY


def test_a_wrong_one_starts_afresh(quiz):
    name = quiz.items[0].id
    known = State(name, box=4, right=True)
    lapsed = after(known, name, right=False, turn=9, now=NOW)
    assert (lapsed.box, lapsed.due_turn) == (0, 9 + GAP)
    assert after(lapsed, name, right=True, turn=14, now=NOW).due_at == NOW + INTERVALS[0]


def test_the_last_one_left_is_not_asked_twice_running(quiz):
    learner = Learner(quiz.items[:1])
    learner.answer(right=False)
    assert learner.next() is None


def test_objectives_and_kinds_take_turns(quiz):
    first = interleaved(quiz.items)[:12]
    assert len({item.objective for item in first[:3]}) == 3
    assert len({type(item) for item in first}) >= 4
    assert len(interleaved(quiz.items)) == len(quiz.items)


@given(st.lists(st.booleans(), min_size=1, max_size=200))
def test_whatever_one_answers_nothing_is_asked_twice_running_and_new_ones_keep_coming(quiz, answers):
    learner = Learner(quiz.items)
    for right in answers:
        learner.answer(right=right)
    assert all(a != b for a, b in zip(learner.asked, learner.asked[1:], strict=False))
    assert len(set(learner.asked)) >= min(len(quiz.items), len(answers) // 2)


def test_questions_that_have_gone_are_not_missed(quiz):
    states = [State("withdrawn", due_at=NOW - DAY), replace(State("also-withdrawn"), due_turn=0)]
    assert next_item(quiz.items, states, turn=1, now=NOW) is not None
