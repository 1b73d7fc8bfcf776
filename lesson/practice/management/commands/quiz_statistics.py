"""What people answer: how often each option of each question was chosen. Counts only; there is nobody behind them."""

import csv
import sys
from argparse import ArgumentParser
from typing import Any

from lesson.practice.models import AnswerCount
from lesson.practice.quiz.diary import ANSWERED
from lesson.practice.quiz.statistics import Counts, counts_of
from lesson.practice.shelf import quiz_of
from lesson.reading.shelf import lessons
from playground.management.console import QuietCommand, Refused


class Command(QuietCommand):
    help = "How often each answer of each quiz question was given, at the first meeting and later."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lesson", help="its slug; without it all lessons")
        parser.add_argument("--csv", action="store_true", help="a row for each answer, for a spreadsheet")

    def work(self, options: dict[str, Any]) -> None:
        wanted = [lesson for lesson in lessons().values() if options["lesson"] in (None, lesson.slug)]
        if not wanted:
            raise Refused(f"There is no lesson {options['lesson']}; there are {', '.join(lessons())}.")
        for lesson in wanted:
            counts = counts_of(quiz_of(lesson), AnswerCount.objects.filter(lesson=lesson.slug))
            if options["csv"]:
                write_csv(lesson.slug, counts)
            else:
                print(f"{lesson.contents.title}: {sum(each.answered for each in counts)} first answers")
                for each in counts:
                    print_counts(each)


def print_counts(counts: Counts) -> None:
    share = "" if counts.right_share is None else f", {counts.right_share:.0%} right"
    again = counts.later.get(ANSWERED, 0)
    print(f"\n{counts.item.id}  ({counts.answered} first answers{share}; {again} later)")
    for name in counts.answers:
        print(f"  {counts.first.get(name, 0):6d} {counts.later.get(name, 0):6d}  {name}")
    for remark in counts.remarks():
        print(f"         -> {remark}")


def write_csv(lesson: str, counts: list[Counts]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(["lesson", "item", "answer", "first", "later"])
    for each in counts:
        for name in dict.fromkeys((*each.first, *each.later)):
            writer.writerow([lesson, each.item.id, name, each.first.get(name, 0), each.later.get(name, 0)])
