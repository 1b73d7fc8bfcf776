"""Workers, and the queue in front of them: first in first out, last in first out, or dropping what waited too long."""

import pytest

from playground.checkout import events as e
from tests.playground.lab import PAYMENT, QUIET, change, told

FOUR = {**PAYMENT, "traffic.burst": 4, "payment.workers": 1, "checkout.workers": "unlimited"}


def started(story):
    return [event.order for event in story.of(e.WorkStarted, target="payment")]


def test_first_in_first_out():
    assert started(told(FOUR)) == [1, 2, 3, 4]


def test_last_in_first_out():
    assert started(told({**FOUR, "payment.queue": "lifo"})) == [1, 4, 3, 2]


def test_so_many_workers_work_at_once():
    story = told({**FOUR, "payment.workers": 2})
    assert story.times(e.CardCharged) == pytest.approx([0.06, 0.06, 0.1, 0.1])
    assert [event.waited for event in story.of(e.WorkStarted, target="payment")] == pytest.approx([0, 0, 0.04, 0.04])


def test_a_full_queue_refuses_with_503():
    story = told({**FOUR, "payment.queue_limit": 2})
    assert story.one(e.RequestRefused).cause == "queue_full"
    assert story.one(e.CustomerTold, told="failed").status == 503
    assert len(story.of(e.CardCharged)) == 3


def test_no_queue_at_all():
    assert len(told({**FOUR, "payment.queue_limit": 0}).of(e.RequestRefused)) == 3


def test_the_queue_counts_those_who_wait():
    assert [event.waiting for event in told(FOUR).of(e.RequestQueued, target="payment")] == [1, 2, 3]


def test_codel_lets_a_short_queue_be():
    story = told({**FOUR, "payment.service_ms": 20, "payment.queue": "codel"})
    assert not story.of(e.WorkDropped)


def test_codel_drops_what_waited_too_long():
    story = told({**FOUR, "payment.service_ms": 120, "payment.queue": "codel"})
    assert [dropped.waited for dropped in story.of(e.WorkDropped)] == pytest.approx([0.12] * 3)
    assert {dropped.cause for dropped in story.of(e.WorkDropped)} == {"codel"}
    assert story.counters["told_failed"] == 3


def test_under_lasting_overload_codel_serves_those_who_have_just_come():
    knobs = {**QUIET, "traffic.rate": 50, "checkout.calls": ["payment"], "checkout.workers": "unlimited"}
    knobs |= {"payment.workers": 1, "payment.queue": "codel", "traffic.patience_s": 5}
    codel, fifo = told(knobs, seconds=30), told({**knobs, "payment.queue": "fifo"}, seconds=30)
    late = [event.waited for event in codel.of(e.WorkStarted, target="payment") if event.t > 5]
    assert max(late) <= 0.1
    assert codel.measures.told["confirmed"] > 2 * sum(latency < 1 for latency in fifo.measures.confirmed_latency)


def test_a_browse_visit_holds_a_worker_of_checkout():
    knobs = {**QUIET, "traffic.browse_rate": 10, "traffic.arrivals": "even", "checkout.workers": 1}
    story = told({**knobs, "checkout.browse_ms": 100}, seconds=5)
    assert {round(done.worked, 6) for done in story.of(e.ResponseSent, source="checkout")} == {0.1}
    assert story.counters["browse_ok"] == story.counters["browse_offered"] == pytest.approx(50, abs=1)


def test_checkout_that_waits_for_a_dependency_keeps_browsers_waiting():
    knobs = {**PAYMENT, "checkout.workers": 1, "payment.service_ms": 1000, "traffic.arrivals": "even"}
    story = told(knobs, changes=[change(0.5, traffic__browse_rate=10), change(0.65, traffic__browse_rate=0)])
    assert story.of(e.WorkStarted, target="checkout")[1].t == pytest.approx(1.03)


def test_after_a_restart_the_queue_is_empty():
    story = told(FOUR, "payment.crash:point=before_effect,count=1", changes=[change(6, traffic__burst=1)])
    assert started(story) == [1, 5]
