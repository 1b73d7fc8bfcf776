"""Teaching with one screen: the prepared class of each lesson that has one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lesson.classroom.plan import Plan, read
from lesson.reading.shelf import lessons
from lesson.reading.text.lesson import Lesson

PLAN = "plan.toml"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    plans = [(lesson, plan_of(lesson)) for lesson in lessons().values() if (lesson.folder / PLAN).exists()]
    return render(request, "classroom/index.html", {"plans": plans})


def plan_of(lesson: Lesson) -> Plan:
    return read(lesson.folder / PLAN, frozenset(lesson.by_slug))
