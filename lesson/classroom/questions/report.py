"""What a class leaves: each question with both rounds, each learner with every vote. For the host only.

What was asked anonymously is counted and stands in nobody's line, whatever the room is now; while its vote is open it
is not even counted here, for whoever looks twice would see whose vote came in between. While the room is anonymous
learners are numbered in a shuffled order that differs from the order in which they came, and no name appears anywhere.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lesson.classroom.models import Room, Seat
from lesson.classroom.questions import tally
from lesson.classroom.questions.csv_text import Cell
from lesson.classroom.questions.models import Question, Vote
from lesson.classroom.questions.show import PER_CENT, Option, options_of
from lesson.classroom.questions.tally import Round, rounds_of
from lesson.classroom.questions.typed import LETTERS

Votes = dict[int, dict[int, int]]
"""By round, by voter: the place of the option. The voter is a seat, unless the question was anonymous."""


@dataclass(frozen=True)
class Asked:
    """One question of the report."""

    question: Question
    rounds: Sequence[Round]
    options: Sequence[Option]
    votes: Votes

    @property
    def answer(self) -> int | None:
        return self.question.answer

    @property
    def twice(self) -> bool:
        return len(self.rounds) > 1

    @property
    def shares(self) -> list[str]:
        """Of right answers, by round; a dash where nothing was right or nobody voted."""
        return [percent(each.share(self.answer)) for each in self.rounds]

    @property
    def gain(self) -> str:
        """In percentage points; empty where nothing was gained or lost."""
        points = round(PER_CENT * (tally.gain(self.rounds, self.answer) or 0.0))
        return f"{points:+d}" if points else ""

    @property
    def moves(self) -> dict[str, int]:
        """What those did who voted twice; nothing where there is no right answer."""
        if self.answer is None or len(self.rounds) < len(tally.ROUNDS):
            return {}
        return tally.moves(self.votes.get(1, {}), self.votes.get(2, {}), self.answer)


@dataclass(frozen=True)
class Learner:
    """One learner of the report: what they said to each question, first vote and second."""

    name: str
    cells: Sequence[str]
    right: int
    marked: int
    """Questions with a right answer in which they voted."""


@dataclass(frozen=True)
class Report:
    room: Room
    asked: Sequence[Asked]
    learners: Sequence[Learner]

    @property
    def named(self) -> list[Asked]:
        """What learners have lines for."""
        return named_of(self.asked)


def named_of(asked: Sequence[Asked]) -> list[Asked]:
    return [each for each in asked if not each.question.anonymous]


def percent(share: float | None) -> str:
    return "–" if share is None else f"{PER_CENT * share:.0f}%"


def report_of(room: Room) -> Report:
    """Three queries, however many learners there were."""
    questions = list(Question.objects.filter(room=room))
    by_question: dict[int, Votes] = defaultdict(lambda: defaultdict(dict))
    rows = Vote.objects.filter(question__room=room).values_list("question_id", "round", "voter", "option")
    for question, number, voter, option in rows:
        by_question[question][number][voter] = option
    asked = [_asked(question, by_question[question.pk]) for question in questions]
    return Report(room, asked, learners(room, named_of(asked)))


def _asked(question: Question, votes: Votes) -> Asked:
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for number, by_voter in votes.items():
        for option in by_voter.values():
            counted[number, option] += 1
    triples = [(number, option, count) for (number, option), count in counted.items()]
    secret = question.anonymous and question.is_open()
    rounds = rounds_of(triples, len(question.options), question.round - secret)
    return Asked(question, rounds, options_of(question, rounds, knowing=True), votes)


def learners(room: Room, asked: Sequence[Asked]) -> list[Learner]:
    return [_learner(name, seat.pk, asked) for name, seat in named(room)]


def named(room: Room) -> list[tuple[str, Seat]]:
    seats = list(room.seats.all())
    if not room.anonymous:
        return [(seat.called, seat) for seat in seats]
    random.Random(room.host_hash).shuffle(seats)
    return [(f"Learner {number}", seat) for number, seat in enumerate(seats, 1)]


def _learner(name: str, seat: int, asked: Sequence[Asked]) -> Learner:
    last = [_last(each, seat) for each in asked if each.answer is not None]
    marks = [said == right for said, right in last if said is not None]
    return Learner(name, [_cell(each, seat) for each in asked], sum(marks), len(marks))


def _last(asked: Asked, seat: int) -> tuple[int | None, int | None]:
    """Their last word, and what was right."""
    said = [by_seat[seat] for _, by_seat in sorted(asked.votes.items()) if seat in by_seat]
    return (said[-1] if said else None), asked.answer


def _cell(asked: Asked, seat: int) -> str:
    """“B”, or “A → C” for somebody who voted twice; a dot stands for a round without a vote."""
    said = [asked.votes.get(each.number, {}).get(seat) for each in asked.rounds]
    return " → ".join("·" if option is None else LETTERS[option] for option in said)


# -- as tables -------------------------------------------------------------------------------------------------------


def question_rows(report: Report) -> list[list[Cell]]:
    """A row for each option of each question."""
    head: list[Cell] = ["question", "source", "asked", "option", "text", "right", "first vote", "first share %"]
    rows: list[list[Cell]] = [[*head, "second vote", "second share %", "what the run said"]]
    for each in report.asked:
        rows += [_option_row(each, option) for option in each.options]
    return rows


def _option_row(asked: Asked, option: Option) -> list[Cell]:
    question, said = asked.question, asked.question.verdict
    counts: list[Cell] = []
    for bar in option.bars:
        counts += [bar.votes, round(bar.share, 1)]
    counts += [None] * (2 * len(tally.ROUNDS) - len(counts))
    right = "" if option.right is None else ("yes" if option.right else "no")
    words = f"{said.shown} {said.words}" if said else untold(question)
    return [question.number, question.source, question.prompt, option.letter, option.said, right, *counts, words]


def untold(question: Question) -> str:
    """Of a question that no run has marked: whether one could have."""
    if question.decide is None:
        return "no run: the question needs none"
    return "no run: the host told the answer without one" if question.settled else "no run has decided it"


def learner_rows(report: Report) -> list[list[Cell]]:
    questions = [f"question {each.question.number}" for each in report.named]
    rows: list[list[Cell]] = [[each.name, *each.cells, each.right, each.marked] for each in report.learners]
    return [["learner", *questions, "right", "of"], *rows]
