"""A state that turns gets a note; a state that flaps does not fill the page."""

from playground.checkout import events as e
from playground.narrator.narrator import Narrator, rules


def notes_of(*events):
    narrator = Narrator(rules())
    narrator.hear(events)
    return narrator.notes


def kinds_of(*events):
    return [note.kind for note in notes_of(*events)]


def test_a_fault_is_announced_and_its_healing_too():
    notes = notes_of(e.FaultStruck(5.0, "payment", "response_lost"), e.FaultHealed(15.0, "payment", "response_lost"))
    assert [(note.t, note.kind) for note in notes] == [(5.0, "fault_struck"), (15.0, "fault_healed")]
    assert notes[0].text.startswith("Lost answers at payment.")


def test_a_load_spike_strikes_no_service():
    assert notes_of(e.FaultStruck(5.0, "traffic", "spike"))[0].text.startswith("Load spike. ")


def test_a_crash_tells_what_was_lost_and_the_restart_what_was_not_repaired():
    notes = notes_of(e.ServiceCrashed(1.0, "payment", 4), e.ServiceRestarted(6.0, "payment"))
    assert [note.kind for note in notes] == ["service_crashed", "service_restarted"]
    assert "4 requests" in notes[0].text


def test_a_crash_that_lost_one_request_says_so_in_the_singular():
    assert "1 request in hand is lost" in notes_of(e.ServiceCrashed(1.0, "payment", 1))[0].text


def test_a_pause_is_told_with_its_length():
    assert "for 3 s" in notes_of(e.ServicePaused(1.0, "payment", 3.0))[0].text


def breaker(*states):
    return [e.BreakerChanged(float(t), "checkout", "payment", state) for t, state in enumerate(states)]


def test_a_breaker_is_followed_through_its_round():
    assert kinds_of(*breaker("open", "half_open", "closed")) == ["breaker_open", "breaker_half_open", "breaker_closed"]


def test_a_failed_probe_is_told_as_one():
    assert "A probe failed" in notes_of(*breaker("open", "half_open", "open"))[2].text


def test_a_flapping_breaker_falls_silent_until_it_closes():
    flapping = breaker(*["open", "half_open"] * 10, "closed")
    assert kinds_of(*flapping) == ["breaker_open", "breaker_half_open"] * 2 + ["breaker_closed"]


def queue(lengths, *, start=1.0, step=0.01):
    return [e.RequestQueued(start + i * step, i, i, "payment", length) for i, length in enumerate(lengths)]


def test_a_pool_is_full_once_several_wait():
    assert kinds_of(*queue([1, 2])) == []
    assert kinds_of(*queue([1, 2, 3, 4])) == ["pool_full"]


def test_a_pool_that_was_quiet_for_a_while_may_be_full_again():
    assert kinds_of(*queue([3], start=1.0), *queue([3], start=10.0), *queue([3], start=40.0)) == ["pool_full"] * 2


def test_each_length_of_a_queue_is_news_once():
    notes = notes_of(*queue([*range(1, 301), *range(300, 0, -1), *range(1, 301)]))
    grew = [note.text for note in notes if note.kind == "queue_grew"]
    assert grew == ["50 wait at payment.", "The queue at payment has grown to 200."]


def test_a_service_that_keeps_crashing_is_left_alone():
    crashes = [e.ServiceCrashed(float(t), "payment", 1) for t in range(0, 20, 2)]
    restarts = [e.ServiceRestarted(float(t), "payment") for t in range(1, 21, 2)]
    events = sorted([*crashes, *restarts], key=lambda event: event.t)
    assert kinds_of(*events) == ["service_crashed", "service_restarted"] * 2


def test_shedding_begins_once_and_again_after_a_quiet_time():
    shed = [e.CheckoutShed(t, 1) for t in (1.0, 1.1, 5.0, 30.0)]
    assert [(note.t, note.kind) for note in notes_of(*shed)] == [(1.0, "shedding_began"), (30.0, "shedding_began")]


def test_a_spent_budget_is_told_once_while_it_stays_spent():
    assert kinds_of(*[e.RetryDenied(t / 10, t, "checkout", "payment") for t in range(10, 200)]) == ["budget_spent"]


def test_reconciliation_is_told_twice_and_then_goes_without_saying():
    sweeps = [e.SweepFinished(float(t), 10, repaired) for t, repaired in enumerate([0, 3, 1, 2, 0])]
    notes = notes_of(*sweeps)
    assert [note.kind for note in notes] == ["reconciliation_repaired"] * 2
    assert "3 orders of 10" in notes[0].text
    assert "1 order of 10" in notes[1].text


CHARGED = e.CardCharged(1.0, 5, 7, 4200, 1)


def test_told_failed_though_charged_is_a_ghost_charge():
    (note,) = notes_of(CHARGED, e.CustomerTold(2.0, 7, "failed", 1.0, 504))
    assert (note.kind, note.t) == ("first_ghost_charge", 2.0)
    assert "told “failed”, yet £42.00" in note.text


def test_leaving_without_an_answer_though_charged_is_a_ghost_charge():
    assert "told nothing" in notes_of(CHARGED, e.CustomerGaveUp(2.0, 7, 1.0))[0].text


def test_a_charge_after_the_customer_was_told_failed_is_a_ghost_charge():
    (note,) = notes_of(e.CustomerTold(0.5, 7, "failed", 0.5, 504), CHARGED)
    assert (note.kind, note.t) == ("first_ghost_charge", 1.0)


def test_a_refund_before_the_bad_news_leaves_no_ghost():
    refund = e.CardRefunded(1.5, 7, 4200, "compensation")
    assert kinds_of(CHARGED, refund, e.CustomerTold(2.0, 7, "failed", 1.0, 500)) == ["first_refund"]


def test_a_confirmed_charge_is_no_ghost():
    assert kinds_of(CHARGED, e.CustomerTold(2.0, 7, "confirmed", 1.0, 200)) == []


def test_a_failed_browse_visit_is_no_ghost():
    assert kinds_of(e.CustomerTold(2.0, -7, "failed", 1.0, 503)) == []
