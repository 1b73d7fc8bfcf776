"""Addresses that people type who were never told the right one: each leads to the one place that it can mean."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from lesson.classroom import urls as classroom  # in which `room_code` is registered

__all__ = ["classroom", "urlpatterns"]
TEACHING = ("teach", "teaching", "teacher", "host", "room", "rooms", "class", "classes")
PRACTISING = ("practise", "quiz", "drills")


def leads(guess: str, to: str) -> URLPattern:
    """What stands behind a question mark comes along, such as a room's code."""
    return path(f"{guess}/", RedirectView.as_view(pattern_name=to, query_string=True))


urlpatterns = [
    *(leads(guess, "classroom:index") for guess in TEACHING),
    *(leads(guess, "practice:index") for guess in PRACTISING),
    leads("join", "classroom:join"),
    leads("join/<room_code:code>", "classroom:learner"),
    leads("room/<room_code:code>", "classroom:learner"),
]
