"""Whoever becomes host goes on in a session of a new name, with all it had; of two who revoke each other one stays."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from lesson.classroom import access, hashes, rooms
from lesson.classroom.models import Room
from lesson.sessions import SessionStore
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.django_db
OPEN = "/classroom/open/"
OURS = {"origin": "http://testserver"}


@pytest.fixture
def opened():
    return rooms.open_room(load("sandbox").recipe(1))


def key_of(client):
    return client.cookies["sessionid"].value


def planted(client):
    """A session that somebody else knows as well, with something in it."""
    session = client.session
    session["reader"] = 7
    session.save()
    return session.session_key


def follow(client, room, secret):
    return client.get(reverse("classroom:host_link", args=[room.code, secret]))


def host_page(client, room):
    return client.get(reverse("classroom:host", args=[room.code])).status_code


@pytest.mark.parametrize("way", ["opening a room", "following the private link", "revoking the others"])
def test_a_session_that_somebody_planted_makes_nobody_else_a_host(client, opened, way):
    room, secret = opened
    old = planted(client)
    if way == "opening a room":
        client.post(OPEN, headers=OURS)
        room = Room.objects.latest("pk")
    else:
        follow(client, room, secret)
    if way == "revoking the others":
        old = key_of(client)
        client.post(reverse("classroom:link", args=[room.code]), {"revoke": "true"})
    assert key_of(client) != old
    assert host_page(client, room) == 200
    thief = Client()
    thief.cookies["sessionid"] = old
    assert host_page(thief, room) == 404
    assert not Session.objects.filter(session_key=old).exists()


def test_all_that_was_in_the_session_comes_along(client, opened):
    planted(client)
    follow(client, *opened)
    assert client.session["reader"] == 7


def test_a_browser_without_a_session_gets_one(client, opened):
    room, secret = opened
    assert "sessionid" not in client.cookies
    follow(client, room, secret)
    assert host_page(client, room) == 200


def test_should_the_answer_fail_after_it_the_browser_has_all_it_had(client, opened, monkeypatch):
    room, secret = opened
    planted(client)
    monkeypatch.setattr("lesson.classroom.views.redirect", lambda *_: 1 / 0)
    client.raise_request_exception = False
    assert follow(client, room, secret).status_code == 500
    new = Session.objects.get().session_key
    assert SessionStore(new)["reader"] == 7


def test_should_keeping_it_fail_the_old_session_is_still_there(client, opened, monkeypatch):
    room, _ = opened
    old = planted(client)
    request = RequestFactory().get("/")
    request.session = SessionStore(old)

    def full(self, key=None):
        raise OSError("the disk is full")

    monkeypatch.setattr(SessionStore, "delete", full)
    with pytest.raises(OSError, match="full"):
        access.become_host(request, room)
    assert [session.session_key for session in Session.objects.all()] == [old]
    assert SessionStore(old)["reader"] == 7


def test_of_two_hosts_who_revoke_each_other_at_once_one_stays(opened):
    room, _ = opened
    mine, theirs = (Room.objects.get(pk=room.pk) for _ in range(2))
    secret = rooms.renew_secret(mine, revoke=True)
    with pytest.raises(rooms.RevokedError):
        rooms.renew_secret(theirs, revoke=True)
    room.refresh_from_db()
    assert (room.host_epoch, hashes.opens(secret, room.host_hash)) == (1, True)


def test_who_was_revoked_meanwhile_renews_no_link(opened):
    room, _ = opened
    mine, theirs = (Room.objects.get(pk=room.pk) for _ in range(2))
    rooms.renew_secret(mine, revoke=True)
    with pytest.raises(rooms.RevokedError):
        rooms.renew_secret(theirs)


def test_the_one_who_was_slower_is_told_so_in_words(client, opened, monkeypatch):
    room, secret = opened
    follow(client, room, secret)
    renew = rooms.renew_secret

    def after_another(room, *, revoke):
        renew(Room.objects.get(pk=room.pk), revoke=True)
        return renew(room, revoke=revoke)

    monkeypatch.setattr(rooms, "renew_secret", after_another)
    refused = client.post(reverse("classroom:link", args=[room.code]), {"revoke": "true"})
    assert refused.status_code == 403
    assert "Only the room’s host" in refused.content.decode().replace("&#x27;", "’")
    assert host_page(client, room) == 403
