"""Three hundred learners vote within three seconds: is every vote counted, how long does one take, what does it cost?

Voters are threads of this process, the server is another; both share the machine, so what is measured includes the
voters' own slowness.
"""

import http.client
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

import pytest

from tests.lesson.classroom.people import TOKEN, Person

pytestmark = pytest.mark.bench

LEARNERS = 300
SECONDS = 3.0
COMING_IN_AT_ONCE = 8
TICKS_PER_S = 100


class Voter:
    """A phone with a seat: one connection, one vote."""

    def __init__(self, site, code):
        self.person = Person(site)
        self.token = TOKEN.search(self.person.join(code).text)[1]
        self.cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.person.jar)
        self.address = urlsplit(site.url)
        self.took = self.status = None

    def vote(self, path, option, at):
        body = urlencode({"option": option, "round": 1, "csrfmiddlewaretoken": self.token})
        headers = {"Cookie": self.cookies, "HX-Request": "true", "Origin": f"http://{self.address.netloc}"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(self.address.netloc, timeout=60)) as connection:
            time.sleep(max(0.0, at - time.monotonic()))
            began = time.monotonic()
            connection.request("POST", path, body, headers)
            with connection.getresponse() as answer:
                answer.read()
                self.took, self.status = time.monotonic() - began, answer.status


def cpu_of(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def test_three_hundred_votes_in_three_seconds(start_site):
    site = start_site()
    host = Person(site)
    code = host.open_room()
    with ThreadPoolExecutor(COMING_IN_AT_ONCE) as door:
        voters = list(door.map(lambda _: Voter(site, code), range(LEARNERS)))
    host.post(f"/classroom/{code}/questions/put/", source="quiz/giving-up")
    before, begin = cpu_of(site.process.pid), time.monotonic() + 0.5
    path = f"/classroom/{code}/questions/1/vote/"
    turns = [(voter, place % 4, begin + SECONDS * place / LEARNERS) for place, voter in enumerate(voters)]
    threads = [threading.Thread(target=voter.vote, args=(path, option, at)) for voter, option, at in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = cpu_of(site.process.pid) - before
    took = quantiles([voter.took for voter in voters], n=100)
    counted = re.search(r"<b>(\d+)</b>", host.get(f"/classroom/{code}/questions/votes/").text)[1]
    print(f"\n{counted} of {LEARNERS} votes in {SECONDS:g} s counted; a vote took {took[49] * 1000:.0f} ms, ", end="")
    print(f"p95 {took[94] * 1000:.0f} ms, and {spent / LEARNERS * 1000:.1f} ms of the server's CPU")
    assert {voter.status for voter in voters} == {200}
    assert int(counted) == LEARNERS
