"""The host moves the room to a section or a quiz item, or sets it free; only places out of the list are shown."""

import re

import pytest

from lesson.classroom.questions.labels import LABEL_LENGTH_MAX
from lesson.classroom.questions.models import Met
from lesson.practice.models import Asked
from lesson.reading.models import Reader

pytestmark = pytest.mark.django_db


def place(learner):
    return learner.get("pace", "learner").content.decode()


def test_a_room_is_free_at_first(learner):
    assert "iframe" not in place(learner)


def test_a_learners_page_shows_the_section_that_the_room_is_moved_to(host, learner, announced):
    host.post("move", place="section/safe-recovery")
    assert 'src="/learn/fault-tolerance/safe-recovery/"' in place(learner)
    assert ("pace", {}) in announced
    assert "We are reading" in host.get("pace", "projector").content.decode()


def test_the_wall_shows_the_whole_of_a_question_that_the_room_is_moved_to(host):
    host.post("move", place="item/giving-up")
    shown = host.get("pace", "projector").content.decode()
    assert "everybody answers on their own page" in shown
    assert "What happens to the customers’ cards?" in shown


def test_set_free_it_shows_none(host, learner):
    host.post("move", place="section/safe-recovery")
    host.post("move", place="")
    assert "iframe" not in place(learner)


@pytest.mark.parametrize("wrong", ["https://example.org/", "section/nowhere", "item/none", "/learn/you/", "<b>"])
def test_a_place_that_is_not_in_the_list_is_refused(host, learner, wrong):
    host.post("move", place="section/safe-recovery")
    refused = host.post("move", place=wrong)
    assert refused.status_code == 422
    assert "Choose one from the list" in refused.content.decode()
    assert "safe-recovery" in place(learner)


def test_the_list_names_every_place_whole_and_the_quiz_by_concept(host):
    listed = host.get("pace", "host").content.decode()
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', listed)
    assert [title for title, _ in groups] == [
        "Reading", "Quiz: Partial failure and ambiguous truth", "Quiz: Safe recovery", "Quiz: Containment",
    ]  # fmt: skip
    labels = [label for _, options in groups for label in re.findall(r"<option[^>]*>([^<]+)</option>", options)]
    assert len(labels) == len(set(labels)) > 60
    assert {"Giving up", "Attempts in Polly · a number"} <= set(labels)
    assert not [label for label in labels if len(label) > LABEL_LENGTH_MAX or "…" in label]


def test_before_the_room_is_moved_its_host_reads_the_whole_question(host, learner):
    assert "What happens to the customers’ cards?" in host.get("place", place="item/giving-up").content.decode()
    assert "Safe recovery" in host.get("place", place="section/safe-recovery").content.decode()
    assert host.get("place", place="item/none").content.decode().strip() == ""
    assert learner.get("place", place="item/giving-up").status_code == 403


def test_a_learner_does_not_lead(host, learner):
    assert learner.post("move", place="section/safe-recovery").status_code == 403
    assert learner.get("pace", "host").status_code == 403


def test_an_item_of_the_quiz_is_everybodys_own(host, learners):
    host.post("move", place="item/giving-up")
    addresses = {learner.get("item", "giving-up").url for learner in learners[:2]}
    assert len(addresses) == 2
    assert Asked.objects.filter(item="giving-up").count() == 2


def test_whoever_comes_back_to_an_item_finds_the_same_asking(host, learner):
    first = learner.get("item", "giving-up").url
    assert learner.get("item", "giving-up").url == first
    assert "Each charge takes payment" in learner.client.get(first).content.decode()


def answered(host):
    return " ".join(host.get("answers").content.decode().split())


def test_the_host_sees_how_many_have_answered_and_not_who(host, learners):
    host.post("move", place="item/giving-up")
    here = len(learners)
    assert f"<b>0 of {here}</b> have answered." in answered(host)
    first, second = (learner.get("item", "giving-up").url for learner in learners[:2])
    assert f"<b>0 of {here}</b> have answered; 2 have seen it." in answered(host)
    learners[0].client.post(first, {"unknown": "1"})
    assert f"<b>1 of {here}</b> has answered; 2 have seen it." in answered(host)
    learners[1].client.post(second, {"unknown": "1"})
    assert f"<b>2 of {here}</b> have answered." in answered(host)
    assert not any(learner.seat.called in answered(host) for learner in learners)


def test_coming_back_to_an_item_is_counted_once(host, learner):
    host.post("move", place="item/giving-up")
    for _ in range(3):
        learner.get("item", "giving-up")
    assert Met.objects.filter(room=host.room).count() == 1


def test_at_a_section_or_free_there_is_nothing_to_count(host, learner):
    assert answered(host) == ""
    host.post("move", place="section/safe-recovery")
    assert answered(host) == ""


def test_another_rooms_answers_are_not_counted(host, learner):
    host.post("move", place="item/giving-up")
    Asked.objects.create(reader=Reader.objects.create(), lesson="fault-tolerance", item="giving-up")
    assert "<b>0 of" in answered(host)
    assert "seen it" not in answered(host)


def test_a_learner_is_not_told(host, learner):
    assert learner.get("answers").status_code == 403


def test_an_item_that_is_not_in_the_quiz_is_not_found(host, learner):
    assert learner.get("item", "no-such-item").status_code == 404


def test_without_a_seat_there_is_no_item(host, client, room):
    assert client.get(host.address("item", "giving-up")).status_code == 404


def test_without_javascript_moving_leads_back_and_a_refusal_is_a_page(host):
    assert host.post("move", place="section/myths", htmx=False).url.endswith("/host/#pace")
    refused = host.post("move", place="nowhere", htmx=False)
    assert refused.status_code == 422
    assert f"Back to room {host.room.shown}" in refused.content.decode()
