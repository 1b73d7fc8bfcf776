"""Fixtures for every test: a file database as in real life, and real servers of this site on free ports."""

import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.services import PostgreSQL, Redis
from tests.site import Site

# Started in the background, tests ignore Ctrl-C, and so do the servers and commands they start; some are sent one.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Reproducible on every machine; a slow machine is not a failure.
hypothesis_settings.register_profile(
    "faultline", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("faultline")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory) -> None:
    """SQLite in a file of this run's own: unlike one in memory it locks as it will in production."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Iterator[Site]:
    """One server for all tests that do not care who else uses it."""
    with Site(tmp_path_factory.mktemp("live-site")) as site:
        yield site


@pytest.fixture
def start_site(tmp_path) -> Iterator[Callable[..., Site]]:
    """Servers of a test's own: `start_site(REDIS_URL=…)`. Each has its own database unless told otherwise."""
    sites: list[Site] = []

    def start(**environment: str) -> Site:
        folder = tmp_path / f"site-{len(sites)}"
        folder.mkdir()
        sites.append(Site(folder, environment).start())
        return sites[-1]

    yield start
    for site in sites:
        site.close()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory) -> Iterator[PostgreSQL]:
    with PostgreSQL(tmp_path_factory.mktemp("postgresql")) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql) -> str:
    """A new, empty database."""
    return postgresql.new_database()


@pytest.fixture
def redis_server(tmp_path) -> Iterator[Redis]:
    """A Redis of the test's own, to stop and start again at will."""
    with Redis(tmp_path) as server:
        yield server


@pytest.fixture
def redis_url(redis_server) -> str:
    return redis_server.url
