"""At the door: codes, names, limits, locks; and who is host."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lesson.classroom import access, codes, door, limits, rooms, seats, views
from lesson.classroom.models import Room, Seat
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.django_db
JOIN = "/classroom/join/"
OURS = {"origin": "http://testserver"}


@pytest.fixture(autouse=True)
def nobody_has_guessed(monkeypatch):
    monkeypatch.setattr(door, "guesses", limits.Guesses())
    monkeypatch.setattr(views, "rooms_opened", limits.Spent(100, 1))


@pytest.fixture
def room() -> Room:
    return rooms.open_room(load("sandbox").recipe(1))[0]


def test_a_room_is_opened_in_one_click(client):
    answer = client.post("/classroom/open/", headers=OURS)
    room = Room.objects.get()
    assert answer["Location"] == reverse("classroom:host", args=[room.code])
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("form", "scenario", "section"),
    [
        ({"scenario": "retry-storm"}, "retry-storm", ""),
        ({"lesson": "fault-tolerance", "step": "slow"}, "shared-pool", "containment"),
        ({"lesson": "fault-tolerance", "section": "safe-recovery"}, "double-charge", "safe-recovery"),
        ({"lesson": "fault-tolerance", "section": "glossary"}, "sandbox", "glossary"),
        ({"recipe": '{"scenario":"lost-response","seed":9}', "t": "4.5"}, "lost-response", ""),
        ({"recipe": "1.broken", "t": "NaN", "scenario": "no such"}, "sandbox", ""),
        ({"lesson": "no such", "section": "x" * 10_000}, "sandbox", ""),
    ],
)
def test_it_brings_along_what_it_was_opened_from(client, form, scenario, section):
    client.post("/classroom/open/", form, headers=OURS)
    room = Room.objects.get()
    assert (room.scenario, room.section) == (scenario, section)
    assert room.t == (4.5 if form.get("t") == "4.5" else 0)


def test_a_room_that_teaches_a_section_is_led_to_it_and_offers_its_questions_first(client):
    client.post("/classroom/open/", {"lesson": "fault-tolerance", "section": "containment"}, headers=OURS)
    room = Room.objects.get()
    assert (room.pace, room.place) == (Room.LED, reverse("reading:section", args=["fault-tolerance", "containment"]))
    page = client.get(reverse("classroom:host", args=[room.code])).content.decode()
    offered = re.findall(r'name="source" value="([a-z-]+)/', page)
    assert offered[0] in {"prediction", "check"}
    assert "plan" in offered


def test_a_room_that_follows_the_plan_or_nothing_is_led_nowhere(client):
    for form in ({"lesson": "fault-tolerance", "step": "slow"}, {"scenario": "retry-storm"}):
        client.post("/classroom/open/", form, headers=OURS)
    assert {room.pace for room in Room.objects.all()} == {Room.FREE}


def test_the_code_alone_is_enough(client, room):
    answer = client.post(JOIN, {"code": codes.shown(room.code).lower()})
    assert answer["Location"] == reverse("classroom:learner", args=[room.code])
    assert room.seats.get().nickname == ""
    assert room.seats.get().name in client.get(answer["Location"]).content.decode()


def test_whoever_comes_in_again_has_the_seat_they_had(client, room):
    for _ in range(2):
        client.post(JOIN, {"code": room.code})
    assert room.seats.count() == 1


def test_the_address_of_the_qr_code_leads_to_the_form(client, room):
    page = client.get(f"/classroom/{room.code.lower()}/").content.decode()
    assert f'value="{room.shown}"' in page
    assert room.seats.count() == 0


def test_names_are_unique_also_when_words_run_out(room, monkeypatch):
    monkeypatch.setattr(seats.names, "ADJECTIVES", ("Calm",))
    monkeypatch.setattr(seats.names, "NOUNS", ("Wren",))
    assert [seats.take(room)[0].name for _ in range(3)] == ["Calm Wren", "Calm Wren 2", "Calm Wren 3"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada \n Lovelace ", "Ada Lovelace"),
        ("x" * 10_000, "x" * 40),
        ("a\u202eb\u0000c\u200bd", "a bc d"),
        ("<b>Bobby</b>", "<b>Bobby</b>"),
        ("\u200b\u2060", ""),
    ],
)
def test_a_nickname_is_one_line_of_bearable_length(room, given, kept):
    assert seats.take(room, given)[0].nickname == kept


def test_markup_in_a_name_is_text_on_every_page(client, room):
    client.post(JOIN, {"code": room.code, "nickname": "<script>alert(1)</script>"})
    access_to_everything(client, room)
    for path in ("", "host/", "parts/roster/"):
        page = client.get(f"/classroom/{room.code}/{path}").content.decode()
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page


def access_to_everything(client, room):
    session = client.session
    access.make_host(session, room)
    session.save()


def test_the_host_may_hide_a_nickname(client, room):
    seat, _ = seats.take(room, "Rude")
    access_to_everything(client, room)
    client.post(reverse("classroom:nickname", args=[room.code, seat.pk]), {"hidden": "true"})
    seat.refresh_from_db()
    assert seat.called == seat.name
    assert "Rude" not in client.get(reverse("classroom:people", args=[room.code])).content.decode()


def test_nobody_is_named_in_an_anonymous_room(client, room):
    seat, _ = seats.take(room, "Ada")
    access_to_everything(client, room)
    client.post(reverse("classroom:flag", args=[room.code, "anonymous"]), {"on": "true"})
    page = client.get(reverse("classroom:roster", args=[room.code])).content.decode()
    assert "Ada" not in page
    assert seat.name not in page
    assert "Seat 1" in page


def test_a_locked_room_lets_nobody_else_in(client, room):
    Room.objects.update(locked=True)
    answer = client.post(JOIN, {"code": room.code})
    assert answer.status_code == 422
    assert "locked this room" in answer.content.decode()


def test_a_full_room_says_so(room, monkeypatch):
    monkeypatch.setattr(seats, "SEATS_MAX", 1)
    seats.take(room)
    with pytest.raises(seats.NotSeated, match="full"):
        seats.take(room)


def test_a_code_expires_after_two_idle_days(client, room):
    seats.take(room)
    Room.objects.update(last_used_at=timezone.now() - timedelta(hours=47))
    assert client.post(JOIN, {"code": room.code}).status_code == 302
    Room.objects.update(last_used_at=timezone.now() - timedelta(hours=49))
    client.cookies.clear()
    answer = client.post(JOIN, {"code": room.code})
    assert answer.status_code == 422
    assert "expired" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "ABC", "K7M-PR4-X", "!" * 6, "x" * 10_000, "\u0000\u0001"])
def test_what_is_no_code_is_answered_in_words(client, code):
    answer = client.post(JOIN, {"code": code})
    assert answer.status_code == 422
    assert "no room with this code" in answer.content.decode()


def test_an_order_is_drawn_from_the_rooms_run_at_its_instant(client, room):
    room.t = 12.5
    room.save()
    address = reverse("classroom:order", args=[room.code, 7])
    assert client.get(address).status_code == 404
    client.post(JOIN, {"code": room.code})
    drawn = client.get(address)
    assert drawn.url == f"/playground/{room.scenario}/order/7/?recipe={room.recipe}&t=12.500"


@pytest.mark.parametrize("view", ["host", "projector", "roster", "people", "sandbox"])
def test_a_stranger_cannot_tell_a_room_from_none(client, room, view):
    answers = [client.get(reverse(f"classroom:{view}", args=[code])) for code in ("ZZZZZZ", room.code)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_private_link_on_another_site_asks_first(client):
    room, secret = rooms.open_room(load("sandbox").recipe(1))
    link = reverse("classroom:host_link", args=[room.code, secret])
    asked = client.get(link, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Nothing has happened yet" in asked.content.decode()
    assert access.HOSTS not in client.session
    assert client.post(link).status_code == 302
    assert client.get(reverse("classroom:host", args=[room.code])).status_code == 200


# -- who is host ---------------------------------------------------------------------------------------------------


def test_the_hosts_secret_is_long_kept_as_a_hash_and_in_no_session(client):
    room, secret = rooms.open_room(load("sandbox").recipe(1))
    assert len(secret) * 6 >= 128
    client.get(reverse("classroom:host_link", args=[room.code, secret]))
    assert secret not in str(Room.objects.values().get())
    assert secret not in str(dict(client.session))
    assert client.get(reverse("classroom:host", args=[room.code])).status_code == 200


def test_the_private_link_leaves_the_address_bar(client):
    room, secret = rooms.open_room(load("sandbox").recipe(1))
    answer = client.get(reverse("classroom:host_link", args=[room.code, secret]))
    assert answer["Location"] == reverse("classroom:host", args=[room.code])
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_an_old_private_link_opens_nothing(client):
    room, secret = rooms.open_room(load("sandbox").recipe(1))
    rooms.renew_secret(room)
    answer = client.get(reverse("classroom:host_link", args=[room.code, secret]))
    assert answer.status_code == 403
    assert "opens nothing" in answer.content.decode()
    assert "may have been revoked" in answer.content.decode()


HOSTS_OWN = ["step", "show", "link", "end", "delete"]


@pytest.mark.parametrize("name", HOSTS_OWN)
@pytest.mark.parametrize(("seated", "status"), [(False, 404), (True, 403)])
def test_what_is_the_hosts_is_refused_to_others(client, room, name, seated, status):
    if seated:
        client.post(JOIN, {"code": room.code})
    assert client.post(reverse(f"classroom:{name}", args=[room.code])).status_code == status
    assert Room.objects.filter(pk=room.pk, ended_at=None).exists()


def test_seats_and_flags_are_the_hosts_too(client, room):
    client.post(JOIN, {"code": room.code})
    seat = room.seats.get()
    for name in ("controls", "nickname", "remove"):
        assert client.post(reverse(f"classroom:{name}", args=[room.code, seat.pk]), {"give": "true"}).status_code == 403
    assert client.post(reverse("classroom:flag", args=[room.code, "locked"]), {"on": "true"}).status_code == 403
    seat.refresh_from_db()
    room.refresh_from_db()
    assert not seat.has_controls
    assert not room.locked


def test_the_projectors_link_shows_the_room_and_does_nothing_else(client, room):
    link = reverse("classroom:projector_link", args=[room.code, access.projector_key(room)])
    assert client.get(link)["Location"] == reverse("classroom:projector", args=[room.code])
    assert client.get(reverse("classroom:projector", args=[room.code])).status_code == 200
    assert client.get(reverse("classroom:host", args=[room.code])).status_code == 403


def test_revoking_the_other_hosts_leaves_the_wall_alone_also_where_a_host_had_opened_it(client, room):
    access_to_everything(client, room)
    wall = reverse("classroom:projector", args=[room.code])
    assert client.get(wall).status_code == 200
    rooms.renew_secret(room, revoke=True)
    assert client.get(wall).status_code == 200
    assert client.get(reverse("classroom:host", args=[room.code])).status_code == 403


def test_revoking_is_asked_for_twice_shows_no_secret_and_says_once_what_it_did(client, room):
    access_to_everything(client, room)
    page = reverse("classroom:host", args=[room.code])
    assert "<summary>Revoke all other hosts</summary>" in client.get(page).content.decode()
    answer = client.post(reverse("classroom:link", args=[room.code]), {"revoke": "true"})
    assert answer["Location"] == page
    assert "You are the only host now" in client.get(page).content.decode()
    assert "You are the only host now" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 302),
        (OURS, 302),
    ],
)
def test_no_other_site_opens_a_room_in_somebodys_name(headers, status):
    assert Client(enforce_csrf_checks=True).post("/classroom/open/", headers=headers).status_code == status
    assert Room.objects.exists() is (status == 302)


def test_every_other_form_carries_a_token(room):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(JOIN, {"code": room.code}).status_code == 403
    assert strict.post(reverse("classroom:delete", args=[room.code])).status_code == 403
    assert Room.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "status", "scenario"),
    [
        ("shared-pool", 302, "shared-pool"),
        ("http://testserver/playground/retry-storm/?seed=5&retry.max_attempts=2", 302, "retry-storm"),
        ("/playground/retry-storm/sweep/", 302, "retry-storm"),
        ("no-such-shop", 422, "sandbox"),
        ("retry-storm/?retry.max_attempts=0", 422, "sandbox"),
        ("", 422, "sandbox"),
        ("x" * 30_000, 422, "sandbox"),
        ("http://[::1", 422, "sandbox"),
    ],
)
def test_another_run_is_shown_by_its_address_or_refused_in_words(client, room, address, status, scenario):
    access_to_everything(client, room)
    answer = client.post(reverse("classroom:show", args=[room.code]), {"address": address})
    room.refresh_from_db()
    assert (answer.status_code, room.scenario) == (status, scenario)
    if status == 422:
        assert 'role="alert"' in answer.content.decode()


def test_the_plan_is_followed_left_and_taken_up_again(client, room):
    access_to_everything(client, room)
    step = reverse("classroom:step", args=[room.code])
    client.post(step, {"step": "storm"})
    room.refresh_from_db()
    assert (room.step, room.scenario, room.section) == ("storm", "retry-storm", "composition")
    client.post(step, {"step": ""})
    room.refresh_from_db()
    assert (room.step, room.scenario) == ("", "retry-storm")
    assert client.post(step, {"step": "no such step"}).status_code == 404


def test_only_one_learner_has_the_controls(client, room):
    access_to_everything(client, room)
    one, other = seats.take(room)[0], seats.take(room)[0]
    for seat in (one, other):
        client.post(reverse("classroom:controls", args=[room.code, seat.pk]), {"give": "true"})
    assert [seat.has_controls for seat in room.seats.all()] == [False, True]


# -- the end -------------------------------------------------------------------------------------------------------


def test_rooms_are_deleted_thirty_days_after_their_last_use_with_all_seats(room):
    seats.take(room)
    Room.objects.update(last_used_at=timezone.now() - timedelta(days=31))
    kept, _ = rooms.open_room(load("sandbox").recipe(1))  # opening one clears away the old
    assert list(Room.objects.all()) == [kept]
    assert Seat.objects.count() == 0


def test_the_command_says_how_many_went(room, capsys):
    from django.core.management import call_command

    Room.objects.update(last_used_at=timezone.now() - timedelta(days=31))
    call_command("classroom_cleanup")
    assert capsys.readouterr().out == "1 room deleted.\n"
    assert not Room.objects.exists()


def test_a_used_room_stays_open(room):
    Room.objects.update(last_used_at=timezone.now() - timedelta(hours=40))
    room.refresh_from_db()
    rooms.note_use(room)
    room.refresh_from_db()
    assert timezone.now() - room.last_used_at < timedelta(minutes=1)
