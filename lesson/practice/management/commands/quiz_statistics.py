"""What people answer: how often each option of each question was chosen. Counts only; there is nobody behind them."""

from collections.abc import Sequence

from lesson.practice.management.commands._statistics import StatisticsCommand
from lesson.practice.models import AnswerCount
from lesson.practice.quiz.statistics import Counts, counts_of
from lesson.practice.shelf import quiz_of
from lesson.reading.text.lesson import Lesson


class Command(StatisticsCommand):
    help = "How often each answer of each quiz question was given, at the first meeting and later."
    columns = ("item", "answer")
    total = "first answers"

    def counts_of(self, lesson: Lesson) -> Sequence[Counts]:
        return counts_of(quiz_of(lesson), AnswerCount.objects.filter(lesson=lesson.slug))
