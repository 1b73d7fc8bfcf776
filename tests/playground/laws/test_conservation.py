"""Nothing gets lost in the books: intents, messages and money are conserved, whatever the settings and the faults."""

from collections import Counter, defaultdict

import msgspec
from hypothesis import HealthCheck, example, given, settings

from playground.checkout import events as e
from playground.checkout.ledger import BELIEFS, TRUTHS
from playground.runs import Run
from tests.playground.laws.anything import shops
from tests.playground.runs.varied import RECIPES

PATIENT = 60.0
"""Seconds after the last customer for which a run may go on settling: what hangs for ever still hangs then."""
TROUBLE = msgspec.structs.replace(RECIPES["every pattern and much trouble"], ends_at=13.0)
COINCIDENCE = msgspec.structs.replace(RECIPES["everything at the same instant"], ends_at=13.0)
some_shops = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class Played:
    """A run that came to rest as far as it ever will, its events, and what is still somewhere inside."""

    def __init__(self, recipe):
        with Run(recipe) as run:
            self.events = run.advance(recipe.ends_at)
            for stretch in run.settling(PATIENT):
                self.events += stretch
            self.entries = run.shop.ledger.entries
            self.waiting = sum(order > 0 for order in run.shop.customers.waiting)
            self.measures, self.counters = run.measures, run.measures.counters()
            self.in_transit = run.shop.world.in_transit
            stations = [*run.shop.stations.values(), *run.shop._retired]
            self.inside = sum(len(station.active) + len(station.queue) for station in stations)
            self.working = sum(len(station.active) for station in stations)

    def count(self, kind, **fields):
        return sum(
            isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items())
            for event in self.events
        )


@given(shops())
@example(TROUBLE)
@example(COINCIDENCE)
@some_shops
def test_every_customer_comes_once_and_is_told_at_most_once(recipe):
    played = Played(recipe)
    came = Counter(event.order for event in played.events if isinstance(event, e.CustomerArrived))
    left = Counter(event.order for event in played.events if isinstance(event, e.CustomerTold | e.CustomerGaveUp))
    assert set(came.values()) <= {1}
    assert set(left.values()) <= {1}
    assert left.keys() <= came.keys()
    counters = played.counters
    told = counters["told_confirmed"] + counters["told_failed"] + counters["told_nothing"]
    assert counters["offered"] == told + counters["waiting"] == sum(order > 0 for order in came)
    assert counters["waiting"] == played.waiting


@given(shops())
@example(TROUBLE)
@example(COINCIDENCE)
@some_shops
def test_every_request_comes_to_exactly_one_end(recipe):
    """Sent requests and their duplicates are lost, refused, swallowed, dropped, begun, or gone with a crashed queue."""
    played = Played(recipe)
    count = played.count
    lost_in_queues = sum(event.lost for event in played.events if isinstance(event, e.ServiceCrashed)) - count(
        e.WorkLost
    )
    queued = played.inside - played.working
    ends = count(e.RequestLost) + count(e.RequestRefused) + count(e.RequestSwallowed) + count(e.WorkDropped)
    ends += count(e.WorkStarted) + lost_in_queues + queued
    begun = count(e.RequestSent) + count(e.RequestDuplicated)
    assert 0 <= begun - ends <= played.in_transit


@given(shops())
@example(TROUBLE)
@example(COINCIDENCE)
@some_shops
def test_every_answer_comes_from_work_or_from_the_door_and_comes_to_one_end(recipe):
    played = Played(recipe)
    count = played.count
    at_the_door = count(e.RequestRefused) - count(e.RequestRefused, cause="down")
    at_the_door -= count(e.RequestRefused, cause="connection_reset")
    worked = count(e.WorkStarted) - count(e.WorkLost) - played.working
    assert count(e.ResponseSent) == worked + at_the_door + count(e.WorkDropped)
    heard = count(e.ResponseArrived) + count(e.ResponseArrivedLate)
    assert 0 <= count(e.ResponseSent) - count(e.ResponseLost) - heard <= played.in_transit


@given(shops())
@example(TROUBLE)
@some_shops
def test_no_call_is_answered_twice_to_somebody_who_still_waits(recipe):
    heard = Counter(
        event.call for event in Played(recipe).events if isinstance(event, e.ResponseArrived | e.ConnectionBroke)
    )
    assert set(heard.values()) <= {1}


@given(shops())
@example(TROUBLE)
@some_shops
def test_money_is_conserved_to_the_penny(recipe):
    played = Played(recipe)
    number, pence = Counter(), defaultdict(int)
    for event in played.events:
        if isinstance(event, e.CardCharged):
            number[event.order] += 1
            pence[event.order] += event.amount
        elif isinstance(event, e.CardRefunded):
            number[event.order] -= 1
            pence[event.order] -= event.amount
    for order, entry in played.entries.items():
        assert number[order] == entry.paid >= 0
        assert pence[order] == sum(entry.taken)
        assert (pence[order] == 0) == (entry.paid == 0)


@given(shops())
@example(TROUBLE)
@some_shops
def test_the_matrix_of_the_measures_is_that_of_the_ledger_at_all_times(recipe):
    with Run(recipe) as run:
        for step in range(1, 81):
            run.skip(step * 0.2)
            cells = Counter((entry.told, entry.truth) for entry in run.shop.ledger.entries.values() if entry.told)
            measured = {(told, true): run.measures.matrix[told][true] for told in BELIEFS for true in TRUTHS}
            assert measured == {cell: cells[cell] for cell in measured}


GROWING = ("offered", "charges", "refunds", "browse_offered", "browse_ok", "browse_failed", "shed", "throttled")


@given(shops())
@example(TROUBLE)
@some_shops
def test_counters_only_grow_and_no_more_succeeds_than_was_offered(recipe):
    with Run(recipe) as run:
        before = run.measures.counters()
        for step in range(1, 41):
            run.skip(step * 0.25)
            now = run.measures.counters()
            assert all(now[name] >= before[name] for name in GROWING)
            assert now["told_confirmed"] <= now["offered"]
            assert now["browse_ok"] + now["browse_failed"] <= now["browse_offered"]
            assert all(amount >= 0 for amount in now.values())
            for tally in run.measures.services.values():
                assert tally.first_calls <= tally.calls
            before = now
        series = run.measures.series()
        assert sum(series["offered"]) <= run.measures.offered
        assert sum(series["goodput"]) <= sum(series["offered"])


@given(shops())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_settings_and_no_faults_make_a_run_depend_on_its_steps(recipe):
    with Run(recipe) as whole, Run(recipe) as stepped:
        whole.skip(6.0)
        for step in range(1, 61):
            stepped.skip(step * 0.1)
            stepped.picture()
        assert whole.fingerprint == stepped.fingerprint
