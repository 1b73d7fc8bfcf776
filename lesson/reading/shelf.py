"""The lessons of this site, read once per process: pages only look things up."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lesson.reading.text.lesson import Lesson
from lesson.reading.text.loader import load_lesson
from lesson.reading.text.problems import Problems


def content_folder() -> Path:
    return Path(getattr(settings, "LESSON_CONTENT", settings.BASE_DIR / "lesson" / "content"))


def read_shelf(folder: Path) -> tuple[dict[str, Lesson], Problems]:
    problems = Problems()
    lessons = {}
    for path in sorted(folder.glob("*/lesson.toml")):
        lesson = load_lesson(path.parent, settings.BASE_DIR, problems)
        if lesson is not None:
            lessons[lesson.slug] = lesson
    return lessons, problems


@lru_cache(maxsize=4)
def _shelf(folder: Path) -> dict[str, Lesson]:
    return read_shelf(folder)[0]


def lessons() -> dict[str, Lesson]:
    return _shelf(content_folder())
