"""A server and a Chromium of the benches' own, and the load of the machine beside every figure."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.site import Site

LIVE = '[data-part="link"][data-state="live"]'


@pytest.fixture(scope="package")
def site(tmp_path_factory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site.url)
    yield context.new_page()
    context.close()


def play(page: Page, address: str, speed: str) -> None:
    page.goto(address)
    page.wait_for_selector(LIVE)
    page.get_by_role("button", name=f"{speed} real time", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).click()


def seconds_played(page: Page) -> float:
    minutes, seconds = page.locator(".transport__time").inner_text().split(":")
    return 60 * int(minutes) + float(seconds)


def wait_for_seconds(page: Page, seconds: float) -> None:
    while seconds_played(page) < seconds:
        page.wait_for_timeout(250)


def load() -> str:
    return "load average " + " ".join(f"{each:.1f}" for each in os.getloadavg())
