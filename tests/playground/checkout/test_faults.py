"""Every fault, by its trace: what happened, what the caller could know, and what the ledger says.

One customer (see lab.py): checkout gets the order at 10 ms; the charge is sent at 10, arrives at 20, is made at 60,
its answer is heard at 70, the customer's at 80.
"""

import pytest

from playground.checkout import events as e
from playground.checkout.faults import KINDS
from tests.playground.lab import ONE, PAYMENT, QUIET, change, told

TIMEOUT = {"timeout.enabled": True, "timeout.attempt_s": 1.0}
CROWD = {**QUIET, "traffic.rate": 50, "checkout.workers": "unlimited", "payment.workers": 100}


def test_in_health_the_customer_is_told_the_truth():
    story = told(PAYMENT)
    assert story.cell() == ("confirmed", "charged_and_ordered")
    assert story.one(e.CardCharged).t == pytest.approx(0.06)
    assert story.one(e.CustomerTold).latency == pytest.approx(0.08)


def test_latency_makes_requests_later_on_their_way():
    story = told(PAYMENT, "payment.latency:ms=500")
    assert story.one(e.RequestSent, target="payment").travel == pytest.approx(0.51)
    assert story.one(e.CustomerTold).latency == pytest.approx(0.58)
    assert story.one(e.ResponseSent, source="payment").worked == pytest.approx(0.04)


def test_latency_with_jitter_is_never_less_than_itself():
    travels = [
        sent.travel for sent in told(CROWD, "payment.latency:ms=500,jitter_ms=100").of(e.RequestSent, target="payment")
    ]
    assert min(travels) >= 0.51
    assert max(travels) > 0.7


def test_a_slow_tail_makes_the_work_itself_longer():
    story = told(PAYMENT, "payment.slow_tail:factor=10")
    assert story.one(e.ResponseSent, source="payment").worked == pytest.approx(0.4)
    assert story.one(e.RequestSent, target="payment").travel == pytest.approx(0.01)


def test_a_slow_tail_strikes_the_share_that_it_says():
    worked = [
        done.worked
        for done in told(CROWD, "payment.slow_tail:probability=0.2,factor=10").of(e.ResponseSent, source="payment")
    ]
    assert sum(each > 0.1 for each in worked) / len(worked) == pytest.approx(0.2, abs=0.03)


def test_error_500_holds_a_worker_and_has_no_effect():
    story = told(PAYMENT, "payment.error:status=500")
    answer = story.one(e.ResponseSent, source="payment")
    assert (answer.status, answer.worked) == (500, pytest.approx(0.04))
    assert not story.of(e.CardCharged)
    assert story.cell() == ("failed", "nothing")


@pytest.mark.parametrize("status", [429, 503])
def test_errors_429_and_503_are_answered_at_the_door(status):
    story = told(PAYMENT, f"payment.error:status={status}")
    assert story.one(e.ResponseSent, source="payment").worked == 0
    assert story.one(e.RequestRefused, target="payment").cause == "throttled"
    assert not story.of(e.WorkStarted, target="payment")
    assert story.one(e.CustomerTold).status == 503


def test_retry_after_is_honoured():
    retries = {**PAYMENT, "retry.enabled": True, "retry.first_delay_s": 0.1}
    struck = "payment.error:status=429,retry_after_s=3,duration=1"
    assert told(retries, struck).one(e.RetryScheduled).delay == 3
    assert told({**retries, "retry.honour_retry_after": False}, struck).of(e.RetryScheduled)[0].delay == 0.1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_errors_of_checkout_itself_reach_the_customer(status):
    story = told({**PAYMENT, "traffic.browse_rate": 5}, f"checkout.error:status={status}", seconds=5)
    assert story.one(e.CustomerTold, order=1).status == status
    assert story.cell() == ("failed", "nothing")
    assert not story.of(e.RequestSent, target="payment")
    assert story.counters["browse_failed"] == story.counters["browse_offered"] > 5


def test_a_lost_request_leaves_no_effect_and_no_news():
    story = told({**PAYMENT, **TIMEOUT}, "payment.request_lost")
    assert story.one(e.RequestLost).target == "payment"
    assert story.one(e.AttemptTimedOut).t == pytest.approx(1.01)
    assert story.cell() == ("failed", "nothing")


def test_a_lost_answer_leaves_the_effect_and_no_news():
    story = told({**PAYMENT, **TIMEOUT}, "payment.response_lost")
    assert story.one(e.ResponseLost).status == 200
    assert story.one(e.AttemptTimedOut).t == pytest.approx(1.01)
    assert story.cell() == ("failed", "charged_no_order")


def test_the_caller_cannot_tell_a_lost_request_from_a_lost_answer():
    """All that checkout and the customer learn is the same to the last digit; only the ledger differs."""
    known = (e.RequestSent, e.AttemptTimedOut, e.ResponseArrived, e.CustomerTold)
    lost_there = told({**PAYMENT, **TIMEOUT}, "payment.request_lost")
    lost_back = told({**PAYMENT, **TIMEOUT}, "payment.response_lost")
    assert lost_there.of(known) == lost_back.of(known)
    assert lost_there.cell() != lost_back.cell()


def test_a_black_hole_accepts_and_never_answers():
    story = told({**PAYMENT, **TIMEOUT}, "payment.blackhole")
    assert story.one(e.RequestSwallowed).t == pytest.approx(0.02)
    assert not story.of((e.WorkStarted, e.ResponseSent), target="payment")
    assert story.cell() == ("failed", "nothing")


def test_without_a_timeout_a_black_hole_holds_checkout_for_ever():
    story = told({**PAYMENT, "traffic.patience_s": 5}, "payment.blackhole")
    assert story.cell() == ("nothing", "nothing")
    assert not story.of(e.ResponseSent, source="checkout")


@pytest.mark.parametrize(("point", "truth"), [("before_effect", "nothing"), ("after_effect", "charged_no_order")])
def test_a_reset_tells_the_caller_that_the_connection_broke_and_no_more(point, truth):
    story = told(PAYMENT, f"payment.reset:point={point}")
    assert story.one(e.ConnectionBroke).target == "payment"
    assert story.one(e.CustomerTold).status == 500
    assert story.cell() == ("failed", truth)


def test_nothing_passes_a_partition_in_either_direction():
    there = told({**PAYMENT, **TIMEOUT}, "payment.partition:duration=0.5")
    assert there.one(e.RequestLost).cause == "partition"
    back = told({**PAYMENT, **TIMEOUT}, "payment.partition:start=0.03,duration=0.5")
    assert back.one(e.ResponseLost).cause == "partition"
    assert (there.cell(), back.cell()) == (("failed", "nothing"), ("failed", "charged_no_order"))


def test_the_news_of_a_broken_connection_does_not_pass_a_partition():
    story = told({**PAYMENT, **TIMEOUT}, "payment.crash:point=before_effect", "payment.partition:start=0.03,duration=5")
    assert story.of(e.ServiceCrashed)
    assert not story.of(e.ConnectionBroke)
    assert story.one(e.CustomerTold).status == 504


def test_a_duplicate_is_worked_on_twice_and_answered_twice():
    story = told(PAYMENT, "payment.duplicate:ms=50")
    assert [event.nth for event in story.of(e.CardCharged)] == [1, 2]
    assert len(story.of(e.RequestSent, target="payment")) == 1
    assert len({event.call for event in story.of(e.CardCharged)}) == 1
    assert story.of((e.ResponseArrived, e.ResponseArrivedLate), source="payment")[1].t == pytest.approx(0.12)
    assert story.cell() == ("confirmed", "charged_twice_or_more")


def test_a_key_recognises_a_duplicate_delivery():
    story = told({**PAYMENT, "idempotency.enabled": True}, "payment.duplicate:ms=50")
    assert story.one(e.DuplicateRecognised).target == "payment"
    assert story.cell() == ("confirmed", "charged_and_ordered")


@pytest.mark.parametrize(
    ("point", "truth"),
    [("before_effect", "nothing"), ("before_record", "charged_no_order"), ("after_effect", "charged_no_order")],
)
def test_a_crash_of_payment_breaks_the_connection_whatever_was_done_before(point, truth):
    story = told(PAYMENT, f"payment.crash:point={point}")
    assert story.one(e.WorkLost).worked == pytest.approx(0.04)
    assert story.one(e.ConnectionBroke).t == pytest.approx(0.07)
    assert story.cell() == ("failed", truth)


@pytest.mark.parametrize(
    ("point", "truth"),
    [("before_effect", "nothing"), ("before_record", "charged_no_order"), ("after_effect", "charged_and_ordered")],
)
def test_a_crash_of_checkout_breaks_off_where_it_says(point, truth):
    story = told(ONE, f"checkout.crash:point={point}")
    assert story.cell() == ("failed", truth)
    assert story.one(e.ServiceCrashed).service == "checkout"


def test_a_crash_loses_all_work_in_hand_and_all_that_waits():
    knobs = {**PAYMENT, "traffic.burst": 10, "payment.workers": 3}
    story = told(knobs, "payment.crash:point=before_effect,count=1")
    assert story.one(e.ServiceCrashed).lost == 10
    assert len(story.of(e.WorkLost)) == 3
    assert len(story.of(e.ConnectionBroke)) == 10
    assert story.counters["told_failed"] == 10


def test_a_crashed_service_is_restarted_after_its_time():
    knobs = {**PAYMENT, "recovery.restart_s": 3}
    story = told(
        knobs,
        "payment.crash:point=before_effect,count=1",
        changes=[change(1, traffic__burst=2), change(4, traffic__burst=3)],
    )
    assert story.one(e.ServiceRestarted).t == pytest.approx(3.06)
    assert story.of(e.RequestRefused, cause="down")
    assert [told.told for told in story.of(e.CustomerTold)] == ["failed"] * 3 + ["confirmed"] * 3


def test_without_recovery_a_crashed_service_stays_down():
    story = told(
        {**PAYMENT, "recovery.enabled": False}, "payment.crash:count=1", changes=[change(20, traffic__burst=2)]
    )
    assert not story.of(e.ServiceRestarted)
    assert story.counters["told_confirmed"] == 0


def test_recovery_switched_on_restarts_what_is_down_already():
    story = told(
        {**PAYMENT, "recovery.enabled": False}, "payment.crash:count=1", changes=[change(10, recovery__enabled=True)]
    )
    assert story.times(e.ServiceRestarted) == [15.0]


def test_recovery_switched_off_and_on_restarts_once():
    changes = [change(1, recovery__enabled=False), change(2, recovery__enabled=True)]
    assert told(PAYMENT, "payment.crash:count=1", changes=changes).times(e.ServiceRestarted) == [7.0]


def test_a_crash_has_a_count():
    story = told({**CROWD, "recovery.restart_s": 0.5}, "payment.crash:count=3")
    assert len(story.of(e.ServiceCrashed)) == 3


def test_a_pause_shifts_work_by_its_length():
    story = told(PAYMENT, "payment.pause:start=0.03,duration=2")
    assert story.one(e.CardCharged).t == pytest.approx(2.06)
    assert story.one(e.ServicePaused).duration == 2


def test_nothing_begins_in_a_pause():
    story = told(PAYMENT, "payment.pause:duration=2")
    assert story.one(e.WorkStarted, target="payment").t == pytest.approx(2.0)
    assert story.one(e.WorkStarted, target="payment").waited == pytest.approx(1.98)


def test_a_capacity_cut_leaves_that_part_of_the_workers():
    knobs = {**PAYMENT, "traffic.burst": 8, "payment.workers": 8}
    charged = told(knobs, "payment.capacity:factor=0.25").times(e.CardCharged)
    assert charged == pytest.approx([0.06] * 2 + [0.1] * 2 + [0.14] * 2 + [0.18] * 2)


def test_no_capacity_holds_everything_until_it_heals():
    story = told(PAYMENT, "payment.capacity:factor=0,duration=2")
    assert story.one(e.WorkStarted, target="payment").t == 2.0


@pytest.mark.parametrize("factor", [0.5, 1])
def test_a_part_of_unlimited_workers_is_still_unlimited(factor):
    knobs = {**PAYMENT, "traffic.burst": 50, "payment.workers": "unlimited", "checkout.workers": "unlimited"}
    changes = [change(0, f"payment.capacity:factor={factor}")]
    assert told(knobs, changes=changes).times(e.CardCharged) == pytest.approx([0.06] * 50)


def test_workers_set_during_a_capacity_cut_are_cut_too():
    knobs = {**PAYMENT, "traffic.burst": 8, "payment.workers": 100}
    changes = [change(0, payment__workers=4)]
    charged = told(knobs, "payment.capacity:factor=0.5", changes=changes).times(e.CardCharged)
    assert charged[:4] == pytest.approx([0.06, 0.06, 0.1, 0.1])


def test_one_bad_shard_fails_its_own_orders_only():
    story = told(CROWD, "payment.bad_shard:shard=3,of=10,status=500")
    failed = {event.order for event in story.of(e.CustomerTold, told="failed")}
    assert failed == {order for order in story.entries if order % 10 == 3}


def test_one_slow_shard_answers_and_is_slow():
    story = told(
        {**CROWD, "inventory.fan_out": 5, "traffic.rate": 5},
        "inventory.bad_shard:shard=2,of=5,ms=300,status=200",
        seconds=10,
    )
    late = {event.t for event in story.of(e.StockReserved, shard=2)}
    assert len(late) == story.counters["offered"] == story.counters["told_confirmed"]
    assert all(latency > 0.3 for latency in story.measures.confirmed_latency)


def test_a_load_spike_multiplies_arrivals_while_it_lasts():
    story = told({**CROWD, "traffic.arrivals": "even"}, "traffic.spike:factor=3,start=10,duration=10")
    per_second = story.summary["series"]["offered"]
    assert sum(per_second[:10]) == pytest.approx(500, abs=2)
    assert sum(per_second[10:20]) == pytest.approx(1500, abs=2)
    assert sum(per_second[20:30]) == pytest.approx(500, abs=2)


def test_a_spike_that_ends_after_the_last_customer_brings_no_more():
    story = told(
        {**CROWD, "traffic.patience_s": 30},
        "traffic.spike:factor=3,start=2,duration=3.5",
        "payment.blackhole",
        seconds=5,
    )
    assert max(story.times(e.CustomerArrived)) <= 5
    assert story.times(e.FaultHealed)


def test_every_kind_of_fault_has_a_test_here():
    text = __import__("pathlib").Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f".{kind}" not in text] == []
