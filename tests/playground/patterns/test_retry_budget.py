"""A retry budget bounds the retries of a whole client. Three published ways to count, with their published figures."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.patterns.backoff import Backoff
from playground.patterns.retry import Retry
from playground.patterns.retry_budget import RatioBudget, Throttle, TokenBucket
from playground.virtual_time.loop import VirtualTimeLoop


class Failure:
    def __init__(self, kind):
        self.kind = kind


def aws_quota():
    return TokenBucket(500, 5, 1, timeout_cost=10)


async def call_again_and_again(retry, operation, call, times):
    for _ in range(times):
        try:
            await retry.run(operation, call)
        except Exception as error:  # noqa: BLE001  # the failures are the subject
            assert error.kind  # noqa: PT017


def always(error):
    async def behaviour(call, number):
        raise error("no")

    return behaviour


@pytest.mark.parametrize("kind", ["error", "overload", "timeout"])
def test_the_aws_quota_pays_for_100_retries_in_a_row_or_50_after_timeouts(clock, dependency, call, failures, kind):
    operation, denied = dependency(always(failures[kind])), []
    retry = Retry(1000, Backoff("none"), budget=aws_quota(), on_denied=denied.append)
    with pytest.raises(failures[kind]):
        clock.play(retry.run(operation, call))
    assert len(operation.calls) == 1 + (50 if kind == "timeout" else 100)
    assert len(denied) == 1


@pytest.mark.parametrize("kind", ["error", "timeout"])
def test_in_the_aws_quota_a_success_by_retry_gets_back_what_the_retry_cost(clock, dependency, call, failures, kind):
    async def second_time(call, number):
        if number % 2:
            raise failures[kind]("no")
        return "answer"

    budget = aws_quota()
    budget.tokens = 300.0
    clock.play(call_again_and_again(Retry(2, Backoff("none"), budget=budget), dependency(second_time), call, 20))
    assert budget.tokens == 300


def test_in_the_aws_quota_a_success_at_the_first_try_earns_one(clock, dependency, call):
    async def succeeds(call, number):
        return "answer"

    budget = aws_quota()
    budget.tokens = 490.0
    clock.play(call_again_and_again(Retry(2, Backoff("none"), budget=budget), dependency(succeeds), call, 30))
    assert budget.tokens == 500


def test_the_bucket_of_brooker_earns_with_every_first_try():
    budget = TokenBucket(5, 1, 0.1, deposit_on="first")
    budget.tokens = 0.0
    for _ in range(10):
        budget.first_attempt()
    assert budget.allows(Failure("error"))
    assert budget.tokens == pytest.approx(0)


def test_the_throttle_of_grpc_stops_retries_at_the_fifth_failure(clock, dependency, call, failures):
    """maxTokens 10, tokenRatio 0.1: retries stop when half the tokens are left (gRPC proposal A6)."""
    operation = dependency(always(failures["error"]))
    budget = Throttle(10, 0.1)
    with pytest.raises(failures["error"]):
        clock.play(Retry(100, Backoff("none"), budget=budget).run(operation, call))
    assert len(operation.calls) == 5
    assert budget.tokens == 5


def test_the_throttle_of_grpc_lets_retries_again_after_enough_successes():
    budget = Throttle(10, 0.1)
    budget.tokens = 5.0
    assert not budget.allows(Failure("error"))
    for _ in range(2):
        budget.succeeded(None)
    assert budget.allows(Failure("error"))
    assert budget.tokens == pytest.approx(5.2)


def test_a_ratio_of_a_tenth_keeps_the_load_at_1_10_when_everything_fails(clock, dependency, call, failures):
    operation = dependency(always(failures["overload"]))
    retry = Retry(3, Backoff("none"), budget=RatioBudget(0.1, minimum=0, window=clock.s(10_000)))
    clock.play(call_again_and_again(retry, operation, call, 1000))
    assert len(operation.calls) == pytest.approx(1100, abs=1)


def test_without_a_budget_three_attempts_are_three_times_the_load(clock, dependency, call, failures):
    operation = dependency(always(failures["overload"]))
    clock.play(call_again_and_again(Retry(3, Backoff("none")), operation, call, 100))
    assert len(operation.calls) == 300


def test_a_ratio_budget_never_goes_below_its_minimum(clock, dependency, call, failures):
    operation = dependency(always(failures["overload"]))
    retry = Retry(100, Backoff("none"), budget=RatioBudget(0.0, minimum=3, window=clock.s(10_000)))
    with pytest.raises(failures["overload"]):
        clock.play(retry.run(operation, call))
    assert len(operation.calls) == 1 + 3


def test_a_ratio_budget_forgets_after_its_window(clock, dependency, call, failures):
    async def story():
        operation = dependency(always(failures["overload"]))
        retry = Retry(2, Backoff("none"), budget=RatioBudget(0.0, minimum=1, window=clock.s(5)))
        await call_again_and_again(retry, operation, call, 3)
        before = len(operation.calls)
        await asyncio.sleep(clock.s(6))
        await call_again_and_again(retry, operation, call, 3)
        return before, len(operation.calls) - before

    assert clock.play(story()) == (4, 4)


STEPS = st.lists(
    st.sampled_from(["first", "retry", "retry after timeout", "success", "success by retry", "failure"]), max_size=200
)


@given(STEPS, st.sampled_from(["success", "first"]))
def test_tokens_stay_between_none_and_the_capacity(steps, deposit_on):
    bucket, throttle = TokenBucket(50, 5, 3, timeout_cost=10, deposit_on=deposit_on), Throttle(10, 0.5)
    for step in steps:
        for budget in (bucket, throttle):
            act(budget, step)
            assert 0 <= budget.left() <= budget.capacity


def act(budget, step):
    if step == "first":
        budget.first_attempt()
    elif step.startswith("retry"):
        budget.allows(Failure("timeout" if "timeout" in step else "error"))
    elif step == "failure":
        budget.failed(Failure("error"))
    else:
        budget.succeeded("error" if "retry" in step else None)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 3)), max_size=100), st.floats(0, 1), st.integers(0, 5))
def test_retries_within_any_window_stay_below_the_ratio_or_the_minimum(steps, ratio, minimum):
    loop, firsts, retries = VirtualTimeLoop(), [], []
    budget = RatioBudget(ratio, minimum, window=10)

    async def story():
        for first, pause in steps:
            await asyncio.sleep(pause)
            now = loop.time()
            if first:
                budget.first_attempt()
                firsts.append(now)
            elif budget.allows(Failure("error")):
                retries.append(now)
                recent = [sum(now - 10 <= t for t in times) for times in (firsts, retries)]
                assert recent[1] <= max(minimum, ratio * recent[0])

    loop.spawn(story())
    loop.run_until(1000)
    loop.close()
