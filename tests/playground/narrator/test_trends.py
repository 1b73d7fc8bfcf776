"""Rates are judged over a few seconds: load that retries multiply, goodput that collapses, stays down, recovers."""

from playground.checkout import events as e
from playground.narrator.narrator import NOTES_MAX, Narrator, rules

RATE = 20


def second_of_customers(second, confirmed, offered=RATE):
    """Customers who arrive evenly over one second, of whom the first `confirmed` get through at once."""
    for nth in range(offered):
        t, order = second + nth / offered, second * 1000 + nth + 1
        yield e.CustomerArrived(t, order, 4200)
        if nth < confirmed:
            yield e.CustomerTold(t, order, "confirmed", 0.0, 200)


def customers(*confirmed_by_second, start=0):
    return [
        event
        for nth, confirmed in enumerate(confirmed_by_second)
        for event in second_of_customers(start + nth, confirmed)
    ]


def notes_of(*events, until):
    narrator = Narrator(rules())
    narrator.hear(sorted(events, key=lambda event: event.t))
    narrator.clock(until)
    return [(note.t, note.kind) for note in narrator.notes]


def kinds_of(*events, until):
    return [kind for _, kind in notes_of(*events, until=until)]


def requests(second, firsts, retries):
    attempts = [1] * firsts + [2] * retries
    return [
        e.RequestSent(
            second + nth / 1000, nth, 1000 * second + nth, "checkout", "payment", "charge", attempt, 0, 0, False, 0.005
        )
        for nth, attempt in enumerate(attempts)
    ]


def test_twice_the_requests_is_news_once():
    calm = [event for second in range(5) for event in requests(second, 20, 0)]
    storm = [event for second in range(5, 20) for event in requests(second, 20, 25)]
    assert kinds_of(*calm, *storm, until=20) == ["retries_doubled_load"]


def test_the_note_carries_the_factor():
    narrator = Narrator(rules())
    narrator.hear(requests(0, 20, 30))
    narrator.clock(1)
    assert narrator.notes[0].text == "Retries have multiplied the load on payment by 2.5."


def test_what_a_gateway_tries_again_counts_as_a_retry_though_checkout_numbers_it_as_its_first():
    narrator = Narrator(rules())
    narrator.hear([*requests(0, 20, 0), *requests(0, 20, 0), *requests(0, 10, 0)])
    narrator.clock(1)
    assert narrator.notes[0].text == "Retries have multiplied the load on payment by 2.5."


def test_a_few_retries_are_no_news():
    assert kinds_of(*[event for second in range(10) for event in requests(second, 20, 10)], until=10) == []


def test_three_requests_prove_nothing():
    assert kinds_of(*requests(0, 1, 5), until=10) == []


def test_a_second_storm_is_news_again():
    storm = [requests(second, 20, 25) for second in (*range(5), *range(20, 25))]
    calm = [requests(second, 20, 0) for second in range(5, 20)]
    everything = [event for second in storm + calm for event in second]
    assert kinds_of(*everything, until=25) == ["retries_doubled_load"] * 2


def test_goodput_that_collapses_is_told_within_its_window():
    assert notes_of(*customers(20, 20, 20, 0, 0, 0, 0), until=7) == [(6.0, "goodput_collapsed")]


def test_goodput_that_was_never_there_cannot_collapse():
    assert notes_of(*customers(0, 0, 0, 0, 0, 0), until=6) == []


def test_goodput_that_sags_has_not_collapsed():
    assert notes_of(*customers(20, 20, 20, 10, 10, 10, 10), until=7) == []


def test_an_empty_shop_has_not_collapsed():
    assert notes_of(*customers(20, 20, 20), until=30) == []


def fault(start, end):
    return [e.FaultStruck(start, "payment", "error"), e.FaultHealed(end, "payment", "error")]


def test_what_recovers_says_how_long_after_the_fault():
    narrator = Narrator(rules())
    events = [*customers(20, 20, 20, 0, 0, 0, 20, 20, 20), *fault(3.0, 6.0)]
    narrator.hear(sorted(events, key=lambda event: event.t))
    narrator.clock(9)
    assert [note.kind for note in narrator.notes] == ["fault_struck", "goodput_collapsed", "fault_healed", "recovered"]
    assert narrator.notes[-1].text == "It has recovered, 3 s after the fault healed."


def test_what_stays_down_after_the_fault_healed_is_told_once():
    down = customers(20, 20, 20, *[0] * 30)
    story = notes_of(*down, *fault(3.0, 8.0), until=33)
    assert story == [(3.0, "fault_struck"), (6.0, "goodput_collapsed"), (8.0, "fault_healed"), (18.0, "still_down")]


def test_what_is_down_while_the_fault_lasts_has_not_outlived_it():
    down = customers(20, 20, 20, *[0] * 30)
    assert "still_down" not in kinds_of(*down, *fault(3.0, 32.0), until=33)


def test_it_can_collapse_again_after_it_recovered():
    waves = customers(*[20] * 3, *[0] * 3, *[20] * 3, *[0] * 3)
    assert kinds_of(*waves, until=12) == ["goodput_collapsed", "recovered", "goodput_collapsed"]


def test_notes_are_limited():
    narrator = Narrator(rules())
    narrator.hear(e.FaultStruck(float(t), "payment", "error") for t in range(3 * NOTES_MAX))
    assert len(narrator.notes) == NOTES_MAX


def test_how_the_events_are_cut_up_makes_no_difference():
    events = sorted([*customers(20, 20, 20, *[0] * 20), *fault(3.0, 8.0)], key=lambda event: event.t)
    whole, pieces = Narrator(rules()), Narrator(rules())
    whole.hear(events)
    whole.clock(30)
    for event in events:
        pieces.hear([event])
        pieces.clock(event.t)
    pieces.clock(30)
    assert whole.notes == pieces.notes
