"""What there is to practise for each lesson, read once per process."""

from functools import lru_cache
from pathlib import Path

from lesson.practice.drills.loader import NamedDrill, load_drills
from lesson.practice.quiz.loader import Quiz, load_quiz
from lesson.reading.shelf import content_folder, lessons
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.problems import Problems


def quiz_of(lesson: Lesson) -> Quiz:
    return _quizzes(content_folder())[lesson.slug]


@lru_cache(maxsize=4)
def _quizzes(folder: Path) -> dict[str, Quiz]:
    return {slug: load_quiz(lesson, Problems()) for slug, lesson in lessons().items()}


def drills_of(lesson: Lesson) -> dict[str, NamedDrill]:
    return _drills(content_folder())[lesson.slug]


@lru_cache(maxsize=4)
def _drills(folder: Path) -> dict[str, dict[str, NamedDrill]]:
    return {
        slug: load_drills(lesson, set(quiz_of(lesson).misconceptions), Problems()) for slug, lesson in lessons().items()
    }
