"""For authors of drills: hand in each repair that a drill names, then all switches off and on, and see the numbers."""

import time
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from lesson.practice.drills import grading
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.drills.schema import Drill
from lesson.practice.shelf import drills_of
from lesson.reading.shelf import lessons
from playground.experiments import run_one
from playground.management.console import QuietCommand, Refused


class Command(QuietCommand):
    help = "Grade the repairs that a drill names, with all switches off and all on, and print each goal's numbers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lesson", help="its slug")
        parser.add_argument("drill", nargs="?", help="the name of its file; without it all of them")
        parser.add_argument("--first-seed", type=int, default=1)
        parser.add_argument("--only", help="one repair: its id, or found, all-off, all-on")

    def work(self, options: dict[str, Any]) -> None:
        lesson = lessons().get(options["lesson"])
        drills = drills_of(lesson) if lesson else {}
        if lesson is None or (options["drill"] and options["drill"] not in drills):
            raise Refused(f"There is no such drill; there are {', '.join(drills) or ', '.join(lessons())}.")
        for named in drills.values():
            if options["drill"] in (None, named.slug):
                self.try_out(named, options)

    def try_out(self, named: NamedDrill, options: dict[str, Any]) -> None:
        self.stdout.write(f"\n=== {named.slug}")
        for name, (knobs, misses) in submissions(named.drill).items():
            if options["only"] in (None, name):
                self.grade(named.drill, name, knobs, misses, options["first_seed"])

    def grade(self, drill: Drill, name: str, knobs: Mapping[str, Any], misses: list[str] | None, first: int) -> None:
        began = time.process_time()
        seeds = {arm: list(range(first, first + count)) for arm, count in grading.SEEDS.items()}
        runs = grading.trials(seeds)
        values = grading.values_of(drill)
        answers = [values(run_one(plan)) for plan in grading.plans(drill, grading.checked_repair(drill, knobs), runs)]
        report = grading.report(drill.goals, runs, answers)
        seconds = (time.process_time() - began) / len(runs)
        expected = "" if misses is None else "as said" if sorted(report.missed) == sorted(misses) else "NOT AS SAID"
        self.stdout.write(f"\n{name}: {'passes' if report.passed else 'fails'}  {expected}  ({seconds:.2f} s a run)")
        for verdict in report.verdicts:
            spreads = "  |  ".join(" ".join(grading.spread_words(verdict.goal, spread)) for spread in verdict.spreads)
            sign = "ok    " if verdict.met else "MISSED"
            self.stdout.write(f"  {sign} {verdict.goal.id:24} {spreads}  ({grading.threshold(verdict.goal)})")


def submissions(drill: Drill) -> dict[str, tuple[Mapping[str, Any], list[str] | None]]:
    """Everything that is tried: by name, the settings and the goals that they are said to miss."""
    return {
        "found": ({}, None),
        **{repair.id: (repair.knobs, repair.misses) for repair in drill.repairs},
        "all-off": (grading.switched(drill, on=False), None),
        "all-on": (grading.switched(drill, on=True), None),
    }
