"""Everything that the page of a drill shows, for the reader who sits at it. Until it is over nothing in here says which
cause is the right one, what was done to the shop, or how the repair is graded beyond its goals."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from lesson.practice.drills import diary, grader, grading, panel, result, stage
from lesson.practice.drills.fault_words import fault_words
from lesson.practice.drills.found import found
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.drills.panel import Typed
from lesson.practice.drills.schema import FOUND, HINTS, Arm, Cause, Drill, Repair
from lesson.practice.models import Attempt, DrillState
from lesson.reading.models import Reader
from lesson.reading.text.lesson import Lesson
from playground.knobs import SERVICES, Settings

FORM_BYTES = 12


@dataclass(frozen=True)
class Suspect:
    """A cause to choose. `because` is empty until it may be read."""

    cause: Cause
    mark: str
    because: str


@dataclass(frozen=True)
class Told:
    """A repair that the drill names, told when it is over."""

    repair: Repair
    changes: list[tuple[str, str]]
    misses: list[str]


@dataclass(frozen=True)
class Desk:
    """`typed` stands in the form. With `insist` it is carried over to the live run too, whatever that stands at."""

    lesson: Lesson
    named: NamedDrill
    reader: Reader | None
    typed: Typed | None = None
    insist: bool = False
    complaints: dict[str, str] = field(default_factory=dict)
    """By the part of the page that is concerned: cause, form."""

    @property
    def drill(self) -> Drill:
        return self.named.drill

    def complaining(self, part: str, words: str) -> "Desk":
        return replace(self, complaints={**self.complaints, part: words})

    def context(self) -> dict[str, Any]:
        state = diary.state_of(self.reader, self.lesson.slug, self.named.slug)
        attempts = attempts_of(self.reader, self.lesson, self.named)
        typed = self.typed or panel.filled(self.drill, attempts[-1].knobs if attempts else {})
        return {
            **dashboard(self.lesson, self.named, typed),
            "found": found(self.drill),
            "goals": [(goal, grading.threshold(goal), value, met) for goal, value, met in found(self.drill).goals],
            "state": state,
            "stage": stage_of(state, attempts),
            "suspects": suspects(self.drill, state),
            "hints": self.drill.hints[: state.hints],
            "next_hint": state.hints + 1 if state.hints < HINTS else None,
            "history": result.history(self.drill, attempts),
            "solution": solution(self.drill) if state.over else None,
            "form": secrets.token_urlsafe(FORM_BYTES),
            "version": grading.version_of(self.drill),
            "insist": self.insist,
            "complaints": self.complaints,
        }


def attempts_of(reader: Reader | None, lesson: Lesson, named: NamedDrill) -> list[Attempt]:
    """The earliest first, each with what has come of it by now."""
    if reader is None:
        return []
    attempts = list(Attempt.objects.filter(reader=reader, lesson=lesson.slug, drill=named.slug))
    for attempt in attempts:
        grader.look(attempt)
    return attempts


def stage_of(state: DrillState, attempts: list[Attempt]) -> str:
    """What is to be done next: cause, repair, or nothing more (over)."""
    if state.over:
        return "over"
    return "repair" if state.named_at or attempts else "cause"


def suspects(drill: Drill, state: DrillState) -> list[Suspect]:
    """Those that were named carry their reason; once the right one is known, or may be, all of them do."""
    open_book = state.named_at is not None or state.over
    return [_suspect(cause, named=cause.id in state.causes, open_book=open_book) for cause in drill.causes]


def _suspect(cause: Cause, *, named: bool, open_book: bool) -> Suspect:
    told = named or open_book
    mark = "" if not told else "right" if cause.right else "wrong" if named else "other"
    return Suspect(cause, mark, cause.because if told else "")


def dashboard(lesson: Lesson, named: NamedDrill, typed: Typed, arm: Arm = FOUND) -> dict[str, Any]:
    """The live shop and its controls."""
    name = stage.name_of(lesson.slug, named.slug, arm)
    scenario = grading.scenario_of(named.drill, name, arm)
    settings = Settings({**scenario.knobs, **typed.knobs})
    return {
        "lesson": lesson,
        "named": named,
        "drill": named.drill,
        "scenario": scenario,
        "panel": panel.panel_of(named.drill, settings, typed.text, typed.errors),
        "errors": typed.errors,
        "form_error": typed.errors.get(panel.FORM, ""),
        "services": SERVICES,
        "recipe": "",
        "t": 0.0,
        "veiled": True,
    }


# --- when it is over --------------------------------------------------------------------------------------------------


def solution(drill: Drill) -> dict[str, Any]:
    """What was wrong, what does, what does not, and on what other day it was graded."""
    told = [_told(drill, repair) for repair in drill.repairs]
    return {
        "faults": list(fault_words(drill)),
        "does": [each for each in told if not each.misses],
        "does_not": [each for each in told if each.misses],
    }


def _told(drill: Drill, repair: Repair) -> Told:
    goals = {goal.id: goal.text for goal in drill.goals}
    changes = grading.in_words(drill, grading.checked_repair(drill, repair.knobs))
    return Told(repair, changes, [goals[name] for name in repair.misses])
