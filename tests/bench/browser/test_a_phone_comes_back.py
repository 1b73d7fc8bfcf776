"""A learner's page loses its line, and finds it again: how long until it shows the instant at which the room is?

Two ways to lose it: the browser knows that there is no network and when there is one again (flight mode, out of reach
of the Wi-Fi), and it does not (the line is dead somewhere between; the page can only try). Each time the room's run
goes on. What is timed begins when the line is there again and ends when the page's own clock has caught up.
"""

import random
import re
import time
from statistics import median

import pytest

from tests.bench.browser.conftest import LIVE, load, seconds_played
from tests.bench.browser.relay import Relay

pytestmark = pytest.mark.bench

ROUNDS = 12
AWAY_S = (0.5, 8.0)
BACK_S_MAX = 2.0
CAUGHT_UP = """seconds => {
    const [minutes, rest] = document.querySelector('[data-field="time"]').textContent.split(":");
    return 60 * Number(minutes) + Number(rest) >= seconds;
}"""


@pytest.fixture
def room(browser, site):
    """The host's page, where the run plays, and the room's code."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site.url).new_page()
    page.goto("/classroom/")
    page.get_by_role("button", name="Open a room with this plan").first.click()
    page.wait_for_url("**/host/")
    page.wait_for_selector(LIVE)
    page.get_by_role("button", name="Play", exact=True).click()
    yield page, re.search(r"/classroom/(\w{6})/", page.url)[1]
    page.context.close()


def phone(browser, url, code):
    page = browser.new_context(viewport={"width": 360, "height": 740}, base_url=url).new_page()
    page.goto(f"/classroom/{code}/")
    page.get_by_role("button", name="Come in").click()
    page.wait_for_selector(LIVE)
    return page


def times_back(host, page, cut, mend):
    chance = random.Random(7)
    took = []
    for _ in range(ROUNDS):
        cut()
        host.wait_for_timeout(1000 * chance.uniform(*AWAY_S))
        now = seconds_played(host)
        mend()
        began = time.monotonic()
        page.wait_for_function(CAUGHT_UP, arg=now)
        took.append(time.monotonic() - began)
    return took


def told(what, took):
    print(f"\n{what}, {load()}: back after {median(took):.2f} s in the median, {max(took):.2f} s at most, of {ROUNDS}")


def test_a_phone_that_knows_is_back_within_two_seconds(browser, site, room):
    host, code = room
    page = phone(browser, site.url, code)
    took = times_back(host, page, lambda: page.context.set_offline(True), lambda: page.context.set_offline(False))
    told("The browser knows", took)
    page.context.close()
    assert max(took) < BACK_S_MAX


def test_a_phone_that_has_to_try_is_back_within_two_seconds(browser, site, room):
    host, code = room
    with Relay(site.port) as line:
        page = phone(browser, line.url, code)
        took = times_back(host, page, line.cut, line.mend)
        page.context.close()
    told("The page has to try", took)
    assert max(took) < BACK_S_MAX
