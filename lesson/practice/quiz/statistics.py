"""What the counts of answers say about each question of the quiz."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lesson.practice import statistics
from lesson.practice.models import AnswerCount
from lesson.practice.quiz.diary import ANSWERED, RIGHT
from lesson.practice.quiz.loader import Quiz, parts
from lesson.practice.quiz.marking import NONE, right_options
from lesson.practice.quiz.schema import Item, Multiple, Numeric, Single, TraceItem
from lesson.practice.statistics import ENOUGH

TOO_EASY, TOO_HARD = 0.95, 0.25


@dataclass
class Counts(statistics.Counts):
    """By answer, and how often any was given."""

    item: Item

    @property
    def name(self) -> str:
        return self.item.id

    @property
    def summary(self) -> str:
        share = "" if self.right_share is None else f", {self.right_share:.0%} right"
        return f"{self.answered} first answers{share}; {self.later.get(ANSWERED, 0)} later"

    @property
    def total(self) -> int:
        return self.answered

    @property
    def answered(self) -> int:
        return self.first.get(ANSWERED, 0)

    @property
    def right_share(self) -> float | None:
        return self.first.get(RIGHT, 0) / self.answered if self.answered else None

    @property
    def names(self) -> list[str]:
        """What was chosen at the first meeting, the commonest first; options that nobody chose are named too."""
        offered = [part.id for part in parts(self.item)] if isinstance(self.item, CHOOSING) else []
        given = [name for name in (*self.first, *self.later) if not name.startswith("*")]
        return sorted(dict.fromkeys((*given, *offered)), key=lambda name: -self.first.get(name, 0))

    def remarks(self) -> Iterator[str]:
        if self.answered < ENOUGH or self.right_share is None:
            return
        if self.right_share >= TOO_EASY:
            yield "nearly everybody knows it at once: does it tell anything?"
        if self.right_share <= TOO_HARD:
            yield "few get it right at first: is it clear what is asked?"
        if isinstance(self.item, CHOOSING):
            wrong = [part.id for part in parts(self.item) if part.id not in right_options(self.item)]
            yield from (f"nobody falls for “{name}”" for name in wrong if not self.first.get(name))
        if isinstance(self.item, Numeric) and self.first.get("other", 0) > self.answered / 4:
            yield "many wrong numbers that no trap explains"
        if self.first.get(NONE, 0) > self.answered / 2:
            yield "most say that they do not know"


CHOOSING = (Single, Multiple, TraceItem)


def counts_of(quiz: Quiz, rows: Iterable[AnswerCount]) -> list[Counts]:
    """One for each question of the quiz, in its order."""
    return statistics.filled({item.id: Counts(item) for item in quiz.items}, rows)
