"""What is changed on purpose is noted, each control in the words of its card; a slider on its way is one note."""

import pytest

from playground.checkout import events as e
from playground.knobs import KNOBS, show
from playground.live.fold import Fold
from playground.narrator.narrator import Narrator, rules


def changed(t, knob, value):
    return e.SettingChanged(t, knob, show(knob, value))


def notes_of(*events):
    narrator = Narrator(rules())
    narrator.hear(events)
    return narrator.notes


@pytest.mark.parametrize(
    ("knob", "value", "words"),
    [
        ("retry.enabled", True, "Retries: on."),
        ("gateway.attempt_s", 12, "Gateway timeout: 12 s."),
        ("payment.queue", "lifo", "Payment, queue order: newest first."),
        ("checkout.queue_limit", None, "Checkout, queue limit: unlimited."),
        ("retry.max_attempts", 5, "Max attempts (including the first): 5."),
        ("breaker.failure_rate", 0.3, "Circuit breaker, failure rate: 0.3."),
        ("retry_budget.deposit_on", "first", "Retry budget, deposit on: each first attempt."),
        ("retry.layers", ("customer", "gateway"), "Who retries: customer, gateway."),
    ],
)
def test_a_change_is_told_in_the_words_of_its_card(knob, value, words):
    (note,) = notes_of(changed(4.0, knob, value))
    assert (note.t, note.kind, note.text) == (4.0, "setting_changed", words)


@pytest.mark.parametrize("name", list(KNOBS))
def test_every_control_is_worth_a_note(name):
    (note,) = notes_of(changed(1.0, name, KNOBS[name].default))
    assert note.text.endswith(f": {KNOBS[name].say(KNOBS[name].default)}.")


def test_the_values_that_a_slider_passes_become_one_note_with_the_last():
    notes = notes_of(*(changed(3 + 0.1 * nth, "timeout.attempt_s", 1 + nth) for nth in range(30)))
    assert [note.text for note in notes] == ["Attempt timeout: 30 s."]
    assert notes[0].t == pytest.approx(5.9)


def test_the_same_control_turned_again_later_is_another_note():
    notes = notes_of(changed(3, "timeout.attempt_s", 2), changed(9, "timeout.attempt_s", 3))
    assert [note.text for note in notes] == ["Attempt timeout: 2 s.", "Attempt timeout: 3 s."]


def test_several_controls_at_once_are_a_note_each():
    notes = notes_of(changed(3, "retry.enabled", True), changed(3, "retry.jitter", "full"))
    assert [note.text for note in notes] == ["Retries: on.", "Jitter: full."]


def test_a_page_that_has_the_note_hears_of_the_value_that_took_its_place():
    fold = Fold()
    fold.take([changed(3.0, "timeout.attempt_s", 2)], 3.0)
    first = fold.new_notes()
    fold.take([changed(3.1, "timeout.attempt_s", 3)], 3.1)
    second = fold.new_notes()
    assert [note.text for note in (*first, *second)] == ["Attempt timeout: 2 s.", "Attempt timeout: 3 s."]
    assert [note.again for note in (*first, *second)] == [False, True]
    assert [note.text for note in fold.notes_cut()] == ["Attempt timeout: 3 s."]
    assert fold.new_notes() == []
