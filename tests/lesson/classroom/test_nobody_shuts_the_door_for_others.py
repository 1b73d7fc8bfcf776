"""One learner's wrong codes cost that learner; a guesser learns nothing; who shows more than a code always comes in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from lesson.classroom import access, door, limits, rooms
from lesson.classroom.limits import ADDRESS, ADDRESS_PER_S, BROWSER, BROWSER_PER_S, Guesses, Spent
from playground.scenarios.catalogue import load

pytestmark = pytest.mark.django_db
JOIN = "/classroom/join/"
WRONG = "ZZZZZZ"


@pytest.fixture(autouse=True)
def guesses(monkeypatch, clock):
    found = Guesses(clock)
    monkeypatch.setattr(door, "guesses", found)
    return found


@pytest.fixture
def room():
    return rooms.open_room(load("sandbox").recipe(1))[0]


class Browser(Client):
    """With the cookie that a form needs, as a browser has it after it has seen the form."""

    def __init__(self):
        super().__init__()
        self.get(JOIN)
        assert self.cookies["csrftoken"].value

    def join(self, code, **fields):
        return self.post(JOIN, {"code": code, **fields})


@pytest.fixture
def shut(guesses):
    """Somebody has made up a cookie for each of as many wrong codes as the address may send."""
    for number in range(int(ADDRESS)):
        guesses.note_failure("127.0.0.1", f"made up {number}")


def words(answer):
    """The page, without what differs from one browser to the next anyway."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'value="[^"]*" maxlength="12"', "", page)


# -- the class -----------------------------------------------------------------------------------------------------


def test_a_learner_who_types_nonsense_waits_and_a_neighbour_comes_in(room):
    clown, neighbour = Browser(), Browser()
    answers = [clown.join(WRONG).status_code for _ in range(int(BROWSER) + 1)]
    assert answers == [422] * int(BROWSER) + [429]
    assert "from this device" in clown.join(room.code).content.decode()
    assert neighbour.join(room.code).status_code == 302


def test_after_a_while_the_same_learner_may_try_again(room, clock):
    clown = Browser()
    for _ in range(int(BROWSER) + 1):
        clown.join(WRONG)
    clock.now += 1 / BROWSER_PER_S
    assert clown.join(room.code).status_code == 302


def test_ten_learners_who_type_nonsense_for_an_hour_leave_the_door_open(guesses, clock):
    for _ in range(3600):
        clock.now += 1
        for clown in range(10):
            if not guesses.exhausted("school", f"clown {clown}"):
                guesses.note_failure("school", f"clown {clown}")
        assert not guesses.exhausted("school", "somebody else")


@pytest.mark.usefixtures("shut")
class TestWhileTheDoorIsShut:
    def test_a_newcomer_with_the_code_alone_is_told_of_the_ways_in(self, room):
        answer = Browser().join(room.code)
        assert answer.status_code == 429
        assert "not necessarily from you" in answer.content.decode()
        assert "Scan the QR code" in answer.content.decode()

    def test_the_address_of_the_qr_code_leads_in(self, room):
        newcomer = Browser()
        form = newcomer.get(reverse("classroom:learner", args=[room.code]), {"key": door.key_of(room.code)})
        key = re.search(r'name="key" value="([^"]+)"', form.content.decode())[1]
        assert newcomer.join(room.code, key=key).status_code == 302

    def test_whoever_has_a_seat_comes_in_again(self, room, guesses):
        learner = Browser()
        assert learner.join(room.code, key=door.key_of(room.code)).status_code == 302
        assert learner.get(reverse("classroom:learner", args=[room.code])).status_code == 200
        assert learner.join(room.code).status_code == 302
        assert room.seats.count() == 1

    def test_the_private_link_makes_a_host(self):
        room, secret = rooms.open_room(load("sandbox").recipe(1))
        assert Browser().get(reverse("classroom:host_link", args=[room.code, secret])).status_code == 302

    def test_people_elsewhere_do_not_notice(self, room):
        elsewhere = Browser()
        assert elsewhere.post(JOIN, {"code": room.code}, REMOTE_ADDR="192.0.2.7").status_code == 302


# -- with a guesser's eyes -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("shut")
def test_a_right_code_and_a_wrong_one_are_refused_in_the_same_words(room):
    right, wrong = (Browser().join(code) for code in (room.code, WRONG))
    assert right.status_code == wrong.status_code == 429
    assert words(right) == words(wrong)


@pytest.mark.usefixtures("shut")
def test_no_room_is_looked_for_while_the_door_is_shut(room, monkeypatch):
    monkeypatch.setattr(rooms, "find", pytest.fail)
    for code in (room.code, WRONG):
        assert Browser().join(code, key="x" * door.KEY_LENGTH).status_code == 429


@pytest.mark.usefixtures("shut")
@pytest.mark.parametrize("key", ["", "x" * 16, "é" * 16, "\x00", "x" * 10_000])
def test_a_key_that_was_made_up_opens_nothing(room, key):
    assert Browser().join(room.code, key=key).status_code == 429


@pytest.mark.usefixtures("shut")
def test_the_key_of_ones_own_room_opens_no_other(room):
    own, _ = rooms.open_room(load("sandbox").recipe(1))
    assert Browser().join(room.code, key=door.key_of(own.code)).status_code == 429


def test_a_seat_in_one_room_does_not_help_to_guess_another(room):
    own, _ = rooms.open_room(load("sandbox").recipe(1))
    guesser = Browser()
    assert guesser.join(own.code).status_code == 302
    for _ in range(int(BROWSER)):
        guesser.join(WRONG)
    assert guesser.join(room.code).status_code == 429
    assert guesser.join(own.code).status_code == 302


def test_a_new_cookie_for_every_guess_is_no_quicker_in_the_long_run(guesses, clock):
    tried = 0
    for number in range(100_000):
        clock.now += 0.01
        if not guesses.exhausted("somewhere", f"made up {number}"):
            guesses.note_failure("somewhere", f"made up {number}")
            tried += 1
    assert tried <= ADDRESS + ADDRESS_PER_S * clock.now + 1


def test_without_a_cookie_there_is_no_guess_at_all(room):
    robot = Client(enforce_csrf_checks=True)
    assert robot.post(JOIN, {"code": room.code}).status_code == 403


def test_an_address_with_a_code_tells_nobody_whether_there_is_a_room(room):
    pages = [Browser().get(reverse("classroom:learner", args=[code])) for code in (room.code, WRONG)]
    assert [page.status_code for page in pages] == [200, 200]
    assert words(pages[0]) == words(pages[1])


def test_pages_of_other_sites_can_shut_no_door(room, guesses):
    visitor = Browser()
    for _ in range(int(ADDRESS) + 1):
        visitor.get(reverse("classroom:learner", args=[WRONG]), headers={"Sec-Fetch-Site": "cross-site"})
        visitor.get(reverse("classroom:host_link", args=[WRONG, "x"]), headers={"Sec-Fetch-Site": "cross-site"})
    assert not guesses.exhausted("127.0.0.1", "")
    assert visitor.join(room.code).status_code == 302


def test_who_was_removed_has_no_seat_again_without_the_code(room):
    learner = Browser()
    learner.join(room.code)
    room.seats.get().delete()
    assert access.remembers(learner.session, room.code)
    page = learner.get(reverse("classroom:learner", args=[room.code]))
    assert "Join a class" in page.content.decode()
    assert room.seats.count() == 0


# -- what is remembered --------------------------------------------------------------------------------------------


def test_of_those_who_have_stopped_nothing_is_kept(monkeypatch, clock):
    monkeypatch.setattr(limits, "KEPT_MAX", 3)
    spent = Spent(1, 1, clock)
    spent.note("a")
    clock.now += 1
    for who in "bcd":
        spent.note(who)
    assert list(spent._buckets) == ["b", "c", "d"]


def test_where_all_are_at_it_the_oldest_is_forgotten(monkeypatch, clock):
    monkeypatch.setattr(limits, "KEPT_MAX", 3)
    spent = Spent(1, 1, clock)
    for who in "abcd":
        spent.note(who)
    assert [spent.all(who) for who in "abcd"] == [False, True, True, True]
