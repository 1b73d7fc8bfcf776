"""What the counts say about what people practise. Nobody's answers: only how often each thing was done.

Most telling is the first time: what comes later comes from people who have read the explanation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lesson.practice.models import AnswerCount

ENOUGH = 20
"""People from which on a share means something."""


@dataclass
class Counts:
    """Of one question or drill: by what was done, how often for the first time by whoever did it, how often later."""

    first: dict[str, int] = field(default_factory=dict, kw_only=True)
    later: dict[str, int] = field(default_factory=dict, kw_only=True)

    @property
    def name(self) -> str:
        """Of the question or drill, as authors know it."""
        raise NotImplementedError

    @property
    def summary(self) -> str:
        """How many people, and how they fared."""
        raise NotImplementedError

    @property
    def total(self) -> int:
        """What is added up for a lesson."""
        raise NotImplementedError

    @property
    def names(self) -> list[str]:
        """Everything that is listed, in order."""
        raise NotImplementedError

    def remarks(self) -> Iterator[str]:
        """What an author may want to look at."""
        raise NotImplementedError

    @property
    def counted(self) -> Iterator[tuple[str, int, int]]:
        """Whatever was done, with how often."""
        for name in dict.fromkeys((*self.first, *self.later)):
            yield name, *self.of(name)

    def of(self, name: str) -> tuple[int, int]:
        return self.first.get(name, 0), self.later.get(name, 0)


Of = TypeVar("Of", bound=Counts)


def filled(found: dict[str, Of], rows: Iterable[AnswerCount]) -> list[Of]:
    """With the counts of the rows, by the item that they are of. Counts of items that have gone are left out."""
    for row in rows:
        if row.item in found:
            side = found[row.item].first if row.first else found[row.item].later
            side[row.answer] = row.count
    return list(found.values())
