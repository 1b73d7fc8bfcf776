"""`manage.py check` for what there is to practise. Each message starts with file and line."""

from typing import Any

from django.core import checks

from lesson.practice.drills.loader import load_drills
from lesson.practice.quiz.loader import Quiz, load_quiz
from lesson.reading.shelf import content_folder, read_shelf
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.problems import Problems, line_containing


@checks.register("content")
def practice(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    lessons, _ = read_shelf(content_folder())
    problems = Problems()
    for lesson in lessons.values():
        quiz = load_quiz(lesson, problems)
        check_misconceptions(lesson, quiz, problems)
        load_drills(lesson, set(quiz.misconceptions), problems)
    return [checks.Warning(str(problem), id="practice.E001") for problem in problems]


def check_misconceptions(lesson: Lesson, quiz: Quiz, problems: Problems) -> None:
    """A misconception that nobody is asked about is one that nobody finds out they have."""
    if not quiz.items:
        return
    asked = {item.misconception for item in quiz.items}
    for name in quiz.misconceptions.keys() - asked:
        for path in (lesson.folder / "lesson.toml", lesson.folder / "quiz.toml"):
            text = path.read_text("utf-8")
            if f'id = "{name}"' in text:
                problems.add(path, line_containing(text, f'id = "{name}"'), f"no question is about {name}")
                break
