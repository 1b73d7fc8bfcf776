"""Compensation: what was done is undone in reverse, and what could not be undone is named."""

from playground.patterns.call import CallFailed
from playground.patterns.compensation import Saga


def undo(log, name, error=None):
    async def undoing():
        log.append(name)
        if error is not None:
            raise error

    return undoing


def test_steps_are_undone_in_reverse(clock):
    log, saga = [], Saga()
    for name in ("reserve", "charge", "write"):
        saga.did(name, undo(log, name))
    assert clock.play(saga.compensate()) == []
    assert log == ["write", "charge", "reserve"]


def test_a_step_that_cannot_be_undone_does_not_keep_the_others(clock):
    log, saga = [], Saga()
    saga.did("reserve", undo(log, "reserve"))
    saga.did("charge", undo(log, "charge", CallFailed("down")))
    assert clock.play(saga.compensate()) == ["charge"]
    assert log == ["charge", "reserve"]


def test_what_was_undone_once_is_not_undone_again(clock):
    log, saga = [], Saga()
    saga.did("reserve", undo(log, "reserve"))
    clock.play(saga.compensate())
    clock.play(saga.compensate())
    assert log == ["reserve"]
