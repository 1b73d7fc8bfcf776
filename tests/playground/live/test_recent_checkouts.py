"""Of a checkout with very many events only so many are kept; how it ended is told all the same."""

from playground.checkout.events import CustomerArrived, CustomerTold
from playground.live.checkouts import EVENTS_MAX, Checkouts
from playground.live.fold import Fold
from playground.live.lane import Lane
from playground.scenarios.catalogue import load


def played(slug, seconds, **knobs):
    recipe = load(slug).recipe(7)
    recipe.knobs.update(knobs)
    lane = Lane(recipe, Fold(), iter(range(10**9)).__next__)
    for _ in lane.skip(seconds):
        pass
    return lane


def test_a_hundred_who_fight_for_a_row_are_told_how_it_ended_however_often_they_tried():
    lane = played("backoff-and-jitter", 10.0, **{"retry.backoff": "none"})
    assert max(map(len, lane.fold.checkouts._events.values())) >= EVENTS_MAX
    assert {recent.verdict for recent in lane.fold.checkouts.last()} & {"waiting"} == set()
    lane.close()


def test_what_is_cut_off_is_not_taken_for_the_whole_story():
    checkouts = Checkouts()
    arrived = CustomerArrived(t=0.0, order=1, amount=1000)
    for _ in range(EVENTS_MAX + 5):
        checkouts.handlers[CustomerArrived](arrived)
    checkouts.handlers[CustomerTold](CustomerTold(t=1.0, order=1, told="confirmed", latency=1.0, status=200))
    assert checkouts.events_of(1) is None
    assert checkouts.cut()[0].verdict != "waiting"
