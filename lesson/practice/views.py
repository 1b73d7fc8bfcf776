"""The front page of practice: what there is to do for each lesson, and how far one has come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lesson.practice.quiz.results import results_of
from lesson.practice.shelf import quiz_of
from lesson.reading import readers
from lesson.reading.shelf import lessons


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    reader = readers.current(request)
    offers = [
        {"lesson": lesson, "quiz": results_of(lesson, quiz_of(lesson), reader, timezone.now())}
        for lesson in lessons().values()
        if quiz_of(lesson).items
    ]
    return render(request, "practice/index.html", {"offers": offers})
