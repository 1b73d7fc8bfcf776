"""Before a question is answered its page holds no answer, no reason and no mark."""

import re

import pytest

from lesson.practice.models import Asked
from lesson.practice.quiz.loader import parts
from lesson.practice.quiz.runs import events_of
from lesson.practice.quiz.schema import TraceItem
from lesson.practice.quiz.sheet import sheet_of
from playground.checkout import events as e
from playground.sequence.diagram import EFFECTS, diagram, told

pytestmark = pytest.mark.django_db
KINDS = ["silence", "several", "number", "order", "match", "drawn"]
ANSWERS = {
    "silence": {"option": "nothing"},
    "several": {"option": ["lost", "late"]},
    "number": {"number": "4"},
    "order": {"place-ask": "1", "place-wait": "2", "place-leave": "3"},
    "match": {"pair-heard": "known", "pair-unheard": "unknown"},
    "drawn": {"option": "two"},
}


@pytest.mark.parametrize("name", KINDS)
def test_reasons_come_with_the_marking_and_not_before(ask, items, name):
    client, page = ask(name)
    before = client.get(page).content.decode()
    client.post(page, ANSWERS[name])
    after = client.get(page).content.decode()
    assert "Right." in after
    assert items[name].why in after
    assert "The point of" not in before
    assert "Because of" not in before
    for sign in ('data-mark="', "right=", 'class="verdict'):
        assert sign not in before
    if name != "number":
        assert all(part.because in after for part in parts(items[name]) if part.id != "refuted")


@pytest.mark.parametrize("name", KINDS)
def test_the_page_is_the_same_whichever_answer_is_right(ask, name):
    """Names of fields and values are ids from the file; no attribute tells one option from another."""
    client, page = ask(name)
    html = client.get(page).content.decode()
    inputs = re.findall(r"<input[^>]*name=\"option\"[^>]*>", html)
    assert len({re.sub(r'value="[^"]*"', "", each) for each in inputs}) <= 1


def test_steps_are_never_shown_in_their_right_order(items, db):
    for _ in range(30):
        sheet = sheet_of(Asked(item="order"), items["order"])
        assert [part.id for part in sheet.parts] != ["ask", "wait", "leave"]


def test_a_page_keeps_its_order_when_it_is_loaded_again(ask):
    client, page = ask("order")
    first, again = (re.findall(r'name="(place-\w+)"', client.get(page).content.decode()) for _ in range(2))
    assert first == again


def test_a_drawing_before_the_answer_shows_no_effect(quiz):
    for item in quiz.items:
        if item.drawing is None:
            continue
        events = events_of(item.drawing)
        shown = diagram(events, item.drawing.view)
        assert not {mark.kind for mark in shown.marks} & {"charge", "double", "written", "refund", "recognised"}
        assert len(told(events, item.drawing.view)) < len(told(events, "everything"))


def test_what_the_caller_sees_is_the_same_whether_request_or_answer_was_lost():
    """Not only hidden: there is nothing in the drawing from which it could be told."""
    from lesson.practice.quiz.schema import Drawing, RunSpec

    def seen(fault):
        knobs = {"traffic.rate": 0, "traffic.burst": 1, "checkout.calls": ["payment"], "retry.enabled": False}
        faults = ["payment.response_lost:probability=0", f"payment.{fault}:probability=1"]
        run = RunSpec(scenario="lost-response", knobs=knobs, faults=faults, duration_s=1)
        events = events_of(Drawing(run=run, view="caller"))
        drawn = diagram(events, "caller")
        return drawn.arrows, drawn.marks, drawn.waits, drawn.times, [line.text for line in drawn.lines]

    assert seen("request_lost") == seen("response_lost")


def test_every_drawing_fits_and_no_two_things_stand_on_one_spot(quiz):
    for item in quiz.items:
        if item.drawing is None:
            continue
        drawn = diagram(events_of(item.drawing), "everything")
        assert all(0 < arrow.y1 < drawn.height and 0 < arrow.y2 < drawn.height for arrow in drawn.arrows)
        spots = [(mark.x, mark.y) for mark in drawn.marks]
        assert len(set(spots)) == len(spots)
        assert isinstance(item, TraceItem) or drawn.arrows


def test_effects_are_all_the_events_that_change_the_truth():
    truth = (e.StockReserved, e.StockReleased, e.CardCharged, e.CardRefunded, e.OrderWritten, e.OrderCancelled)
    assert set(truth) <= set(EFFECTS)
