"""What the counts say about each drill: where people look first, which goals they miss, how many hints they need.

Nobody's answers: only how often each thing was done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lesson.practice.drills.diary import item_of
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.models import AnswerCount

ENOUGH = 20
"""From so many on a share means something."""
TOO_EASY, TOO_HARD = 0.9, 0.2


@dataclass
class Counts:
    """Of one drill: by name, how often for the first time for whoever did it, and how often later."""

    named: NamedDrill
    first: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)

    @property
    def graded(self) -> int:
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
        """What an author may want to look at."""
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
    found = {item_of(named.slug): Counts(named) for named in drills}
    for row in rows:
        if row.item in found:
            side = found[row.item].first if row.first else found[row.item].later
            side[row.answer] = row.count
    return list(found.values())
