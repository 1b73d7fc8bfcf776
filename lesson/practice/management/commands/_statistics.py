"""The commands that print what was counted: one of the quiz, one of the drills."""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from lesson.practice.statistics import Counts
from lesson.reading.shelf import lessons
from lesson.reading.text.lesson import Lesson
from playground.management.console import QuietCommand, Refused


class StatisticsCommand(QuietCommand):
    columns: tuple[str, str]
    """What the table calls an item, and what was done with it."""
    total: str
    """What a lesson's total counts."""

    def counts_of(self, lesson: Lesson) -> Sequence[Counts]:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lesson", help="its slug; without it all lessons")
        parser.add_argument("--csv", action="store_true", help="a row for each count, for a spreadsheet")

    def work(self, options: dict[str, Any]) -> None:
        wanted = [lesson for lesson in lessons().values() if options["lesson"] in (None, lesson.slug)]
        if not wanted:
            raise Refused(f"There is no lesson {options['lesson']}; there are {', '.join(lessons())}.")
        for lesson in wanted:
            show = self.write_csv if options["csv"] else self.print_all
            show(lesson, self.counts_of(lesson))

    def print_all(self, lesson: Lesson, counts: Sequence[Counts]) -> None:
        print(f"{lesson.contents.title}: {sum(each.total for each in counts)} {self.total}")
        for each in counts:
            print(f"\n{each.name}  ({each.summary})")
            for name in each.names:
                first, later = each.of(name)
                print(f"  {first:6d} {later:6d}  {name}")
            for remark in each.remarks():
                print(f"         -> {remark}")

    def write_csv(self, lesson: Lesson, counts: Sequence[Counts]) -> None:
        writer = csv.writer(sys.stdout)
        writer.writerow(["lesson", *self.columns, "first", "later"])
        for each in counts:
            writer.writerows([lesson.slug, each.name, *counted] for counted in each.counted)
