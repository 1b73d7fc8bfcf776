"""A fallback carries on without an optional dependency."""

import pytest

from playground.patterns.call import CallFailed
from playground.patterns.fallback import Fallback


def test_an_answer_passes(clock, dependency, call):
    async def answers(call, number):
        return "recommendations"

    assert clock.play(Fallback("none").run(dependency(answers), call)) == "recommendations"


def test_a_failure_is_replaced_and_reported(clock, dependency, call):
    async def fails(call, number):
        raise CallFailed

    served = []
    assert clock.play(Fallback("none", on_fallback=served.append).run(dependency(fails), call)) == "none"
    assert served == [call]


def test_a_defect_is_not_hidden(clock, dependency, call):
    async def defect(call, number):
        raise LookupError

    with pytest.raises(LookupError):
        clock.play(Fallback("none").run(dependency(defect), call))
