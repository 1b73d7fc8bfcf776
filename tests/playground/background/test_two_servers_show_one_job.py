"""Two real servers that share a PostgreSQL and a Redis: the page of a sweep may come from either."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

PAGE = "/playground/misordered-timeouts/sweep/"
FIELDS = {"x": "gateway.attempt_s", "xs": "3, 8", "y": "", "seeds": "3", "duration": "12", "measure": "failed"}
LONG = {**FIELDS, "seeds": "200", "duration": "600"}
LOOKS_MAX = 2000


class Person:
    """A browser without JavaScript; the two servers are one site to it, so its cookies go to both."""

    def __init__(self):
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, site, **fields):
        with self._opener.open(f"{site.url}{PAGE}?{urlencode(fields)}") as response:
            return response.read().decode()

    def post(self, site, name="", **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(site, **fields))[1]
        data = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self._opener.open(Request(f"{site.url}{PAGE}{name}", data)) as response:
            return response.read().decode()

    def look_until(self, text, site, **fields):
        for _ in range(LOOKS_MAX):
            page = self.get(site, **fields)
            if text in page:
                return page
        raise AssertionError(f"it never says {text!r}")


@pytest.mark.scaling
def test_what_one_server_runs_the_other_shows_and_cancels(start_site, postgresql_url, redis_url):
    shared = {
        "DATABASE_URL": postgresql_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "one site, one key " * 4,  # sessions are signed with it
        "FAULTLINE_WORKERS_NICE": "0",
    }
    here, there = start_site(**shared), start_site(**shared)
    person = Person()
    person.post(here, **FIELDS)
    assert person.look_until("seed 3</a>", there, **FIELDS).count('class="panel__dot"') == 6
    person.post(here, **LONG)
    person.look_until("runs are done", there, **LONG)
    person.post(there, "cancel/", **LONG)
    person.look_until("Cancelled after", here, **LONG)
    person.look_until("Cancelled after", there, **LONG)
