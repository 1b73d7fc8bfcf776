"""A reader at the small drill, with real workers and no JavaScript. A conftest imports these fixtures."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from lesson.practice.models import Attempt, DrillState
from playground.jobs.office import office

HERE = Path(__file__).parent
DRILL = "/practice/small-shop/drills/small/"
REPAIR = {
    "retry.enabled": ["off", "on"],
    "retry.max_attempts": "4",
    "idempotency.enabled": ["off", "on"],
    "hedging.enabled": "off",
}
"""What the form of the small drill sends when keys have been switched on."""
WRONG = {**REPAIR, "retry.enabled": "off", "idempotency.enabled": "off"}
TIMEOUT_S = 60


class Person:
    """`visit` and the other verbs give the page that they lead to."""

    def __init__(self) -> None:
        self.client = Client()

    def visit(self, address: str = DRILL):
        return self.client.get(address)

    def fields(self) -> dict[str, str]:
        """The hidden ones of a fresh form."""
        page = self.visit()
        return {"form": page.context["form"], "version": page.context["version"]}

    def name(self, cause: str):
        return self.client.post(f"{DRILL}cause/", {"cause": cause}, follow=True)

    def hand_in(self, fields=REPAIR, **more):
        return self.client.post(DRILL, {**self.fields(), **fields, **more}, follow=True)

    @property
    def attempts(self):
        return list(Attempt.objects.filter(reader=self.client.session["reader"]))

    @property
    def state(self):
        return DrillState.objects.get(reader=self.client.session["reader"])


def address_of(attempt: Attempt, name: str = "") -> str:
    return f"{DRILL}attempts/{attempt.pk}/{name}"


def words(response) -> str:
    """What a person reads, without the mark-up."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.fixture
def person(shop, db) -> Person:
    """Somebody new to the small shop’s only drill."""
    (shop / "drills").mkdir()
    shutil.copy(HERE / "small_drill.toml", shop / "drills" / "small.toml")
    return Person()


@pytest.fixture
def repairer(person) -> Person:
    """Somebody who has named the cause."""
    person.name("no-key")
    return person


@pytest.fixture
def graded(open_office):
    """`graded(response)` waits until the attempt that a page shows is graded, and gives the page as it is then."""
    open_office()

    def wait(response):
        office().runner.future(response.context["attempt"].job).result(TIMEOUT_S)
        return response.client.get(response.wsgi_request.path)

    return wait
