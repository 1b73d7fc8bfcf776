"""How a reader stands with the quiz: by objective, with what to do next, and which ideas may still mislead them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lesson.practice import links
from lesson.practice.models import ItemState
from lesson.practice.quiz.loader import Quiz
from lesson.practice.quiz.schema import Item
from lesson.reading.models import Reader
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.schema import Misconception, Objective

PASSAGES_MAX = 3


@dataclass(frozen=True)
class Passage:
    title: str
    address: str


@dataclass(frozen=True)
class ObjectiveResult:
    objective: Objective
    total: int
    met: int
    right: int
    wrong: tuple[Item, ...]
    passages: tuple[Passage, ...]
    """Where to read about what was answered wrongly."""
    section_title: str

    @property
    def cells(self) -> list[str]:
        """One for each question, in the order known, to repeat, to come."""
        return ["known"] * self.right + ["repeat"] * len(self.wrong) + ["to-come"] * self.to_come

    @property
    def to_come(self) -> int:
        return self.total - self.met

    @property
    def stage(self) -> str:
        """What to do next: begin, read, go-on or known."""
        if not self.met:
            return "begin"
        if self.wrong:
            return "read"
        return "go-on" if self.to_come else "known"


@dataclass(frozen=True)
class Belief:
    """An idea behind the reader’s last wrong answers."""

    misconception: Misconception
    passage: Passage


@dataclass(frozen=True)
class Results:
    objectives: tuple[ObjectiveResult, ...]
    beliefs: tuple[Belief, ...]
    met: int
    right: int
    total: int
    due: int
    """Questions that are to be asked again by now."""
    next_at: datetime | None
    """When the next one is, where none is due now."""

    @property
    def fresh(self) -> int:
        return self.total - self.met

    @property
    def share(self) -> int:
        return round(100 * self.right / self.total) if self.total else 0


def results_of(lesson: Lesson, quiz: Quiz, reader: Reader | None, now: datetime) -> Results:
    rows = ItemState.objects.filter(reader=reader, lesson=lesson.slug) if reader else ItemState.objects.none()
    states = {row.item: row for row in rows if row.item in quiz.by_id}
    dates = sorted(row.due_at for row in states.values() if row.due_at)
    waiting = [row for row in states.values() if not row.right or (row.due_at and row.due_at <= now)]
    return Results(
        objectives=tuple(_objective(lesson, quiz, objective, states) for objective in lesson.objectives),
        beliefs=_beliefs(lesson, quiz, states),
        met=len(states),
        right=sum(row.right for row in states.values()),
        total=len(quiz.items),
        due=len(waiting),
        next_at=dates[0] if dates else None,
    )


def _objective(lesson: Lesson, quiz: Quiz, objective: Objective, states: Mapping[str, ItemState]) -> ObjectiveResult:
    items = [item for item in quiz.items if item.objective == objective.id]
    met = [item for item in items if item.id in states]
    wrong = tuple(item for item in met if not states[item.id].right)
    return ObjectiveResult(
        objective=objective,
        total=len(items),
        met=len(met),
        right=len(met) - len(wrong),
        wrong=wrong,
        passages=_passages(lesson, [item.read for item in wrong]),
        section_title=links.title(lesson, objective.section),
    )


def _passages(lesson: Lesson, targets: Sequence[str]) -> tuple[Passage, ...]:
    """Each once, the most often wanted first."""
    wanted = sorted(set(targets), key=lambda target: (-targets.count(target), targets.index(target)))
    return tuple(passage(lesson, target) for target in wanted[:PASSAGES_MAX])


def passage(lesson: Lesson, target: str) -> Passage:
    return Passage(links.title(lesson, target), links.address(lesson, target))


def _beliefs(lesson: Lesson, quiz: Quiz, states: Mapping[str, ItemState]) -> tuple[Belief, ...]:
    names = dict.fromkeys(quiz.by_id[name].misconception for name, row in states.items() if not row.right)
    found = [quiz.misconceptions[name] for name in names]
    return tuple(Belief(misconception, passage(lesson, misconception.section)) for misconception in found)
