"""The law of copying: a parameter in force is in a file, or a note names it."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from playground.copyas.in_force import chain, in_force, waits
from playground.copyas.targets import TARGETS
from playground.knobs import KNOBS, Settings
from tests.playground.copyas.conftest import any_settings, value_of


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.slug)
@given(data=st.data(), before=any_settings())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_turning_a_knob_in_force_changes_a_file_or_a_note_names_the_knob(target, data, before):
    names = in_force(before)
    assume(names)
    knob = KNOBS[data.draw(st.sampled_from(sorted(names)))]
    after = Settings({**before, knob.name: data.draw(value_of(knob))})
    assume(set(in_force(after)) == set(names))
    assume(meaning(knob, before) != meaning(knob, after))
    unlike = target.copy(before).files != target.copy(after).files
    # Of two values that end up in one file, one may be exactly what the file says: the other needs the note.
    assert unlike or any(named(target, knob, values) for values in (before, after))


def named(target, knob, values) -> bool:
    """None is "unlimited": there is nothing that could be lost."""
    return values[knob.name] is None or any(note.names(knob.name) for note in target.copy(values).notes)


def meaning(knob, values) -> object:
    """The order means something for patterns that are on, the backoff where there is a pause; of a number, three digits
    tell it from another, and what is less than a nanosecond is nothing."""
    if knob.name == "patterns.order":
        return chain(values)
    if knob.name == "retry.backoff" and not waits(values):
        return "none"
    if knob.kind == "sequence":
        return set(values[knob.name])
    shown = knob.show(values[knob.name])
    number, _, unit = shown.partition(" ")
    try:
        return f"{round(float(number), 9):.3g} {unit}"
    except ValueError:
        return shown


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.slug)
def test_every_note_speaks_of_knobs_that_exist(target, settings):
    groups = {knob.group for knob in KNOBS.values()}
    for note in target.copy(settings).notes:
        assert note.knobs
        assert set(note.knobs) <= set(KNOBS) | groups


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.slug)
def test_no_line_is_said_twice_and_each_is_a_sentence(target, settings):
    texts = [note.text for note in target.copy(settings).notes]
    assert len(set(texts)) == len(texts)
    assert all(text.endswith(".") for text in texts)


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.slug)
def test_a_charge_that_is_retried_without_a_key_is_warned_of(target, set_up):
    notes = target.copy(set_up()).notes
    assert any("idempotency" in note.knobs and "second charge" in note.text for note in notes)
    notes = target.copy(set_up(idempotency__enabled=True)).notes
    assert not any("second charge" in note.text for note in notes)
