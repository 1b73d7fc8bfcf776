"""Who is here: whoever has a page that is kept up to date, and whoever loads theirs by hand and did so lately.

A browser without JavaScript has no socket, and nobody is told when its page is closed. So it counts as here for some
minutes after each page that it loads, a vote among them. A browser that opens a socket is taken by that from then on.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

from lesson.classroom import notices
from lesson.classroom.models import Room, Seat

LATELY_S = 300.0
ROOMS_MAX = 10_000
"""Those in which a page was loaded last are remembered."""


class Loads:
    """When each seat's page was loaded last, by the room's code. `clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._at: OrderedDict[str, dict[int, float]] = OrderedDict()
        self._lock = Lock()

    def note(self, code: str, seat: int) -> None:
        with self._lock:
            self._at.setdefault(code, {})[seat] = self._clock()
            self._at.move_to_end(code)
            while len(self._at) > ROOMS_MAX:
                self._at.popitem(last=False)

    def forget(self, code: str, seat: int) -> None:
        with self._lock:
            self._at.get(code, {}).pop(seat, None)

    def lately(self, code: str) -> set[int]:
        with self._lock:
            since = self._clock() - LATELY_S
            return {seat for seat, at in self._at.get(code, {}).items() if at > since}


loads = Loads()


def loaded(seat: Seat) -> None:
    """A page of this seat was asked for."""
    loads.note(seat.room.code, seat.pk)
    notices.stir(seat.room)


def by_hand(room: Room) -> set[int]:
    """The seats that are here without a page that is kept up to date."""
    return loads.lately(room.code) - notices.seats_present(room)


def here(room: Room) -> set[int]:
    return loads.lately(room.code) | notices.seats_present(room)
