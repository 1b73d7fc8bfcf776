"""An office of jobs of a test's own, for pages that hand jobs in. A conftest imports these fixtures."""

from collections.abc import Callable, Iterator

import pytest

from playground.jobs import office as office_module
from playground.jobs.limits import Limits
from playground.jobs.office import Office
from playground.jobs.runner import Runner

TIMEOUT_S = 60


@pytest.fixture
def open_office(monkeypatch) -> Iterator[Callable[..., Office]]:
    """An office of the test's own, with limits of its own; the pages use it from then on."""
    opened = []

    def open_one(**limits) -> Office:
        opened.append(Office(Runner(Limits(**{"workers": 1, "niceness": 0, **limits})), None))
        monkeypatch.setattr(office_module, "_office", opened[-1])
        return opened[-1]

    yield open_one
    for each in opened:
        each.runner.close()


@pytest.fixture
def finish(open_office) -> Callable[..., object]:
    """`finish(response)` waits until the job that a page shows is over."""
    office = open_office()
    return lambda response: office.runner.future(response.context["progress"].id).result(TIMEOUT_S)
