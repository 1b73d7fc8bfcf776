import threading

import pytest
from django.db import connection
from django.test import Client

from lesson.practice.models import AnswerCount, Asked, ItemState
from lesson.practice.quiz import diary

pytestmark = pytest.mark.django_db


def counted(name: str) -> int:
    return sum(row.count for row in AnswerCount.objects.filter(answer=name))


def test_the_second_of_two_submits_leads_to_what_the_first_came_to(ask):
    client, page = ask("silence")
    client.post(page, {"option": "no"})
    second = client.post(page, {"option": "nothing"})
    assert second.status_code == 302
    asked = Asked.objects.get(item="silence")
    assert (asked.right, asked.given) == (False, {"option": ["no"]})
    assert (counted("*answered"), counted("no"), counted("nothing")) == (1, 1, 0)


def test_a_reload_shows_the_same_and_counts_nothing(ask):
    client, page = ask("silence")
    client.post(page, {"option": "no"})
    first, again = (client.get(page).content.decode() for _ in range(2))
    assert first.count("Not right.") == again.count("Not right.") >= 1
    assert counted("*answered") == 1


def test_asking_for_the_next_one_twice_asks_one(ask):
    client, _ = ask("silence")
    addresses = {client.post("/practice/small-shop/quiz/next/").headers["Location"] for _ in range(3)}
    assert len(addresses) == 1
    assert Asked.objects.count() == 1


def test_an_answer_is_somebody_elses_business_to_nobody(ask):
    _, page = ask("silence")
    assert Client().get(page).status_code == 404
    assert Client().post(page, {"option": "no"}).status_code == 404
    assert not AnswerCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_instant_are_one(ask, items):
    ask("silence")
    asked = Asked.objects.get()
    barrier, firsts = threading.Barrier(6), []

    def submit() -> None:
        mine = Asked.objects.get(pk=asked.pk)
        barrier.wait()
        firsts.append(diary.answer(mine, items["silence"], {"option": ["nothing"]}))
        connection.close()

    threads = [threading.Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert firsts.count(True) == 1
    assert (counted("*answered"), counted("*right")) == (1, 1)
    assert ItemState.objects.count() == 1


def test_first_meetings_are_counted_apart(ask):
    client, page = ask("silence")
    client.post(page, {"option": "no"})
    client, page = ask("silence", client)
    client.post(page, {"option": "nothing"})
    rows = {(row.answer, row.first): row.count for row in AnswerCount.objects.exclude(answer="*answered")}
    assert rows == {("no", True): 1, ("nothing", False): 1, ("*right", False): 1}


def test_what_was_said_goes_with_the_reader_and_the_counts_stay(ask):
    client, page = ask("silence")
    client.post(page, {"option": "no"})
    client.post("/learn/you/forget/")
    assert not Asked.objects.exists()
    assert not ItemState.objects.exists()
    assert counted("no") == 1
