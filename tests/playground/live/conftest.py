from collections.abc import Iterator

import pytest

from tests.playground.live.simulated import Table


@pytest.fixture
def table() -> Iterator[Table]:
    table = Table()
    yield table
    table.close()


@pytest.fixture
def make_table() -> Iterator:
    """Tables with limits of their own."""
    made = []

    def make(**limits):
        made.append(Table(**limits))
        return made[-1]

    yield make
    for each in made:
        each.close()
