"""A belief is made only of what reached the caller, a truth only of what happened."""

from itertools import pairwise

import pytest

from playground.runs import Recipe, Run
from playground.scenarios.catalogue import load
from playground.sequence import columns
from playground.sequence.diagram import WIDE, Drawing
from playground.tales.facts import Facts


def order_of(scenario, knobs, wanted, until=30.0, seed=7):
    """The events of the first order that is as wanted, after that many seconds."""
    recipe = Recipe(scenario=scenario, seed=seed, knobs={**load(scenario).knobs, **knobs}, faults=load(scenario).faults)
    with Run(recipe) as run:
        events = run.advance(until)
        number = next(number for number, order in run.measures.orders.items() if wanted(order))
    return [event for event in events if getattr(event, "order", None) == number]


def sides(events):
    drawing = Drawing(events, "everything", WIDE)
    drawing.drawn()
    facts = Facts(events)
    words = [[" ".join(line for _, line in note.lines) for note in side(drawing, facts)]
             for side in (columns.beliefs, columns.truths)]  # fmt: skip
    return drawing, facts, *words


def test_a_double_charge_is_known_to_the_bank_and_not_to_checkout():
    events = order_of("double-charge", {"retry.enabled": True}, lambda order: order.charges == 2)
    _, _, believed, true = sides(events)
    assert sum("charged £" in words for words in true) == 2
    assert any("again: no key, so a new payment" in words for words in true)
    assert any("may or may not have happened" in words for words in believed)
    assert not any("again" in words for words in believed)


def test_with_a_key_the_second_request_does_nothing():
    on = {"retry.enabled": True, "idempotency.enabled": True}
    events = order_of("double-charge", on, lambda order: order.told == "failed")  # all three answers were lost
    _, _, believed, true = sides(events)
    assert sum("charged £" in words for words in true) == 1
    assert sum("nothing done twice" in words for words in true) == 2
    assert sum("may or may not have happened" in words for words in believed) == 3


def test_what_it_came_to_stands_last_and_is_the_ledgers_sum():
    events = order_of("double-charge", {"retry.enabled": True}, lambda order: order.charges == 2)
    _, facts, _, true = sides(events)
    paid = sum(charge.amount for charge in facts.charges)
    assert true[-1] == f"In the end: customer paid £{paid / 100:.2f}"


@pytest.mark.parametrize("scenario", ["lost-response", "double-charge", "crash-mid-checkout", "misordered-timeouts"])
def test_no_box_stands_on_another(scenario):
    events = order_of(scenario, {}, lambda order: order.told == "failed", until=60.0)
    drawing = Drawing(events, "everything", WIDE)
    drawing.drawn()
    for side in (columns.beliefs, columns.truths):
        notes = side(drawing, Facts(events))
        assert all(above.y + above.height <= below.y for above, below in pairwise(notes))


def test_a_fan_out_over_a_hundred_shards_can_be_drawn_in_part():
    events = order_of("tail-at-scale", {}, lambda order: order.told == "confirmed", until=3.0)
    assert Drawing(events[:160], "everything", WIDE).drawn().arrows
