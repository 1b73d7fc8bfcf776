"""What the templates of practice need beside plain values."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from lesson.practice import links
from lesson.practice.quiz import runs
from lesson.practice.quiz.schema import RunSpec
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.markdown import PARSER, sanitised

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """A question: paragraphs and code."""
    return mark_safe(sanitised(PARSER.render(text, {})))  # noqa: S308 (sanitised)


@register.filter
def plain(text: str) -> str:
    """For places where nothing can be set in italics or in code, such as a list to choose from."""
    return text.replace("`", "").replace("*", "")


@register.simple_tag
def passage_address(lesson: Lesson, target: str) -> str:
    return links.address(lesson, target)


@register.simple_tag
def passage_title(lesson: Lesson, target: str) -> str:
    return links.title(lesson, target)


@register.filter
def run_address(spec: RunSpec) -> str:
    return runs.address(spec)
