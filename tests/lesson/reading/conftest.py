"""The lesson's own tests. `small_shop` puts a tiny second lesson beside nothing else; it holds each thing once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from lesson.reading.models import Reader

HERE = Path(__file__).parent
SECOND_LESSON = HERE / "second_lesson"


@pytest.fixture
def small_shop(settings, db) -> Path:
    """The second lesson, as the only one on the site."""
    settings.LESSON_CONTENT = SECOND_LESSON
    return SECOND_LESSON / "small-shop"


@pytest.fixture
def own_copy(settings, tmp_path) -> Path:
    """A copy of the second lesson that a test may break."""
    shutil.copytree(SECOND_LESSON, tmp_path / "content")
    settings.LESSON_CONTENT = tmp_path / "content"
    return tmp_path / "content" / "small-shop"


@pytest.fixture
def complaints(capsys) -> Callable[[], str]:
    """What `manage.py check` says."""

    def check() -> str:
        try:
            call_command("check", "--tag", "content")
        except SystemCheckError as error:
            return str(error)
        return ""

    return check


@pytest.fixture
def reader_of() -> Callable[[Client], Reader]:
    return lambda client: Reader.objects.get(pk=client.session["reader"])
