"""The code is executed: attempts and waits are those of our own Retry and Backoff under the same chance."""

import random

import pytest
import tenacity

from playground.checkout.policies import backoff
from playground.copyas.targets import TARGETS

CHANCE = 0.25


class ErrorReply(Exception):
    def __init__(self, status: int, retry_after: float | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


def load(name, settings):
    """The module's names."""
    (file,) = TARGETS[name].copy(settings).files
    names: dict = {}
    exec(compile(file.text, file.name, "exec"), names)
    return names


@pytest.fixture
def slept(monkeypatch):
    """Waits are noted, not waited; chance is a quarter."""
    waits: list[float] = []
    monkeypatch.setattr(random, "random", lambda: CHANCE)
    monkeypatch.setattr(random, "uniform", lambda low, high: low + (high - low) * CHANCE)
    monkeypatch.setattr(tenacity.nap.time, "sleep", waits.append)
    return waits


def attempts_until_given_up(retrying, error) -> int:
    made = 0

    @retrying
    def call() -> None:
        nonlocal made
        made += 1
        raise error

    with pytest.raises(type(error)):
        call()
    return made


def our_waits(settings, retries: int) -> list[float]:
    ours, waits = backoff(settings), []
    for retry in range(1, retries + 1):
        waits.append(ours.delay(retry, waits[-1] if waits else 0.0, CHANCE))
    return waits


@pytest.mark.parametrize("growth", ["none", "constant", "exponential"])
@pytest.mark.parametrize("jitter", ["none", "full", "equal", "decorrelated"])
def test_tenacity_makes_our_attempts_and_our_waits(set_up, slept, growth, jitter):
    settings = set_up(retry__backoff=growth, retry__jitter=jitter, retry__max_attempts=6, retry__longest_delay_s=1,
                      retry__multiplier=3)  # fmt: skip
    assert attempts_until_given_up(load("tenacity", settings)["retrying"], TimeoutError()) == 6
    assert [wait for wait in slept if wait] == pytest.approx([wait for wait in our_waits(settings, 5) if wait])


@pytest.mark.parametrize("growth", ["none", "constant", "exponential"])
def test_stamina_makes_our_attempts_and_without_jitter_our_waits(set_up, slept, growth):
    settings = set_up(retry__backoff=growth, retry__max_attempts=6, retry__longest_delay_s=1, retry__multiplier=3)
    assert attempts_until_given_up(load("stamina", settings)["retrying"], TimeoutError()) == 6
    assert [wait for wait in slept if wait] == pytest.approx([wait for wait in our_waits(settings, 5) if wait])


@pytest.mark.parametrize("target", ["tenacity", "stamina"])
@pytest.mark.parametrize(
    ("error", "kind"),
    [(TimeoutError(), "timeout"), (ConnectionResetError(), "reset"), (ErrorReply(500), "error"),
     (ErrorReply(503), "overload"), (ErrorReply(429), "overload"), (ErrorReply(409), "conflict")],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)  # fmt: skip
def test_only_what_was_asked_for_is_retried(set_up, slept, target, error, kind):
    others = [other for other in ("timeout", "reset", "error", "overload", "conflict") if other != kind]
    assert attempts_until_given_up(load(target, set_up(retry__on=[kind]))["retrying"], error) == 3
    assert attempts_until_given_up(load(target, set_up(retry__on=others))["retrying"], error) == 1


@pytest.mark.parametrize("target", ["tenacity", "stamina"])
def test_no_attempt_more_when_checkout_does_not_retry(set_up, slept, target):
    settings = set_up(retry__layers=["gateway"])
    assert attempts_until_given_up(load(target, settings)["retrying"], TimeoutError()) == 1


@pytest.mark.parametrize("target", ["tenacity", "stamina"])
def test_the_service_that_asks_for_a_pause_gets_it(set_up, slept, target):
    attempts_until_given_up(load(target, set_up())["retrying"], ErrorReply(503, retry_after=7.0))
    assert slept == [7.0, 7.0]
    slept.clear()
    settings = set_up(retry__honour_retry_after=False)
    attempts_until_given_up(load(target, settings)["retrying"], ErrorReply(503, retry_after=7.0))
    assert slept == pytest.approx([0.1, 0.2])


@pytest.mark.parametrize(("target", "attempts"), [("tenacity", 1), ("stamina", 2)])
def test_the_deadline_is_looked_at_where_the_note_says(set_up, slept, monkeypatch, target, attempts):
    """tenacity does not begin a wait that would pass it; stamina does."""
    monkeypatch.setattr(tenacity.time, "monotonic", lambda: sum(slept))
    settings = set_up(timeout__enabled=True, timeout__deadline_s=3, retry__max_attempts=None, retry__first_delay_s=60,
                      retry__longest_delay_s=60)  # fmt: skip
    names = load(target, settings)
    assert attempts_until_given_up(names["retrying"], TimeoutError()) == attempts
    assert names["ATTEMPT_TIMEOUT_S"] == 1
