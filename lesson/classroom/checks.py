"""`manage.py check` for the prepared classes."""

from typing import Any

from django.core import checks

from lesson.classroom.plan import PlanError
from lesson.classroom.plans import PLAN, plan_of
from lesson.reading.shelf import lessons


@checks.register("content")
def plans(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for lesson in lessons().values():
        if (lesson.folder / PLAN).exists():
            try:
                plan_of(lesson)
            except PlanError as error:
                found.append(checks.Error(f"{lesson.slug}/{error}", id="classroom.E001"))
    return found
