"""Reconciliation compares the records of all parties after the fact, and repairs what does not agree."""

import asyncio
from dataclasses import dataclass
from itertools import product

import pytest

from playground.patterns.reconciliation import Sweeper, repairs


@dataclass
class Facts:
    told: str | None
    paid: int
    ordered: bool
    reserved: bool

    def carry_out(self, what):
        if what == "refund":
            self.paid -= 1
        elif what == "cancel_order":
            self.ordered = False
        elif what == "release_stock":
            self.reserved = False
        elif what == "notify":
            self.told = "confirmed"
        else:
            raise LookupError(what)


EVERY = [
    Facts(*each) for each in product(["confirmed", "failed", "nothing"], [0, 1, 2, 3], [False, True], [False, True])
]


def repaired(facts):
    facts = Facts(facts.told, facts.paid, facts.ordered, facts.reserved)
    for what in repairs(facts):
        facts.carry_out(what)
    return facts


@pytest.mark.parametrize("facts", EVERY, ids=str)
def test_after_repair_no_customer_has_paid_for_nothing_or_twice(facts):
    after = repaired(facts)
    assert after.paid <= 1
    if after.paid == 1:
        assert after.ordered
        assert after.told == "confirmed"


@pytest.mark.parametrize("facts", EVERY, ids=str)
def test_after_repair_nothing_is_reserved_for_nobody(facts):
    after = repaired(facts)
    if after.told != "confirmed":
        assert not after.reserved
        assert not after.ordered


@pytest.mark.parametrize("facts", EVERY, ids=str)
def test_what_was_repaired_needs_no_repair(facts):
    assert repairs(repaired(facts)) == []


@pytest.mark.parametrize("facts", [facts for facts in EVERY if facts.told == "failed"], ids=str)
def test_who_was_told_that_it_failed_ends_with_nothing(facts):
    after = repaired(facts)
    assert (after.paid, after.ordered, after.reserved) == (0, False, False)


def test_who_heard_nothing_of_a_good_order_is_told():
    assert repairs(Facts("nothing", 1, True, True)) == ["notify"]


def test_a_good_order_is_left_alone():
    assert repairs(Facts("confirmed", 1, True, True)) == []


def test_nothing_is_repaired_while_the_customer_waits():
    assert repairs(Facts(None, 2, False, True)) == []


def test_the_sweeper_looks_once_a_period_and_repairs_what_it_finds(clock):
    async def story():
        ledgers = {1: Facts("failed", 1, False, True), 2: Facts("confirmed", 1, True, True)}
        looks = []
        sweeper = Sweeper(
            clock.s(5),
            ledgers.items,
            lambda order, what: ledgers[order].carry_out(what),
            lambda looked_at, mended: looks.append((looked_at, mended)),
        )
        task = asyncio.get_running_loop().create_task(sweeper.run())
        await asyncio.sleep(clock.s(12))
        task.cancel()
        await asyncio.wait([task])
        return looks, ledgers[1]

    looks, first = clock.play(story())
    assert looks == [(2, 1), (2, 0)]
    assert first == Facts("failed", 0, False, False)
