"""What the three views of a room include: the question as it is for whoever looks. They need `room` and `seat` only."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from lesson.classroom.models import Room, Seat
from lesson.classroom.questions import desk, pacing, show
from lesson.classroom.questions.models import Question
from lesson.classroom.questions.origin import lesson_of
from lesson.reading.text.markdown import PARSER, inline_html, sanitised

register = template.Library()


@register.simple_tag
def learner_question(room: Room, seat: Seat) -> dict[str, Any]:
    return show.for_learner(room, seat)


@register.simple_tag
def projector_question(room: Room) -> dict[str, Any]:
    return show.for_projector(room)


@register.simple_tag
def host_question(room: Room) -> dict[str, Any]:
    return desk.for_host(room)


@register.simple_tag
def pace_of(room: Room) -> pacing.Pace:
    return pacing.pace_of(room, lesson_of(room))


@register.simple_tag
def places_of(room: Room) -> pacing.Places:
    return pacing.places(room, lesson_of(room))


@register.simple_tag
def answers_of(room: Room, pace: pacing.Pace) -> pacing.Answers | None:
    return pacing.answers(room, pace)


@register.filter
def prompt(question: Question) -> SafeString:
    """The lesson's own words are Markdown; whatever a host has typed is text."""
    if question.rich:
        return mark_safe(sanitised(PARSER.render(question.prompt, {})))  # noqa: S308 (sanitised)
    return mark_safe(linebreaks(question.prompt, autoescape=True))  # noqa: S308 (escaped)


@register.filter
def marked(words: str) -> SafeString:
    """A question of the quiz, which is the lesson's own."""
    return mark_safe(sanitised(PARSER.render(words, {})))  # noqa: S308 (sanitised)


@register.filter
def worded(text: str, question: Question) -> SafeString:
    """An option, or the reason that belongs to it."""
    if question.source in ("typed", "control"):
        return conditional_escape(text)
    return mark_safe(inline_html(text))  # noqa: S308 (sanitised)
