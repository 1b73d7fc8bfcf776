"""A drill's cards show what is in force there, or can be brought into force: nothing that nobody can make act."""

import pytest

from lesson.practice.drills import grading, panel
from playground import effects
from tests.lesson.practice.drills.conftest import DRILLS


def cards_of(slug):
    drill = DRILLS[slug]
    return panel.panel_of(drill, grading.found_settings(drill), {}, {})


def shown(slug):
    """Every parameter that is shown and cannot be turned."""
    told = cards_of(slug)
    rows = [row for item in told.cards for row in item.fixed] + [row for card in told.others for row in card.knobs]
    return {row.knob.name for row in rows}


@pytest.mark.parametrize("slug", DRILLS)
def test_what_is_shown_acts_or_can_be_made_to(slug):
    drill = DRILLS[slug]
    settings = grading.found_settings(drill)
    assert [name for name in shown(slug) if not effects.may_act(name, settings, drill.controls)] == []


@pytest.mark.parametrize("slug", DRILLS)
def test_what_acts_is_shown(slug):
    drill = DRILLS[slug]
    settings = grading.found_settings(drill)
    acting = {name for name in settings if not name.endswith(".enabled") and effects.acts(name, settings)}
    assert acting <= shown(slug) | set(drill.controls)


def test_parameters_that_a_control_would_bring_into_force_are_shown_before_it_does():
    assert {"breaker.window_s", "breaker.minimum_calls"} <= shown("failed-yet-charged")


def test_a_pattern_that_is_off_and_stays_off_is_named_without_its_parameters():
    told = cards_of("charged-twice")
    assert "Circuit breaker" in told.off
    assert not {name for name in shown("charged-twice") if name.startswith(("breaker.", "bulkhead."))}


def test_a_service_that_checkout_does_not_call_is_not_there():
    titles = {card.title for card in cards_of("the-sale").others}
    assert "Payment" in titles
    assert "Inventory" not in titles
