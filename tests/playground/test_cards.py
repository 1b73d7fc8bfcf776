"""The control panel shows every knob once, with the value in force."""

import json

from playground.cards import buttons, cards, experiments
from playground.checkout import faults
from playground.knobs import KNOBS, Settings
from playground.scenarios.catalogue import Strike, all_scenarios, load


def shown(found):
    rows = [row.knob.name for card in found for row in card.knobs]
    switches = [card.enabled.name for card in found if card.enabled]
    return rows + switches


def test_every_knob_is_shown_exactly_once():
    names = shown(cards(Settings(), ()))
    assert sorted(names) == sorted(KNOBS)


def test_what_a_scenario_puts_forward_comes_first_in_its_order():
    scenario = load("double-charge")
    found = cards(Settings(scenario.knobs), scenario.controls)
    forward = [card.group for card in found if card.forward]
    assert forward == ["retry", "idempotency", "reconciliation", "timeout"]
    assert [card.group for card in found][:4] == forward
    assert [row.knob.name for card in found for row in card.knobs if row.forward] == [
        "retry.max_attempts",
        "timeout.attempt_s",
    ]


def test_values_are_shown_in_words_and_written_for_the_form():
    rows = {row.knob.name: row for card in cards(Settings({"checkout.workers": None}), ()) for row in card.knobs}
    assert (rows["timeout.attempt_s"].shown, rows["timeout.attempt_s"].text) == ("1 s", "1")
    assert (rows["checkout.workers"].shown, rows["checkout.workers"].text) == ("unlimited", "unlimited")


def test_labels_do_not_repeat_the_title_of_the_card():
    rows = {row.knob.name: row for card in cards(Settings(), ()) for row in card.knobs}
    assert rows["payment.queue_limit"].label == "Queue limit"


def test_a_card_is_on_when_its_switch_is():
    on = {card.group: card.on for card in cards(Settings({"retry.enabled": True}), ())}
    assert (on["retry"], on["breaker"], on["traffic"]) == (True, False, True)


def test_what_was_typed_wrongly_stays_and_its_card_is_unfolded():
    found = cards(Settings(), (), typed={"retry.max_attempts": "many"}, errors={"retry.max_attempts": "A number."})
    retry = next(card for card in found if card.group == "retry")
    row = next(row for row in retry.knobs if row.knob.name == "retry.max_attempts")
    assert (row.text, row.error) == ("many", "A number.")
    assert retry.wrong
    assert retry.unfolded


def test_a_button_strikes_when_it_is_pressed():
    button = buttons([Strike("Lose answers", faults.parse("payment.response_lost:probability=0.2,duration=9"))])[0]
    fault = json.loads(button.json)
    assert "start" not in fault
    assert faults.check(fault) == faults.parse("payment.response_lost:probability=0.2,duration=9")


def test_every_button_and_every_suggestion_of_every_scenario_is_legal():
    for scenario in all_scenarios():
        for button in buttons(scenario.strikes):
            faults.check(json.loads(button.json))
        for experiment in experiments(scenario.experiments):
            Settings(json.loads(experiment.json or "{}"))
