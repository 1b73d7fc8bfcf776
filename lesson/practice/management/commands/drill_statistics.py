"""How people fare with the drills: causes they name, hints they open, goals they miss. Counts only."""

import csv
import sys
from argparse import ArgumentParser
from typing import Any

from lesson.practice.drills.statistics import Counts, counts_of
from lesson.practice.models import AnswerCount
from lesson.practice.shelf import drills_of
from lesson.reading.shelf import lessons
from playground.management.console import QuietCommand, Refused


class Command(QuietCommand):
    help = "How often each cause was named, each hint opened and each goal missed, the first time and later."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lesson", help="its slug; without it all lessons")
        parser.add_argument("--csv", action="store_true", help="a row for each count, for a spreadsheet")

    def work(self, options: dict[str, Any]) -> None:
        wanted = [lesson for lesson in lessons().values() if options["lesson"] in (None, lesson.slug)]
        if not wanted:
            raise Refused(f"There is no lesson {options['lesson']}; there are {', '.join(lessons())}.")
        for lesson in wanted:
            counts = counts_of(drills_of(lesson).values(), AnswerCount.objects.filter(lesson=lesson.slug))
            if options["csv"]:
                write_csv(lesson.slug, counts)
            else:
                print(f"{lesson.contents.title}: {sum(each.graded for each in counts)} repairs graded")
                for each in counts:
                    print_counts(each)


def print_counts(counts: Counts) -> None:
    share = "" if counts.at_once is None else f", {counts.at_once:.0%} repaired it at once"
    print(f"\n{counts.named.slug}  ({counts.people} had a repair graded{share})")
    for name in counts.names:
        print(f"  {counts.first.get(name, 0):6d} {counts.later.get(name, 0):6d}  {name}")
    for remark in counts.remarks():
        print(f"         -> {remark}")


def write_csv(lesson: str, counts: list[Counts]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(["lesson", "drill", "what", "first", "later"])
    for each in counts:
        for name in dict.fromkeys((*each.first, *each.later)):
            writer.writerow([lesson, each.named.slug, name, each.first.get(name, 0), each.later.get(name, 0)])
