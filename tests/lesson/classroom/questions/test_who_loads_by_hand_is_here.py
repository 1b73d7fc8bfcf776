"""A learner without JavaScript is here for some minutes after each page; a socket says better when somebody is gone."""

import pytest
from django.urls import reverse

from lesson.classroom import notices, presence
from tests.lesson.classroom.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(presence, "loads", presence.Loads(clock))
    return clock


@pytest.fixture
def live(monkeypatch):
    """The seats with a socket."""
    seats = set()
    monkeypatch.setattr(notices, "seats_present", lambda _: seats)
    return seats


def part(host, name):
    return host.client.get(reverse(f"classroom:{name}", args=[host.room.code])).content.decode()


def test_who_votes_without_a_script_is_counted_before_and_after(host, learners, live):
    live.add(learners[0].seat.pk)
    host.put()
    learners[1].page()
    assert "<b>0</b> of 2 have voted" in host.get("part", "host").content.decode()
    learners[1].vote(2, htmx=False)
    assert "<b>1</b> of 2 have voted" in host.get("part", "host").content.decode()
    assert "<b>2</b> here" in part(host, "people")


def test_the_host_reads_whose_page_is_not_live_and_after_some_minutes_who_is_away(host, learner, clock, live):
    learner.page()
    roster = part(host, "roster")
    assert (roster.count("not live"), roster.count(">away<")) == (1, 4)
    clock.now = presence.LATELY_S
    roster = part(host, "roster")
    assert (roster.count("not live"), roster.count(">away<")) == (0, 5)


def test_a_page_that_is_kept_up_to_date_is_not_called_loaded_by_hand(host, learner, live):
    learner.page()
    live.add(learner.seat.pk)
    assert "not live" not in part(host, "roster")


def test_who_leaves_or_is_removed_is_not_here(host, learners, live):
    for learner in learners[:2]:
        learner.page()
    learners[0].client.post(reverse("classroom:leave", args=[host.room.code]))
    host.client.post(reverse("classroom:remove", args=[host.room.code, learners[1].seat.pk]))
    assert "<b>0</b> here" in part(host, "people")


def test_rooms_beyond_the_bound_are_forgotten(monkeypatch):
    monkeypatch.setattr(presence, "ROOMS_MAX", 2)
    loads = presence.Loads(Clock())
    loads._clock.now = 1.0
    for code in ("A", "B", "A", "C"):
        loads.note(code, 1)
    assert [loads.lately(code) for code in "ABC"] == [{1}, set(), {1}]
