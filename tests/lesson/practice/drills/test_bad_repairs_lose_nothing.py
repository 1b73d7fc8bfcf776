"""What cannot be handed in is refused beside what it concerns; what was typed stays, and nothing is done twice."""

import threading

import pytest
from django.db import connection

from lesson.practice.models import Attempt
from playground.jobs.limits import Limits
from tests.lesson.practice.drills.pages import DRILL, REPAIR, WRONG, address_of, words


@pytest.fixture(autouse=True)
def office(open_office):
    return open_office()


def rows_of(page):
    return {row.knob.name: row for item in page.context["panel"].cards for row in item.rows}


def test_a_value_out_of_range_is_named_beside_its_control_and_stays(repairer):
    page = repairer.hand_in({**REPAIR, "retry.max_attempts": "0"})
    assert page.status_code == 422
    row = rows_of(page)["retry.max_attempts"]
    assert row.text == "0"
    assert "from 1 to 6, not 0" in row.error
    assert '<p class="field__error" id="error-retry.max_attempts">' in page.text
    assert "checked" in page.text.split('name="idempotency.enabled" value="on"')[1].split(">")[0], "the rest is kept"
    assert repairer.attempts == []


@pytest.mark.parametrize("value", ["many", "", "1e999", "nan", "0" * 5000, "４"])
def test_nonsense_is_refused_in_words(repairer, value):
    page = repairer.hand_in({**REPAIR, "retry.max_attempts": value})
    if page.status_code == 200:
        assert value == "４", "Python reads other digits as numbers, and so may people"
        return
    assert page.status_code == 422
    assert "Max attempts (including the first) takes a whole number" in page.text


def test_a_control_that_is_not_allowed_is_refused_by_name(repairer):
    for name in ("payment.workers", "traffic.rate", "no.such"):
        page = repairer.hand_in({**REPAIR, name: "50"})
        assert page.status_code == 422
        assert f"{name} is not among the controls of this drill, so nothing was handed in." in page.text
    assert repairer.attempts == []


def test_a_stale_form_is_refused_and_filled_in_again(repairer):
    for fields in ({"version": "older"}, {"version": ""}, {"form": ""}):
        page = repairer.hand_in({**REPAIR, "retry.max_attempts": "6"}, **fields)
        assert page.status_code == 422
        assert "This drill has changed since the page was opened" in page.text
        assert rows_of(page)["retry.max_attempts"].text == "6"
    assert repairer.attempts == []


def test_the_form_that_comes_with_a_refusal_can_be_handed_in(repairer):
    page = repairer.hand_in(REPAIR, version="older")
    fields = {"form": page.context["form"], "version": page.context["version"]}
    assert repairer.client.post(DRILL, {**fields, **REPAIR}).status_code == 302


def test_a_form_sent_twice_is_one_attempt(repairer):
    fields = {**repairer.fields(), **REPAIR}
    addresses = [repairer.client.post(DRILL, fields)["Location"] for _ in range(3)]
    attempt = address_of(repairer.attempts[0])
    assert addresses == [attempt, f"{attempt}?again", f"{attempt}?again"]
    assert len(repairer.attempts) == 1
    assert "sent more than once. It has been handed in once" in repairer.visit(addresses[1]).text
    assert "sent more than once" not in repairer.visit(addresses[0]).text


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_instant_is_one_attempt_and_one_job(repairer, office):
    fields = {**repairer.fields(), **REPAIR}
    repairer.client.post(DRILL, {**repairer.fields(), **WRONG})  # so that this session has its owner of jobs
    found = []

    def send():
        found.append(repairer.client.post(DRILL, fields)["Location"])
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(found) == 4
    assert len({address.partition("?")[0] for address in found}) == 1
    assert len({attempt.job for attempt in repairer.attempts}) == len(repairer.attempts) == 2


def test_going_back_and_handing_in_something_else_is_another_attempt(repairer):
    fields = repairer.fields()
    repairer.client.post(DRILL, {**fields, **REPAIR})
    repairer.client.post(DRILL, {**fields, **WRONG})
    assert len(repairer.attempts) == 2


def test_seeds_differ_from_one_attempt_to_the_next_and_are_in_no_page_before(repairer):
    repairer.hand_in()
    page = repairer.hand_in()
    one, other = repairer.attempts
    assert set(one.seeds["found"]).isdisjoint(other.seeds["found"])
    assert {name: len(seeds) for name, seeds in one.seeds.items()} == {"found": 10, "variation": 6}
    if page.context["progress"]:
        assert not any(str(seed) in page.text for seed in other.seeds["found"])


def test_before_the_cause_is_named_nothing_is_handed_in(person):
    page = person.hand_in({**REPAIR, "retry.max_attempts": "6"})
    assert page.status_code == 422
    assert "First name the cause" in page.text
    assert rows_of(page)["retry.max_attempts"].text == "6"
    assert not Attempt.objects.exists()
    assert "sessionid" not in person.client.cookies, "nothing is worth remembering yet"


def test_the_shop_as_found_is_not_worth_grading(repairer):
    page = repairer.hand_in({**REPAIR, "idempotency.enabled": "off"})
    assert page.status_code == 422
    assert "Nothing has been changed yet" in page.text


def test_what_changes_nothing_is_not_graded_and_the_page_says_what_stands_in_its_way(repairer):
    off = {**REPAIR, "retry.enabled": "off", "idempotency.enabled": "off"}
    repairer.hand_in(off)
    graded = Attempt.objects.count()
    page = repairer.hand_in({**REPAIR, "idempotency.enabled": "off", "hedging.delay_s": "0.2"})
    assert page.status_code == 422
    assert "has no effect as long as other controls stand as they do (hedging off)" in words(page)
    assert Attempt.objects.count() == graded


def test_a_full_queue_is_said_beside_the_button_and_keeps_the_settings(repairer, open_office):
    open_office(jobs=0)
    page = repairer.hand_in({**REPAIR, "retry.max_attempts": "6"})
    assert page.status_code == 503
    assert "the queue takes no more" in words(page)
    assert "Your settings are kept." in page.text
    assert rows_of(page)["retry.max_attempts"].text == "6"
    assert repairer.attempts == [], "what was refused leaves nothing behind"
    open_office()
    fields = {"form": page.context["form"], "version": page.context["version"]}
    assert repairer.client.post(DRILL, {**fields, **REPAIR}).status_code == 302


def test_one_person_has_only_so_many_under_way(repairer, open_office):
    office = open_office(workers=1, events_run=Limits().events_run)
    office.runner._crew.turn = lambda ready: None  # nobody works: whatever comes, waits
    most = office.limits.jobs_owner
    for attempts in range(2, 2 + most):
        assert repairer.hand_in({**REPAIR, "retry.max_attempts": str(attempts)}).status_code == 200
    page = repairer.hand_in({**REPAIR, "retry.max_attempts": "6"})
    assert page.status_code == 503
    assert f"You have {most} of these under way already." in page.text
    assert len(repairer.attempts) == most


@pytest.mark.parametrize("name", ["", "cause/", "hint/", "give-up/"])
def test_there_is_no_page_for_a_drill_that_does_not_exist(person, name):
    for address in (f"/practice/small-shop/drills/nothing/{name}", f"/practice/nothing/drills/small/{name}"):
        page = person.client.post(address) if name else person.visit(address)
        assert page.status_code == 404
        assert "nothing" in page.text


def test_what_only_a_form_may_do_a_link_cannot(person):
    for name in ("cause/", "hint/", "give-up/"):
        assert person.visit(f"{DRILL}{name}").status_code == 405
