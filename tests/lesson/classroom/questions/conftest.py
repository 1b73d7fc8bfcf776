"""A room with its host and learners, each a browser of their own, and what was said to the room's sockets."""

import pytest
from django.test import Client
from django.urls import reverse

from lesson.classroom import access, hashes, names, rooms
from lesson.classroom.models import Seat
from lesson.classroom.questions import cards, oracle, telling
from lesson.classroom.questions.models import Question
from playground.scenarios.catalogue import load

HTMX = {"HTTP_HX_REQUEST": "true"}


class Person:
    """One browser. `post` and `get` take the name of a view of this app; htmx asks unless told otherwise."""

    def __init__(self, room):
        self.room = room
        self.client = Client(enforce_csrf_checks=False)

    def remember(self, keep):
        session = self.client.session
        keep(session)
        session.save()
        self.client.cookies["sessionid"] = session.session_key

    def address(self, view, *arguments):
        return reverse(f"classroom:questions:{view}", args=[self.room.code, *arguments])

    def post(self, view, *arguments, htmx=True, **data):
        return self.client.post(self.address(view, *arguments), data, **(HTMX if htmx else {}))

    def get(self, view, *arguments, htmx=True, **data):
        return self.client.get(self.address(view, *arguments), data, **(HTMX if htmx else {}))


class Host(Person):
    def __init__(self, room):
        super().__init__(room)
        self.remember(lambda session: access.make_host(session, room))

    def put(self, source="plan/silence", **data):
        response = self.post("put", source=source, **data)
        assert response.status_code == 200, response.content.decode()
        return self.question

    def type(self, prompt="What now?", options=("Wait", "Ask again"), right="1", **data):
        return self.post("put", prompt=prompt, option=list(options), right=right, **data)

    @property
    def question(self):
        return Question.objects.filter(room=self.room).order_by("-number").first()

    def act(self, verb, seen=None, **data):
        question = self.question
        return self.post("act", question.number, verb, seen=question.stage if seen is None else seen, **data)


class Learner(Person):
    def __init__(self, room):
        super().__init__(room)
        token = hashes.new_secret()
        taken = set(room.seats.values_list("name", flat=True))
        self.seat = Seat.objects.create(room=room, token_hash=hashes.hash_of(token), name=names.draw(taken))
        self.remember(lambda session: access.keep(session, access.SEATS, room.code, token))

    def vote(self, option, question=None, *, htmx=True, round_=None):
        question = question or Question.objects.filter(room=self.room).order_by("-number").first()
        number = question.round if round_ is None else round_
        return self.post("vote", question.number, option=str(option), round=str(number), htmx=htmx)

    def card(self):
        """What htmx gets: one's own comes as data, and the script shows it."""
        return self.get("part", "learner").content.decode()

    def page(self):
        """What the room's page holds, whole without a script."""
        return self.client.get(reverse("classroom:learner", args=[self.room.code])).content.decode()


@pytest.fixture
def room(db):
    """It shares lost-response, and stands at the first step of the plan."""
    opened = rooms.open_room(load("lost-response").recipe(11), lesson="fault-tolerance", step="silence")
    return opened[0] if isinstance(opened, tuple) else opened


@pytest.fixture
def host(room):
    return Host(room)


@pytest.fixture
def learners(room):
    return [Learner(room) for _ in range(5)]


@pytest.fixture
def learner(learners):
    return learners[0]


@pytest.fixture(autouse=True)
def announced(monkeypatch):
    """What sockets were told: (topic, html by role). Counts that would be said later are said at once."""
    said = []
    monkeypatch.setattr(telling, "announce", lambda room, topic, html=None, **more: said.append((topic, html or {})))
    monkeypatch.setattr(telling.counting, "_later", lambda seconds, act: act())
    return said


@pytest.fixture(autouse=True)
def nothing_is_kept_from_other_tests():
    """Their rooms had the same keys."""
    cards._cards.clear()
    cards._counts.clear()


@pytest.fixture(autouse=True)
def nothing_runs_ahead(monkeypatch):
    """A run that a test does not wait for would outlive it."""
    monkeypatch.setattr(oracle, "foresee_soon", lambda question, then: None)
