"""Somebody follows their resume link on a second device: what was practised on either is kept."""

import datetime as dt

import pytest
from django.utils import timezone

from lesson.practice.models import Asked, Attempt, DrillState, ItemState
from lesson.reading import readers
from lesson.reading.models import Reader

pytestmark = pytest.mark.django_db

LESSON = {"lesson": "small-shop"}
NOW = timezone.now()


def ago(minutes):
    return NOW - dt.timedelta(minutes=minutes)


@pytest.fixture
def mine():
    return Reader.objects.create()


@pytest.fixture
def other():
    return Reader.objects.create()


def test_answers_add_up_and_a_question_left_open_goes(mine, other):
    Asked.objects.create(reader=mine, item="a", answered_at=ago(5), **LESSON)
    Asked.objects.create(reader=other, item="b", answered_at=ago(4), **LESSON)
    Asked.objects.create(reader=other, item="c", **LESSON)
    readers.join(mine, other)
    assert sorted(Asked.objects.filter(reader=mine).values_list("item", flat=True)) == ["a", "b"]
    assert Asked.objects.count() == 2


@pytest.mark.parametrize(("their_age", "box"), [(1, 3), (9, 1)])
def test_a_question_that_both_know_stands_where_the_later_answer_put_it(mine, other, their_age, box):
    ItemState.objects.create(reader=mine, item="a", box=1, answered_at=ago(5), **LESSON)
    ItemState.objects.create(reader=other, item="a", box=3, answered_at=ago(their_age), **LESSON)
    ItemState.objects.create(reader=other, item="b", box=2, answered_at=ago(7), **LESSON)
    readers.join(mine, other)
    assert dict(ItemState.objects.filter(reader=mine).values_list("item", "box")) == {"a": box, "b": 2}
    assert ItemState.objects.count() == 2


def test_what_either_found_out_about_a_drill_is_known(mine, other):
    DrillState.objects.create(reader=mine, drill="d", causes=["x"], hints=1, gave_up_at=ago(2), **LESSON)
    DrillState.objects.create(
        reader=other, drill="d", causes=["x", "y"], hints=3, named_at=ago(4), passed_at=ago(3), **LESSON
    )
    DrillState.objects.create(reader=other, drill="e", hints=2, **LESSON)
    readers.join(mine, other)
    joined = DrillState.objects.get(reader=mine, drill="d")
    assert (joined.causes, joined.hints) == (["x", "y"], 3)
    assert (joined.named_at, joined.passed_at, joined.gave_up_at) == (ago(4), ago(3), ago(2))
    assert DrillState.objects.get(reader=mine, drill="e").hints == 2
    assert DrillState.objects.count() == 2


def test_attempts_of_both_are_kept_in_the_order_in_which_they_were_made(mine, other):
    common = {"drill": "d", "version": "1", "knobs": {}, "goals": [], "seeds": {}, "job": "j", **LESSON}
    for reader, minutes in ((mine, 1), (other, 2), (mine, 3)):
        Attempt.objects.create(reader=reader, submission=str(minutes), submitted_at=ago(minutes), **common)
    readers.join(mine, other)
    assert list(Attempt.objects.filter(reader=mine).values_list("submission", flat=True)) == ["3", "2", "1"]


def test_through_the_pages(person, other):
    """On one device the cause was named; on the other a hint was opened."""
    secret = readers.make_resume_secret(other)
    DrillState.objects.create(reader=other, drill="small", hints=1, **LESSON)
    person.name("no-key")
    person.client.post(f"/learn/resume/{secret}/")
    state = DrillState.objects.get()
    assert (state.reader_id, state.hints, state.causes) == (other.pk, 1, ["no-key"])


def test_who_is_forgotten_takes_their_attempts_along(mine):
    DrillState.objects.create(reader=mine, drill="d", **LESSON)
    mine.delete()
    assert not DrillState.objects.exists()
