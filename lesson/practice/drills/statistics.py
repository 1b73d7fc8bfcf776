"""What the counts say about each drill: where people look first, which goals they miss, how many hints they need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lesson.practice import statistics
from lesson.practice.drills.diary import item_of
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.models import AnswerCount
from lesson.practice.statistics import ENOUGH

TOO_EASY, TOO_HARD = 0.9, 0.2


@dataclass
class Counts(statistics.Counts):
    """Causes that were named, hints opened, repairs graded and goals missed."""

    named: NamedDrill

    @property
    def name(self) -> str:
        return self.named.slug

    @property
    def summary(self) -> str:
        share = "" if self.at_once is None else f", {self.at_once:.0%} repaired it at once"
        return f"{self.people} had a repair graded{share}"

    @property
    def total(self) -> int:
        return self.first.get("graded", 0) + self.later.get("graded", 0)

    @property
    def people(self) -> int:
        """Who had a repair graded."""
        return self.first.get("graded", 0)

    @property
    def at_once(self) -> float | None:
        """The share of those whose first repair passed."""
        return self.first.get("passed", 0) / self.people if self.people else None

    @property
    def names(self) -> list[str]:
        """Everything that may be counted, in the drill's order, and what was counted under names that have gone."""
        drill = self.named.drill
        known = [
            *(f"cause:{cause.id}" for cause in drill.causes),
            *(f"hint:{number}" for number in range(1, len(drill.hints) + 1)),
            *("gave-up", "graded", "passed"),
            *(f"missed:{goal.id}" for goal in drill.goals),
        ]
        return list(dict.fromkeys([*known, *self.first, *self.later]))

    def remarks(self) -> Iterator[str]:
        causes = self.named.drill.causes
        named = sum(self.first.get(f"cause:{cause.id}", 0) for cause in causes)
        if named >= ENOUGH:
            unnamed = [cause.id for cause in causes if not self.first.get(f"cause:{cause.id}")]
            yield from (f"nobody suspects “{name}” first" for name in unnamed)
        if self.people < ENOUGH or self.at_once is None:
            return
        if self.at_once >= TOO_EASY:
            yield "nearly everybody repairs it at once: does it teach anything?"
        if self.at_once <= TOO_HARD:
            yield "few repair it at once: is it clear what is wanted?"
        missed = [goal.id for goal in self.named.drill.goals if not self.first.get(f"missed:{goal.id}")]
        yield from (f"nobody’s first repair misses “{name}”" for name in missed)


def counts_of(drills: Iterable[NamedDrill], rows: Iterable[AnswerCount]) -> list[Counts]:
    """One for each drill, in their order."""
    return statistics.filled({item_of(named.slug): Counts(named) for named in drills}, rows)
