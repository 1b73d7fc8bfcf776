"""How people fare with the drills: causes they name, hints they open, goals they miss. Counts only."""

from collections.abc import Sequence

from lesson.practice.drills.statistics import Counts, counts_of
from lesson.practice.management.commands._statistics import StatisticsCommand
from lesson.practice.models import AnswerCount
from lesson.practice.shelf import drills_of
from lesson.reading.text.lesson import Lesson


class Command(StatisticsCommand):
    help = "How often each cause was named, each hint opened and each goal missed, the first time and later."
    columns = ("drill", "what")
    total = "repairs graded"

    def counts_of(self, lesson: Lesson) -> Sequence[Counts]:
        return counts_of(drills_of(lesson).values(), AnswerCount.objects.filter(lesson=lesson.slug))
