"""The first time that something happens gets one note; the second time gets none."""

import msgspec
import pytest

from playground.checkout import events as e
from playground.narrator.firsts import FIRSTS
from playground.narrator.narrator import Narrator, rules

PROVOKED_BY = {
    "first_answer_lost": e.ResponseLost(1.0, 5, 7, "payment", 200, "response_lost"),
    "first_timeout": e.AttemptTimedOut(1.0, 7, "checkout", "payment", 1),
    "first_double_charge": e.CardCharged(1.0, 5, 7, 4200, 2),
    "first_duplicate_recognised": e.DuplicateRecognised(1.0, 5, 7, "payment", 200),
    "first_key_refused": e.KeyRefused(1.0, 5, 7, "payment", 409),
    "first_late_answer": e.ResponseArrivedLate(1.0, 5, 7, "payment", 200, 1.5),
    "first_hedge": e.RequestSent(1.0, 5, 7, "checkout", "payment", "charge", 1, 1, 0, False, 0.005),
    "first_paid_again": e.CustomerPaidAgain(1.0, 7, 2),
    "first_fallback": e.FallbackServed(1.0, 7, "recommendations"),
    "first_bulkhead_refusal": e.BulkheadRefused(1.0, 7, "payment"),
    "first_throttled": e.CallThrottled(1.0, 7, "payment"),
    "first_work_dropped": e.WorkDropped(1.0, 5, 7, "payment", "deadline", 2.5),
    "first_refund": e.CardRefunded(1.0, 7, 4200, "compensation"),
    "first_left_crooked": e.CompensationFinished(1.0, 7, "charge"),
}
NO_NEWS = [
    e.ResponseLost(1.0, 5, 7, "payment", 500, "response_lost"),
    e.CardCharged(1.0, 5, 7, 4200, 1),
    e.ResponseArrivedLate(1.0, 5, 7, "payment", 503, 1.5),
    e.RequestSent(1.0, 5, 7, "checkout", "payment", "charge", 2, 0, 0, False, 0.005),
    e.CompensationFinished(1.0, 7, ""),
]


def kinds_of(*events):
    narrator = Narrator(rules())
    narrator.hear(events)
    return [note.kind for note in narrator.notes]


def test_every_row_of_the_table_has_an_example_here():
    assert {row.kind for row in FIRSTS} == set(PROVOKED_BY)


@pytest.mark.parametrize("kind", PROVOKED_BY)
def test_the_first_time_gets_its_note(kind):
    narrator = Narrator(rules())
    narrator.hear([PROVOKED_BY[kind]])
    (note,) = [note for note in narrator.notes if note.kind == kind]
    assert note.t == 1.0
    assert note.text.endswith(".")


@pytest.mark.parametrize("kind", PROVOKED_BY)
def test_the_second_time_gets_none(kind):
    again = msgspec.structs.replace(PROVOKED_BY[kind], t=2.0)
    assert kinds_of(PROVOKED_BY[kind], again).count(kind) == 1


@pytest.mark.parametrize("event", NO_NEWS, ids=lambda event: type(event).__name__)
def test_what_only_looks_like_it_gets_none(event):
    assert kinds_of(event) == []


def test_a_refund_is_news_once_for_each_cause():
    causes = ["compensation", "reconciliation", "compensation"]
    refunds = [e.CardRefunded(float(t), t, 4200, cause) for t, cause in enumerate(causes, 1)]
    assert kinds_of(*refunds) == ["first_refund", "first_refund"]


def test_the_note_about_a_double_charge_names_the_order_and_the_money():
    narrator = Narrator(rules())
    narrator.hear([e.CardCharged(3.25, 9, 1093, 4250, 2)])
    assert narrator.notes[0].text == "Order 1093 is charged a second time: another £42.50."
