"""A shop with one question of each kind, and the people who answer them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from lesson.practice.models import Asked
from lesson.practice.quiz.loader import Quiz, load_quiz
from lesson.practice.quiz.schema import Item
from lesson.reading.models import Reader
from lesson.reading.shelf import lessons
from lesson.reading.text.problems import Problems
from tests.lesson.practice.drills.pages import graded, person, repairer
from tests.playground.offices import open_office

__all__ = ["graded", "open_office", "person", "repairer"]

HERE = Path(__file__).parent
SHOP = HERE.parent / "reading" / "second_lesson"


@pytest.fixture(scope="session")
def quiz() -> Quiz:
    """The real one."""
    problems = Problems()
    loaded = load_quiz(lessons()["fault-tolerance"], problems)
    assert not problems, "\n".join(map(str, problems))
    return loaded


@pytest.fixture
def shop(settings, tmp_path) -> Path:
    """The small second lesson with one question of each kind, in a folder that the test may change."""
    shutil.copytree(SHOP, tmp_path / "content")
    folder = tmp_path / "content" / "small-shop"
    shutil.copy(HERE / "one_of_each.toml", folder / "quiz.toml")
    settings.LESSON_CONTENT = tmp_path / "content"
    return folder


@pytest.fixture
def items(shop) -> dict[str, Item]:
    return load_quiz(lessons()["small-shop"], Problems()).by_id


@pytest.fixture
def complaints() -> Callable[[], str]:
    """What `manage.py check` says."""

    def check() -> str:
        try:
            call_command("check", "--tag", "content", fail_level="WARNING")
        except SystemCheckError as error:
            return str(error)
        return ""

    return check


@pytest.fixture
def ask(shop, db) -> Callable[..., tuple[Client, str]]:
    """`ask("silence")`: a new person who is being asked just this, and the question’s address."""

    def ask_one(item: str, client: Client | None = None) -> tuple[Client, str]:
        client = client or Client()
        client.post("/practice/small-shop/quiz/next/", {})
        reader = Reader.objects.get(pk=client.session["reader"])
        asked = Asked.objects.get(reader=reader, answered_at=None)
        Asked.objects.filter(pk=asked.pk).update(item=item)
        return client, f"/practice/small-shop/quiz/{asked.pk}/"

    return ask_one
