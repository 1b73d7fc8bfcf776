"""Idempotency: the same intent is recognised and not acted on twice (draft-ietf-httpapi-idempotency-key-header)."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.patterns.idempotency import IdempotencyStore, InProgress, KeyReused


class Bank:
    def __init__(self, clock=None, takes=0.0):
        self.charges = 0
        self.takes = takes
        self.broken = False

    async def charge(self):
        await asyncio.sleep(self.takes)
        if self.broken:
            raise LookupError("broken")
        self.charges += 1
        return f"charge {self.charges}"


def test_a_key_is_acted_on_once(clock):
    async def story():
        bank, store = Bank(), IdempotencyStore()
        answers = [await store.run("order 7", 100, bank.charge) for _ in range(3)]
        return answers, bank.charges

    assert clock.play(story()) == (["charge 1"] * 3, 1)


def test_another_key_is_another_intent(clock):
    async def story():
        bank, store = Bank(), IdempotencyStore()
        return [await store.run(key, 100, bank.charge) for key in ("order 7", "order 8")]

    assert clock.play(story()) == ["charge 1", "charge 2"]


def test_another_payload_under_a_used_key_is_refused(clock):
    async def story():
        bank, store = Bank(), IdempotencyStore()
        await store.run("order 7", 100, bank.charge)
        with pytest.raises(KeyReused):
            await store.run("order 7", 200, bank.charge)
        return bank.charges

    assert clock.play(story()) == 1


def test_a_duplicate_of_what_is_in_progress_is_refused(clock):
    async def story():
        bank, store = Bank(takes=clock.s(2)), IdempotencyStore()
        original = asyncio.get_running_loop().create_task(store.run("order 7", 100, bank.charge))
        await asyncio.sleep(clock.s(1))
        with pytest.raises(InProgress):
            await store.run("order 7", 100, bank.charge)
        return await original, bank.charges

    assert clock.play(story()) == ("charge 1", 1)


@pytest.mark.parametrize(("keep_errors", "second"), [(False, "charge 1"), (True, "LookupError")])
def test_after_an_error_the_key_is_fresh_or_gets_the_same_error(clock, keep_errors, second):
    async def story():
        bank, store = Bank(), IdempotencyStore(keep_errors=keep_errors)
        bank.broken = True
        with pytest.raises(LookupError):
            await store.run("order 7", 100, bank.charge)
        bank.broken = False
        try:
            return await store.run("order 7", 100, bank.charge)
        except LookupError as error:
            return type(error).__name__

    assert clock.play(story()) == second


def test_what_was_cancelled_in_the_middle_is_not_in_progress_for_ever(clock):
    async def story():
        bank, store = Bank(takes=clock.s(50)), IdempotencyStore()
        original = asyncio.get_running_loop().create_task(store.run("order 7", 100, bank.charge))
        await asyncio.sleep(clock.s(1))
        original.cancel()
        await asyncio.wait([original])
        bank.takes = 0
        return await store.run("order 7", 100, bank.charge)

    assert clock.play(story()) == "charge 1"


def test_after_its_retention_a_key_is_forgotten_and_acted_on_again(clock):
    async def story():
        bank, store = Bank(), IdempotencyStore(clock.s(5))
        first = await store.run("order 7", 100, bank.charge)
        await asyncio.sleep(clock.s(3))
        within = await store.run("order 7", 100, bank.charge)
        await asyncio.sleep(clock.s(3))
        return first, within, await store.run("order 7", 100, bank.charge), len(store)

    assert clock.play(story()) == ("charge 1", "charge 1", "charge 2", 1)


def test_a_crash_forgets_what_was_in_progress_and_keeps_what_was_done():
    store = IdempotencyStore()
    store.begin("done", 1, 0.0)
    store.finish("done", "result")
    store.begin("in progress", 1, 0.0)
    store.abandon()
    assert store.begin("done", 1, 1.0).result == "result"
    assert store.begin("in progress", 1, 1.0) is None


def test_a_crash_of_a_store_in_memory_forgets_everything():
    store = IdempotencyStore()
    store.begin("done", 1, 0.0)
    store.finish("done", "result")
    store.lose()
    assert len(store) == 0


def test_a_result_is_known_once_it_is_there():
    store = IdempotencyStore()
    store.begin("order 7", 1, 0.0)
    assert store.result("order 7") is None
    store.finish("order 7", 200)
    assert store.result("order 7") == 200
    assert store.result("order 8") is None


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["begin", "finish", "fail"])), max_size=80))
def test_within_its_retention_no_key_is_begun_twice_unless_it_failed(steps):
    store, finished, running = IdempotencyStore(1000.0), set(), set()
    for now, (key, step) in enumerate(steps):
        if step == "begin":
            try:
                fresh = store.begin(str(key), "payload", float(now)) is None
            except InProgress:
                assert key in running
                continue
            assert fresh == (key not in finished)
            running |= {key} if fresh else set()
        elif key in running:
            store.finish(str(key), step, failed=step == "fail")
            running.discard(key)
            finished |= {key} if step == "finish" else set()
