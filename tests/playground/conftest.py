"""Results that several tests ask for are worked out once, in as many processes as there are cores.

A test says what it needs by being parametrised with something that has `plans`. When the first such test runs, the
plans of all that were selected are run together; equal plans are one.
"""

import os
from collections.abc import Iterable, Iterator

import msgspec
import pytest

from playground.experiments import Plan, Result, run_many


class Results:
    """Look up the result of a plan."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        wanted = longest_first({_key(plan): plan for plan in plans}.values())
        done = run_many(wanted, os.cpu_count() or 1)
        self._results: dict[bytes, Result] = {_key(wanted[place]): result for place, result in done}

    def __getitem__(self, plan: Plan) -> Result:
        return self._results[_key(plan)]

    def of(self, plans: Iterable[Plan]) -> list[Result]:
        return [self[plan] for plan in plans]


def _key(plan: Plan) -> bytes:
    return msgspec.json.encode(plan)


def longest_first(plans: Iterable[Plan]) -> list[Plan]:
    """So that no process is left alone with a long run at the end."""
    return sorted(plans, key=lambda plan: -plan.duration_s)


def wanted_by(items: Iterable[pytest.Item]) -> Iterator[Plan]:
    for item in items:
        call = getattr(item, "callspec", None)
        for value in call.params.values() if call else ():
            yield from getattr(value, "plans", ())


@pytest.fixture(scope="session")
def results(request) -> Results:
    return Results(wanted_by(request.session.items))
