"""The quiz’s pages: how one stands, the next question, a question and what came of it. They work without JavaScript.

Marking happens here on the server; a page holds no answer before it is given. Every step is a form that leads to an
address one can reload.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lesson.practice.models import Asked
from lesson.practice.quiz import diary
from lesson.practice.quiz.loader import Quiz
from lesson.practice.quiz.marking import Unanswerable
from lesson.practice.quiz.results import results_of
from lesson.practice.quiz.schedule import ROUND
from lesson.practice.quiz.schema import Item
from lesson.practice.quiz.sheet import given_by, sheet_of
from lesson.practice.shelf import quiz_of
from lesson.reading import readers
from lesson.reading.text.lesson import Lesson
from lesson.reading.views import lesson_or_404


@never_cache
@require_safe
def overview(request: HttpRequest, lesson_slug: str) -> HttpResponse:
    lesson, quiz = lesson_and_quiz(lesson_slug)
    results = results_of(lesson, quiz, readers.current(request), timezone.now())
    return render(request, "practice/quiz.html", {"lesson": lesson, "results": results})


@require_POST
def next_question(request: HttpRequest, lesson_slug: str) -> HttpResponse:
    """Leads to a question; with nothing more to ask for now, to how one stands."""
    lesson, quiz = lesson_and_quiz(lesson_slug)
    reader = readers.ensure(request)
    wanted = request.POST.get("objective", "")
    items = [item for item in quiz.items if item.objective == wanted] if wanted else []
    asked = diary.ask(reader, lesson.slug, quiz, items)
    if asked is None:
        return redirect("practice:quiz", lesson.slug)
    return redirect("practice:question", lesson.slug, asked.id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, lesson_slug: str, asked_id: str) -> HttpResponse:
    lesson, quiz = lesson_and_quiz(lesson_slug)
    reader = readers.current(request)
    asked = get_object_or_404(Asked, pk=asked_id, reader=reader, lesson=lesson.slug)
    item = quiz.by_id.get(asked.item)
    if item is None:
        raise Http404("This question has been withdrawn from the quiz. Your other answers are kept.")
    if request.method == "POST":
        return answered(request, lesson, asked, item)
    return shown(request, lesson, asked, item)


def answered(request: HttpRequest, lesson: Lesson, asked: Asked, item: Item) -> HttpResponse:
    """A second answer to the same question, from a reload or a double click, leads to what the first one came to."""
    given = None if "unknown" in request.POST else given_by(request.POST, item)
    try:
        diary.answer(asked, item, given)
    except Unanswerable as problem:
        return shown(request, lesson, asked, item, complaint=str(problem), typed=given, status=422)
    return redirect(reverse("practice:question", args=[lesson.slug, asked.id]) + "#verdict")


def shown(
    request: HttpRequest, lesson: Lesson, asked: Asked, item: Item, *, status: int = 200, **more: Any
) -> HttpResponse:
    count = diary.answers_given(asked.reader, lesson.slug)
    round_ = diary.latest(asked.reader, lesson.slug, (count - 1) % ROUND + 1 if asked.answered_at else count % ROUND)
    context = {
        "lesson": lesson,
        "sheet": sheet_of(asked, item, **more),
        "objective": next(objective for objective in lesson.objectives if objective.id == item.objective),
        "number": count if asked.answered_at else count + 1,
        "round": round_,
        "round_right": sum(round_),
        "round_left": range(ROUND - len(round_)),
        "round_over": bool(asked.answered_at) and count % ROUND == 0,
    }
    return render(request, "practice/question.html", context, status=status)


def lesson_and_quiz(slug: str) -> tuple[Lesson, Quiz]:
    lesson = lesson_or_404(slug)
    quiz = quiz_of(lesson)
    if not quiz.items:
        raise Http404(f"“{lesson.contents.title}” has no quiz.")
    return lesson, quiz
