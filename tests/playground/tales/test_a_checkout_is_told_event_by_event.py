"""A story leaves nothing out, and says of each event whether the one who waits could know of it."""

from playground.checkout import events as e
from playground.tales.story import HIDDEN, KNOWN, line_of, lines

NO_STORY = {e.SettingChanged, e.ArrivalsEnded}
"""Things that a person did, or the end of an experiment: the page shows them elsewhere."""


def test_every_event_has_its_sentence():
    assert set(KNOWN) | set(HIDDEN) | NO_STORY == set(e.Event.__args__)
    assert not set(KNOWN) & set(HIDDEN)


def test_every_sentence_of_a_busy_run_can_be_told(orders_of):
    knobs = {"retry.enabled": True, "idempotency.enabled": True, "breaker.enabled": True, "compensation.enabled": True}
    for fault in ("payment.response_lost:probability=0.4", "orders.crash:probability=0.05", "inventory.error"):
        for events in orders_of(fault, knobs, seconds=20).values():
            assert all(line.text.endswith(".") for line in lines(events))


def test_a_lost_answer_is_hidden_and_the_timeout_after_it_is_known(orders_of):
    orders = orders_of("payment.response_lost:probability=0.3", {"retry.enabled": True})
    events = next(events for events in orders.values() if any(isinstance(each, e.ResponseLost) for each in events))
    told = {line.event: line.known for line in lines(events)}
    assert told["ResponseLost"] is False
    assert told["CardCharged"] is False
    assert told["AttemptTimedOut"] is True


def test_sentences_are_plain():
    sent = e.RequestSent(1.0, 5, 7, "checkout", "payment", "charge", 2, 0, 0, True, 0.005)
    charged = e.CardCharged(1.0, 5, 7, 4200, 2)
    assert line_of(sent).text == "Checkout → payment: charge, attempt 2, with a key."
    assert line_of(charged).text == "The card is charged £42.00, for the second time."
