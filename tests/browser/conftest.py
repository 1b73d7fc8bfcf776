"""A real Chromium against a real server. A page that logs an error, throws or fails to load something fails its test.

Everything here is package-scoped: Playwright's sync API leaves an event loop running in this thread, which async tests
elsewhere could not share.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser import chromium
from tests.browser.recorded import AT_REST
from tests.browser.screens import DESKTOP, Screen
from tests.site import ROOT, Site

AXE = ROOT / "node_modules/axe-core/axe.min.js"
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HERE = Path(__file__).parent
PATIENCE_MS = 60_000
"""A bound, not an expectation: on a busy machine a page may take its time."""
LAUNCH_MS_MAX = 180_000
expect.set_options(timeout=PATIENCE_MS)

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A bounded retry for what a busy machine may fail by chance. Its budget, for the whole suite: pyproject.toml."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, "No Chromium found; `make test` installs one, or set CHROMIUM to the path of one."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS, timeout=LAUNCH_MS_MAX)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def site_with_jobs(tmp_path_factory) -> Iterator[Site]:
    """A server whose workers do not stand back: what else runs on this machine is not theirs to wait for."""
    with Site(tmp_path_factory.mktemp("site-with-jobs"), {"FAULTLINE_WORKERS_NICE": "0"}) as site:
        yield site


@pytest.fixture
def screen() -> Screen:
    """What `page` is shown on; a test overrides it with @pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)."""
    return DESKTOP


@pytest.fixture
def expected_problems() -> list[str]:
    """Parts of the problem texts that this test provokes on purpose; append to it."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_site: Site, expected_problems: list[str]) -> Iterator[OpenPage]:
    """Opens pages of different people: each has cookies of its own. `open_page(PHONE, site=other_site)`."""
    problems: list[str] = []
    contexts = []

    def open_one(screen: Screen = DESKTOP, *, site: Site = live_site, **options: object) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": screen.width, "height": screen.height},
            color_scheme=screen.scheme,
            reduced_motion=screen.motion,
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)  # ms
        contexts.append(context)
        page = context.new_page()
        watch(page, problems)
        return page

    yield open_one
    for context in contexts:
        context.close()
    unexpected = [problem for problem in problems if not any(part in problem for part in expected_problems)]
    assert not unexpected, "The page had problems:\n" + "\n".join(unexpected)


@pytest.fixture
def page(open_page: OpenPage, screen: Screen) -> Page:
    return open_page(screen)


def watch(page: Page, problems: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console error: {message.text} ({message.location.get('url')})")

    def on_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left while it was loading
            problems.append(f"request failed: {request.method} {request.url}: {request.failure}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("requestfailed", on_failure)


@pytest.fixture(scope="package")
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with every WCAG 2.2 AA violation that axe-core finds on the page, once nothing moves there."""
    source = AXE.read_text()

    def check(page: Page) -> None:
        page.evaluate(AT_REST)
        page.evaluate(source)
        options = {"runOnly": {"type": "tag", "values": WCAG_2_2_AA}, "resultTypes": ["violations"]}
        violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
        assert not violations, json.dumps([summary(violation) for violation in violations], indent=2)

    return check


def summary(violation: dict) -> dict:
    return {
        "rule": violation["id"],
        "help": violation["help"],
        "where": [{"html": node["html"], "why": node["failureSummary"]} for node in violation["nodes"]],
    }
