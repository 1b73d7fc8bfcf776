"""The shop as it is found, measured: one headless run, for whoever sees no moving picture and to set goals against.

Made once for each drill, by whoever asks first, and remembered; the seed is everybody's, and not among those that are
graded.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from lesson.practice.drills import grading
from lesson.practice.drills.schema import FOUND, Drill, Goal
from lesson.reading import runs as reading_runs
from playground import experiment_form
from playground.experiments import run_one

SEED = 1
KEPT_S = 7 * 24 * 60 * 60
STRETCHES = 8
"""So many rows has the table over time."""
COLUMNS = {
    "offered": "came to pay",
    "goodput": "confirmed",
    "failed": "told “failed”",
    "gave_up": "left without an answer",
    "browse_ok": "visits answered",
    "browse_failed": "visits not answered",
}
_measuring = threading.Lock()


@dataclass(frozen=True)
class Found:
    """Ready for a table. `goals` has each goal with its value in words and whether it is met."""

    duration_s: float
    rows: list[tuple[str, str]]
    truths: list[dict[str, Any]]
    goals: list[tuple[Goal, str, bool]]
    above_all: bool
    """Whether a share among them is more than 100%, which wants a word."""
    columns: list[str]
    stretches: list[tuple[str, list[str]]]


def found(drill: Drill) -> Found:
    plan = grading.plan_of(drill, FOUND, SEED, {})
    key = f"drill-found:{grading.version_of(drill)}:{reading_runs.key_of(plan.recipe)}"
    known: Found | None = cache.get(key)
    with _measuring:  # a class that opens a drill at once waits for one run, and not for thirty
        known = known or cache.get(key)
        if known is None:
            known = _found(drill)
            cache.set(key, known, KEPT_S)
    return known


def _found(drill: Drill) -> Found:
    plan = grading.plan_of(drill, FOUND, SEED, {})
    result = run_one(plan)
    values = grading.values_of(drill)(result)
    columns, stretches = over_time(result.measures["series"], int(plan.duration_s))
    context = experiment_form.result_context(result)
    return Found(
        duration_s=plan.duration_s,
        rows=context["rows"],
        truths=context["truths"],
        goals=[
            (goal, grading.written(goal, value), grading.holds(goal, value))
            for goal, value in zip(drill.goals, values, strict=True)
        ],
        above_all=any(
            goal.show == "percent" and (value or 0) > grading.ALL
            for goal, value in zip(drill.goals, values, strict=True)
        ),
        columns=columns,
        stretches=stretches,
    )


def over_time(series: Mapping[str, Any], duration_s: int) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Heads and rows: what happened in each stretch of seconds. A column in which nothing ever happens is left out."""
    lists = {words: series[name] for name, words in COLUMNS.items()}
    lists |= {f"requests to {name}": counts for name, counts in series["attempts_on"].items()}
    lists = {words: counts for words, counts in lists.items() if sum(counts[:duration_s])}
    step = max(1, -(-duration_s // STRETCHES))
    spans = [(start, min(start + step, duration_s)) for start in range(0, duration_s, step)]
    return list(lists), [
        (f"{start} to {end} s", [f"{sum(counts[start:end]):,}" for counts in lists.values()]) for start, end in spans
    ]
