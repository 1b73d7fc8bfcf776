"""After the end, or two idle days, a stale page of the host changes nothing and is told why; the report stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lesson.classroom import access, rooms, seats
from lesson.classroom.models import Room
from lesson.classroom.questions.models import Question
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}

STEERING = [
    ("flag", ["anonymous"], {"on": "true"}),
    ("flag", ["locked"], {"on": "true"}),
    ("step", [], {"step": ""}),
    ("show", [], {"address": "/playground/retry-storm/"}),
    ("link", [], {}),
    ("link", [], {"revoke": "true"}),
]
ENDED, IDLE = "is over", "for two days"


@pytest.fixture
def host(client):
    """The host's browser, and the room."""
    client.room = rooms.open_room(load("lost-response").recipe(1), lesson="fault-tolerance", step="silence")[0]
    client.seat, _ = seats.take(client.room)
    session = client.session
    access.make_host(session, client.room)
    session.save()
    return client


def close(host, how):
    now = timezone.now()
    idle = {"last_used_at": now - rooms.IDLE - timedelta(hours=1)}
    Room.objects.filter(pk=host.room.pk).update(**({"ended_at": now} if how == ENDED else idle))


def address(host, view, *arguments):
    return reverse(f"classroom:{view}", args=[host.room.code, *arguments])


def state():
    return list(Room.objects.values()), list(Question.objects.values())


@pytest.mark.parametrize("how", [ENDED, IDLE])
@pytest.mark.parametrize(("view", "arguments", "data"), STEERING)
def test_nothing_is_changed_and_it_is_said_why(host, how, view, arguments, data):
    close(host, how)
    before = state()
    refused = host.post(address(host, view, *arguments), data)
    assert refused.status_code == 410
    assert how in refused.content.decode()
    assert "Nothing has changed." in refused.content.decode()
    assert state() == before


def test_a_part_of_a_page_that_is_out_of_date_has_all_of_it_fetched_anew(host):
    close(host, ENDED)
    refused = host.post(address(host, "flag", "locked"), {"on": "true"}, headers=HTMX)
    assert refused["HX-Refresh"] == "true"


def test_nobody_is_handed_the_controls_any_more(host):
    close(host, ENDED)
    assert host.post(address(host, "controls", host.seat.pk), {"give": "true"}).status_code == 410
    host.seat.refresh_from_db()
    assert not host.seat.has_controls


@pytest.mark.parametrize("how", [ENDED, IDLE])
@pytest.mark.parametrize("verb", ["close", "reveal", "again", "decide", "away"])
def test_a_question_goes_no_further(host, how, verb):
    host.post(address(host, "questions:put"), {"source": "plan/silence"})
    question = Question.objects.get()
    close(host, how)
    before = state()
    refused = host.post(address(host, "questions:act", 1, verb), {"seen": question.stage}, headers=HTMX)
    assert refused.status_code == 409
    assert how in refused.content.decode()
    assert state() == before


def test_nobody_is_led_anywhere(host):
    close(host, ENDED)
    refused = host.post(address(host, "questions:move"), {"place": "section/aha"}, headers=HTMX)
    assert refused.status_code == 409
    assert ENDED in refused.content.decode()


def test_the_report_can_be_read_a_seat_removed_and_the_room_deleted(host):
    close(host, ENDED)
    assert host.get(address(host, "questions:report")).status_code == 200
    assert host.post(address(host, "remove", host.seat.pk)).status_code == 302
    assert host.post(address(host, "delete")).status_code == 200
    assert not Room.objects.exists()


@pytest.mark.parametrize("how", [ENDED, IDLE])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nobody_renames_themselves_any_more(host, client, how, headers):
    session = client.session
    seat, token = seats.take(host.room, "Ada")
    access.keep(session, access.SEATS, host.room.code, token)
    session.save()
    close(host, how)
    refused = client.post(address(host, "rename"), {"nickname": "Grace"}, headers=headers)
    assert refused.status_code == 410
    assert "can be changed while the class is on" in refused.content.decode()
    assert refused.headers.get("HX-Refresh") == ("true" if headers else None)
    seat.refresh_from_db()
    assert seat.nickname == "Ada"
