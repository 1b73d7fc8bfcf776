"""What came of an attempt, as a page shows it: each goal with what was measured, what was wanted, and why."""

from dataclasses import dataclass

from lesson.practice.drills import grader, grading
from lesson.practice.drills.found import found
from lesson.practice.drills.grading import Report, Spread, Verdict
from lesson.practice.drills.schema import Drill, Goal
from lesson.practice.drills.strip import Strip, strips
from lesson.practice.models import Attempt
from lesson.practice.quiz.results import Passage, passage
from lesson.reading.text.lesson import Lesson

JUDGED = {"every": "in every run", "mean": "on average"}


@dataclass(frozen=True)
class Day:
    """A goal on one day. `runs` has each seed with its value in words."""

    title: str
    main: str
    beside: str
    met: bool
    strip: Strip
    runs: list[tuple[int, str]]


@dataclass(frozen=True)
class Line:
    """A goal."""

    goal: Goal
    threshold: str
    judged: str
    found: str
    """What the shop gave as it was found; empty where the drill has changed since."""
    met: bool
    why: str
    days: list[Day]
    passage: Passage
    more_than_all: bool
    """Whether a share above 100% is shown, which wants a word."""


@dataclass(frozen=True)
class Result:
    report: Report
    lines: list[Line]
    worst_day: str

    @property
    def met(self) -> int:
        return sum(line.met for line in self.lines)


def result_of(lesson: Lesson, drill: Drill, attempt: Attempt) -> Result:
    report = grader.report_of(attempt)
    before = {goal.id: value for goal, value, _ in found(drill).goals} if grader.is_current(attempt, drill) else {}
    lines = [line_of(lesson, drill, verdict, before.get(verdict.goal.id, "")) for verdict in report.verdicts]
    return Result(report, lines, report.worst.arm.title)


def line_of(lesson: Lesson, drill: Drill, verdict: Verdict, before: str = "") -> Line:
    goal = verdict.goal
    return Line(
        goal=goal,
        threshold=grading.threshold(goal),
        judged=JUDGED[goal.judge],
        found=before,
        met=verdict.met,
        why=verdict.why,
        days=[_day(goal, spread, strip) for spread, strip in zip(verdict.spreads, strips(verdict), strict=True)],
        passage=passage(lesson, goal.read or drill.read),
        more_than_all=goal.show == "percent" and any(_above_all(spread) for spread in verdict.spreads),
    )


def _above_all(spread: Spread) -> bool:
    return any(value > grading.ALL for value in spread.known)


def _day(goal: Goal, spread: Spread, strip: Strip) -> Day:
    main, beside = _in_every_run(goal, spread) if goal.judge == "every" else _on_average(goal, spread)
    return Day(
        title=spread.arm.title,
        main=main,
        beside=beside,
        met=spread.met,
        strip=strip,
        runs=[(seed, grading.written(goal, value)) for seed, value in zip(spread.seeds, spread.values, strict=True)],
    )


def _on_average(goal: Goal, spread: Spread) -> tuple[str, str]:
    words = list(grading.spread_words(goal, spread))
    return words[0], "".join(words[1:])


def _in_every_run(goal: Goal, spread: Spread) -> tuple[str, str]:
    """The worst run, since that decides, and how many are so bad as to miss. A mean would hide the one in ten."""
    missing = sum(not grading.holds(goal, value) for value in spread.values)
    worst = max(spread.known, key=lambda value: grading.excess(goal, value), default=None)
    beside = f"at worst; missed in {missing} of {len(spread.values)} runs" if missing else ""
    return grading.written(goal, worst), beside


# --- attempts in a list ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """An attempt in the history."""

    number: int
    attempt: Attempt
    changes: list[tuple[str, str]]
    goals: list[tuple[str, bool]]
    """Each with whether it was met; empty as long as it is not graded."""


def history(drill: Drill, attempts: list[Attempt]) -> list[Entry]:
    """The latest first."""
    return [
        Entry(number, attempt, grading.in_words(drill, attempt.knobs), _goals(attempt))
        for number, attempt in enumerate(attempts, 1)
    ][::-1]


def _goals(attempt: Attempt) -> list[tuple[str, bool]]:
    if attempt.state != Attempt.State.GRADED:
        return []
    return [(goal.text, goal.id not in attempt.missed) for goal in grader.goals_of(attempt)]
