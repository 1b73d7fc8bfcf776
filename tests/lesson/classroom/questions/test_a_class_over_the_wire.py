"""Real servers and sockets: what a learner hears, many at once, and PostgreSQL in place of SQLite."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lesson.classroom.people import Person

VOTES = r"<b>(\d+)</b>"


class Room:
    """A room on a server, its host and learners each a browser."""

    def __init__(self, site, learners):
        self.host = Person(site)
        self.code = self.host.open_room(lesson="fault-tolerance", step="silence")
        self.learners = [Person(site) for _ in range(learners)]
        for learner in self.learners:
            learner.join(self.code)

    def address(self, path):
        return f"/classroom/{self.code}/questions/{path}"

    def ask(self, source="quiz/giving-up"):
        assert self.host.post(self.address("put/"), source=source).status == 200

    def act(self, verb, seen):
        return self.host.post(self.address(f"1/{verb}/"), seen=seen)

    def vote(self, learner, option, round_=1):
        return learner.post(self.address("1/vote/"), option=option, round=round_)

    def counted(self):
        return int(re.search(VOTES, self.host.get(self.address("votes/")).text)[1])


def test_a_learners_socket_hears_how_many_and_not_what(live_site):
    room = Room(live_site, 3)
    with room.learners[0].socket(room.code) as listening:
        listening.watch()
        room.ask()
        for learner in room.learners[1:]:
            room.vote(learner, 2)
        listening.until(lambda message: message.get("topic") == "votes" and "<b>2</b>" in message["html"])
        room.act("close", "1-open")
        listening.until(lambda message: message.get("topic") == "question" and "The vote is over" in message["html"])
        said = json.dumps([message for message in listening.heard if message["type"] == "notice"])
        assert "tally__" not in said
        assert "%" not in said
        assert "right" not in said
        room.act("reveal", "1-closed")
        shown = listening.until(lambda message: message.get("topic") == "question" and "tally__" in message["html"])
        assert shown["html"].count("<b>100%</b>") == 1


def test_the_same_vote_sent_twenty_times_at_once_counts_once(live_site):
    room = Room(live_site, 1)
    room.ask()
    with ThreadPoolExecutor(20) as taps:
        answers = list(taps.map(lambda _: room.vote(room.learners[0], 1), range(20)))
    assert {answer.status for answer in answers} == {200}
    assert room.counted() == 1


def test_of_ten_presses_at_once_on_one_button_exactly_one_does_it(live_site):
    room = Room(live_site, 1)
    room.ask()
    with ThreadPoolExecutor(10) as presses:
        answers = list(presses.map(lambda _: room.act("close", "1-open"), range(10)))
    assert sorted(answer.status for answer in answers) == [200, *[409] * 9]


@pytest.mark.scaling
def test_a_question_goes_its_way_on_postgresql(start_site, postgresql_url):
    site = start_site(DATABASE_URL=postgresql_url)
    room = Room(site, 4)
    room.ask("plan/silence")
    with ThreadPoolExecutor(4) as phones:
        list(phones.map(lambda learner: room.vote(learner, 1), room.learners))
    room.vote(room.learners[0], 2)
    assert room.counted() == 4
    for verb, seen in (("close", "1-open"), ("again", "1-closed"), ("reveal", "2-open"), ("decide", "2-revealed")):
        data = {"apart": "yes"} if verb == "decide" else {}
        assert room.host.post(room.address(f"1/{verb}/"), seen=seen, **data).status == 200
    report = room.host.get(room.address("report/")).text
    assert "<b>100%</b> <span>of those who were told “failed”" in report
    assert "Right: <b>25%</b>" in report
    site.no_traceback_was_logged()
