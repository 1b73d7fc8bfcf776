"""Measures what the text of a lesson claims: runs its claims, traces the code shown, writes figures.toml."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lesson.reading import recorder
from lesson.reading.shelf import content_folder, read_shelf


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # it is what mends a figure that a check finds missing
    help = "Run every claim of the lessons' text and record the numbers in figures.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("claims", nargs="*", help="only these, as scenario/id; the rest stays as recorded")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
        parser.add_argument("--check", action="store_true", help="change nothing; fail where a number differs")

    def handle(self, *args: Any, **options: Any) -> None:
        lessons, _ = read_shelf(content_folder())
        unknown = set(options["claims"]) - {name for lesson in lessons.values() for name in lesson.claims}
        if unknown:
            raise CommandError(f"no lesson quotes {', '.join(sorted(unknown))}")
        differences = [
            difference
            for lesson in lessons.values()
            for difference in recorder.record(lesson, options["claims"], options["jobs"], write=not options["check"])
        ]
        for difference in differences:
            self.stdout.write(difference)
        if options["check"] and differences:
            raise CommandError(f"{len(differences)} numbers differ from what is recorded")
        self.stdout.write(f"{len(differences)} numbers changed" if differences else "all numbers as recorded")
