"""A whole school may share an address, and may fill a lecture hall; where it ends it is told what to do."""

import pytest
from django.conf import settings
from django.urls import reverse

from lesson.classroom import limits, rooms, views
from lesson.classroom.limits import Spent
from lesson.classroom.models import Room
from lesson.classroom.seats import SEATS_MAX
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.django_db
OPEN, JOIN = "/classroom/open/", "/classroom/join/"
OURS = {"origin": "http://testserver"}


@pytest.fixture(autouse=True)
def nobody_was_here(monkeypatch, clock):
    monkeypatch.setattr(views, "rooms_opened", Spent(2, 1 / 60, clock))
    monkeypatch.setattr(views, "seats_taken", Spent(2, limits.SEATS_PER_S, clock))


@pytest.fixture
def room():
    return rooms.open_room(load("sandbox").recipe(1))[0]


def open_rooms(client, number, **more):
    return [client.post(OPEN, headers=OURS, **more).status_code for _ in range(number)]


def join(client, room, **more):
    client.cookies.clear()
    return client.post(JOIN, {"code": room.code}, **more)


def test_an_address_that_opens_rooms_without_end_is_told_what_to_do(client):
    assert open_rooms(client, 3) == [302, 302, 429]
    page = client.post(OPEN, headers=OURS).content.decode()
    assert "Too many rooms" in page
    assert "are under Teach" in page
    assert Room.objects.count() == 2


def test_others_open_rooms_meanwhile_and_so_does_that_address_a_minute_later(client, clock):
    open_rooms(client, 2)
    assert open_rooms(client, 1, REMOTE_ADDR="192.0.2.1") == [302]
    clock.now += 60
    assert open_rooms(client, 2) == [302, 429]


def test_all_of_one_ipv6_network_are_one(client):
    assert [open_rooms(client, 1, REMOTE_ADDR=f"2001:db8::{host}")[0] for host in "123"] == [302, 302, 429]


def test_a_room_has_seats_left_for_people_elsewhere(client, room):
    assert [join(client, room).status_code for _ in range(3)] == [302, 302, 429]
    assert "ask your host to open another room" in join(client, room).content.decode()
    assert join(client, room, REMOTE_ADDR="192.0.2.1").status_code == 302
    assert room.seats.count() == 3


def test_another_room_is_another_matter(client, room):
    join(client, room), join(client, room)
    assert join(client, rooms.open_room(load("sandbox").recipe(1))[0]).status_code == 302


def test_whoever_has_a_seat_keeps_it(client, room):
    join(client, room), join(client, room)
    assert client.post(JOIN, {"code": room.code}).status_code == 302
    assert client.get(reverse("classroom:learner", args=[room.code])).status_code == 200


def test_the_limits_do_for_a_school_and_a_lecture_hall():
    assert settings.ROOMS_PER_ADDRESS >= 50
    assert 300 < limits.SEATS < SEATS_MAX
