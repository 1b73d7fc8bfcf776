"""Settings and faults that are legal one by one and exclude each other, judged at the times at which they meet."""

import pytest

from playground import conflicts
from playground.checkout import faults
from playground.conflicts import ConflictError
from playground.runs import Change, Recipe

HALF = "payment.capacity:factor=0.5"
UNLIMITED = {"payment.workers": None}


def check(fault, knobs=None, changes=()):
    conflicts.check(Recipe(scenario="any", seed=1, knobs=knobs or {}, faults=(faults.parse(fault),), changes=changes))


def at(seconds, **more):
    return Change(at=seconds, **more)


@pytest.mark.parametrize("factor", ["0", "1"])
def test_all_or_nothing_of_unlimited_workers_means_something(factor):
    check(f"payment.capacity:factor={factor}", UNLIMITED)


def test_a_part_of_unlimited_workers_means_nothing():
    with pytest.raises(ConflictError, match=r"set payment\.workers to a number"):
        check(HALF, UNLIMITED)


def test_another_services_workers_do_not_matter():
    check(HALF, {"orders.workers": None})


@pytest.mark.parametrize(
    ("fault", "changed_at", "conflict"),
    [
        (HALF, 5.0, True),
        (f"{HALF},start=5", 5.0, True),
        (f"{HALF},start=6,duration=1", 5.0, True),
        (f"{HALF},duration=5", 5.0, False),
        (f"{HALF},duration=5.1", 5.0, True),
    ],
)
def test_a_change_matters_while_the_fault_lasts(fault, changed_at, conflict):
    changes = (at(changed_at, knobs=UNLIMITED),)
    if not conflict:
        check(fault, changes=changes)
        return
    with pytest.raises(ConflictError):
        check(fault, changes=changes)


def test_a_change_before_the_fault_can_make_it_legal():
    check(f"{HALF},start=5", UNLIMITED, (at(4.0, knobs={"payment.workers": 5}),))


def test_a_fault_struck_on_the_way_is_judged_too():
    strike = at(3.0, strike=(faults.parse(HALF),))
    with pytest.raises(ConflictError):
        conflicts.check(Recipe(scenario="any", seed=1, knobs=UNLIMITED, changes=(strike,)))


@pytest.mark.parametrize(
    ("fault", "knobs", "legal"),
    [
        ("payment.bad_shard:shard=9", {}, None),
        ("payment.bad_shard:shard=10", {}, "from 0 to 9"),
        ("payment.bad_shard:shard=10,of=11", {}, None),
        ("inventory.bad_shard:shard=10", {"inventory.fan_out": 10}, None),
        ("inventory.bad_shard:shard=0", {"inventory.fan_out": 10}, "from 1 to 10"),
        ("payment.bad_shard:shard=0", {"inventory.fan_out": 10}, None),
    ],
)
def test_a_shard_that_nobody_asks_is_refused(fault, knobs, legal):
    if legal is None:
        check(fault, knobs)
        return
    with pytest.raises(ConflictError, match=legal):
        check(fault, knobs)
