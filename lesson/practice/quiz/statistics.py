"""What the counts of answers say about each question. Nobody’s answers: only how often each was given.

Most telling is the first meeting: later answers come from people who have read the explanation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lesson.practice.models import AnswerCount
from lesson.practice.quiz.diary import ANSWERED, RIGHT
from lesson.practice.quiz.loader import Quiz, parts
from lesson.practice.quiz.marking import NONE, right_options
from lesson.practice.quiz.schema import Item, Multiple, Numeric, Single, TraceItem

ENOUGH = 20
"""First answers from which on a share means something."""
TOO_EASY, TOO_HARD = 0.95, 0.25


@dataclass
class Counts:
    """Of one question: by answer, how often at the first meeting and how often later."""

    item: Item
    first: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return self.first.get(ANSWERED, 0)

    @property
    def right_share(self) -> float | None:
        return self.first.get(RIGHT, 0) / self.answered if self.answered else None

    @property
    def answers(self) -> list[str]:
        """What was chosen at the first meeting, the commonest first; options that nobody chose are named too."""
        offered = [part.id for part in parts(self.item)] if isinstance(self.item, CHOOSING) else []
        given = [name for name in (*self.first, *self.later) if not name.startswith("*")]
        return sorted(dict.fromkeys((*given, *offered)), key=lambda name: -self.first.get(name, 0))

    def remarks(self) -> Iterator[str]:
        """What an author may want to look at."""
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
    """One for each question of the quiz, in its order. Counts of questions that have gone are left out."""
    found = {item.id: Counts(item) for item in quiz.items}
    for row in rows:
        if row.item in found:
            side = found[row.item].first if row.first else found[row.item].later
            side[row.answer] = row.count
    return list(found.values())
