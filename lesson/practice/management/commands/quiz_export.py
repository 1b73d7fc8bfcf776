"""The quiz for other programs: Moodle XML, or GIFT. What gets lost on the way is printed beside it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from lesson.practice.exchange import gift, moodle
from lesson.practice.exchange.neutral import LOSSES, neutral_of
from lesson.practice.shelf import quiz_of
from lesson.reading.shelf import lessons
from playground.management.console import QuietCommand, Refused

WRITERS = {"moodle": moodle.write, "gift": gift.write}


class Command(QuietCommand):
    help = "Write a lesson's quiz as Moodle XML or GIFT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lesson", help="its slug")
        parser.add_argument("--to", choices=WRITERS, default="moodle")
        parser.add_argument("--site", default="", help="where “See it run” leads, such as https://faultline.example")
        parser.add_argument("--output", type=Path, help="a file; without it the terminal")

    def work(self, options: dict[str, Any]) -> None:
        lesson = lessons().get(options["lesson"])
        if lesson is None:
            raise Refused(f"There is no lesson {options['lesson']}; there are {', '.join(lessons())}.")
        questions = [neutral_of(item, options["site"]) for item in quiz_of(lesson).items]
        text = WRITERS[options["to"]](questions, lesson.contents.title)
        if options["output"]:
            options["output"].write_text(text, "utf-8")
        else:
            self.stdout.write(text, ending="")
        self.stderr.write(f"{len(questions)} questions. What does not travel:")
        for loss in (*LOSSES["all"].values(), *LOSSES[options["to"]].values()):
            self.stderr.write(f"- {loss}")
