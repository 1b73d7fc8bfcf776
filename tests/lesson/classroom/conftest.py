from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.lesson.classroom.people import Person


class Class:
    """A host, and a room whose run is `double-charge` with seed 7."""

    def __init__(self, site):
        self.site = site
        self.host = Person(site)
        self.code = self.host.open_room(recipe='{"scenario":"double-charge","seed":7}')
        self._sockets = ExitStack()

    def learner(self, **fields):
        person = Person(self.site)
        answer = person.join(self.code, **fields)
        assert answer.url.endswith(f"/classroom/{self.code}/"), answer.text
        return person

    def socket(self, person, role="learner", **options):
        socket = self._sockets.enter_context(person.socket(self.code, role, **options))
        socket.opened, socket.snapshot = socket.watch()
        return socket

    def hosting(self, person=None):
        return self.socket(person or self.host, "host")

    def close(self):
        self._sockets.close()


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def room(live_site):
    found = Class(live_site)
    yield found
    found.close()


@pytest.fixture
def open_room() -> Callable:
    """`open_room(site)`: a class on a site of the test's own."""
    found = []

    def open_one(site):
        found.append(Class(site))
        return found[-1]

    yield open_one
    for each in found:
        each.close()
