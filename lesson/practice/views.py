"""The front page of practice: what there is to do for each lesson, and how far one has come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lesson.practice.drills.standing import settle, standings
from lesson.practice.quiz.results import results_of
from lesson.practice.shelf import drills_of, quiz_of
from lesson.reading import readers
from lesson.reading.models import Reader
from lesson.reading.shelf import lessons
from lesson.reading.text.lesson import Lesson


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reader = readers.current(request)
    offers = [offer(lesson, reader) for lesson in lessons().values() if quiz_of(lesson).items or drills_of(lesson)]
    return render(request, "practice/index.html", {"offers": offers})


def offer(lesson: Lesson, reader: Reader | None) -> dict[str, object]:
    settle(lesson, reader)
    drills = standings(lesson, reader)
    return {
        "lesson": lesson,
        "quiz": results_of(lesson, quiz_of(lesson), reader, timezone.now()) if quiz_of(lesson).items else None,
        "drills": drills,
        "passed": sum(standing.state == "passed" for standing in drills),
    }
