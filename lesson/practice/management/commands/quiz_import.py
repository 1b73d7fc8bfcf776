"""Questions of other programs as tables for quiz.toml. Nothing is written into the lesson: an author looks first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from lesson.practice.exchange import gift, moodle
from lesson.practice.exchange.moodle import MoodleError
from lesson.practice.exchange.neutral import Neutral, item_of
from lesson.practice.exchange.toml_text import item_text
from playground.management.console import QuietCommand, Refused


class Command(QuietCommand):
    help = "Read Moodle XML (.xml) or GIFT (.txt, .gift) and print its questions as tables for quiz.toml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def work(self, options: dict[str, Any]) -> None:
        questions, refused = read(options["file"])
        for question in questions:
            table, todo = item_of(question)
            self.stdout.write(item_text(table) + "\n")
            for what in todo:
                self.stderr.write(f"{question.id}: {what}")
        for words in refused:
            self.stderr.write(f"left out: {words}")
        self.stderr.write(f"{len(questions)} questions read, {len(refused)} left out.")


def read(path: Path) -> tuple[list[Neutral], list[str]]:
    try:
        text = path.read_text("utf-8")
        return moodle.read(text) if path.suffix == ".xml" else gift.read(text)
    except (OSError, UnicodeDecodeError, MoodleError, ValueError) as error:
        raise Refused(f"{path} cannot be read: {error}") from None
