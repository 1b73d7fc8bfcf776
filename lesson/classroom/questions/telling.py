"""Telling the room's pages what changed: one rendering for all learners, and no more than a few announcements a second.

Every vote changes the count. With three hundred votes in a few seconds the first is announced at once and the rest
together; the last word is always said.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

from django.db import connections
from django.template.loader import render_to_string

from lesson.classroom import headings, plans
from lesson.classroom.access import HOST, LEARNER, PROJECTOR
from lesson.classroom.models import Room, Seat
from lesson.classroom.notices import ROLES, announce, announce_to_seat
from lesson.classroom.questions import cards, oracle
from lesson.classroom.questions.models import Question, current

QUESTION, VOTES, RUN = "question", "votes", "run"
PERIOD_S = 0.4
KEYS_MAX = 4096

Later = Callable[[float, Callable[[], None]], None]


class Coalescer:
    """Does a thing at most once a period for each key: the first time at once, and once more after the last request."""

    def __init__(self, period_s: float, clock: Callable[[], float], later: Later) -> None:
        self._period_s = period_s
        self._clock = clock
        self._later = later
        self._due: dict[int, float] = {}
        self._waiting: set[int] = set()
        self._lock = threading.Lock()

    def ask(self, key: int, act: Callable[[], None]) -> None:
        with self._lock:
            if key in self._waiting:
                return
            wait = self._due.get(key, 0.0) - self._clock()
            if wait > 0:
                self._waiting.add(key)
            else:
                self._note(key)
        if wait > 0:
            self._later(wait, partial(self._go, key, act))
        else:
            act()

    def _go(self, key: int, act: Callable[[], None]) -> None:
        with self._lock:
            self._waiting.discard(key)
            self._note(key)
        act()

    def _note(self, key: int) -> None:
        self._due.pop(key, None)
        self._due[key] = self._clock() + self._period_s
        while len(self._due) > KEYS_MAX:
            del self._due[next(iter(self._due))]


def in_a_while(seconds: float, act: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, _with_a_connection_of_its_own, args=[act])
    timer.daemon = True
    timer.start()


def _with_a_connection_of_its_own(act: Callable[[], None]) -> None:
    try:
        act()
    finally:
        connections.close_all()


counting = Coalescer(PERIOD_S, time.monotonic, in_a_while)


def changed(room: Room) -> None:
    """The question is another, or stands otherwise. Hosts and projectors fetch theirs."""
    retitled(room)
    announce(room, QUESTION, {LEARNER: cards.for_all(room, current(room))})


def retitled(room: Room) -> None:
    """Outside the plan the run's title goes while a question awaits its answer, and comes back with it."""
    standing = plans.standing(room)
    if not headings.shows_the_step(room, standing):
        context = {"heading": headings.heading_of(room, standing)}
        heading = render_to_string("classroom/_heading.html", context) + ""
        announce(room, RUN, {LEARNER: heading, PROJECTOR: heading}, roles=(LEARNER, PROJECTOR))


def voted(question: Question, seat: Seat) -> None:
    """The count for everybody; to the other tabs and devices of this seat, its vote."""
    announce_to_seat(question.room, seat.pk, QUESTION)
    counting.ask(question.room.pk, partial(count_again, question.room))


def count_again(room: Room) -> None:
    question = current(room)
    if question is not None:
        announce(room, VOTES, dict.fromkeys(ROLES, cards.counted_again(room, question)))


def foresee(question: Question) -> None:
    """Hosts are advised anew once it is known how a prediction will come out."""
    oracle.foresee_soon(question, partial(announce, question.room, QUESTION, roles=(HOST,)))


def paced(room: Room) -> None:
    """The room is somewhere else, or free."""
    announce(room, "pace")
