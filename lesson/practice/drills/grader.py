"""Hands repairs in to be graded in the background, and keeps what comes of them.

A submission is named after its form and what stood in it, and its seeds follow from that name and the site's secret: so
nobody can foresee them, and whoever sends the same form twice, even at the same instant, gets one attempt. The job
comes first and the row after it: what is refused leaves nothing behind. A job that the server has let go of can be run
again, with the same seeds.
"""

import json
import random
from collections.abc import Mapping
from hashlib import sha256

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lesson.practice import counts
from lesson.practice.drills import diary, grading, reasons
from lesson.practice.drills.grading import Report, Trial
from lesson.practice.drills.loader import NamedDrill
from lesson.practice.drills.schema import Drill, Goal
from lesson.practice.models import Attempt
from lesson.reading.models import Reader
from playground.jobs.job import Failure, Progress
from playground.jobs.office import office
from playground.knob import Value

TITLE = "a drill"
SALT = "lesson.practice.drills.seeds"


def hand_in(
    owner: str, reader: Reader, lesson: str, named: NamedDrill, *, form: str, knobs: Mapping[str, Value]
) -> tuple[Attempt, bool]:
    """The attempt that this is, and whether it is a new one. Raises RefusedError where no more work is taken on."""
    submission = submission_of(named.slug, form, knobs)
    known = Attempt.objects.filter(reader=reader, submission=submission).first()
    if known is not None:
        return known, False
    seeds = seeds_of(reader, submission)
    progress = _begin(owner, named.drill, knobs, seeds, submission)
    return Attempt.objects.get_or_create(
        reader=reader, submission=submission,
        defaults={
            "lesson": lesson, "drill": named.slug, "version": grading.version_of(named.drill), "knobs": dict(knobs),
            "goals": msgspec.to_builtins(reasons.goals_for(named.drill, knobs)), "seeds": seeds, "job": progress.id,
        },
    )  # fmt: skip


def submission_of(drill: str, form: str, knobs: Mapping[str, Value]) -> str:
    return sha256(json.dumps([drill, form, dict(knobs)], sort_keys=True).encode()).hexdigest()


def seeds_of(reader: Reader, submission: str) -> dict[str, list[int]]:
    digest = salted_hmac(SALT, f"{reader.pk}:{submission}", algorithm="sha256").digest()
    return grading.drawn_seeds(random.Random(digest).randrange)


def _begin(
    owner: str, drill: Drill, knobs: Mapping[str, Value], seeds: Mapping[str, list[int]], submission: str
) -> Progress:
    plans = grading.plans(drill, knobs, grading.trials(seeds))
    return office().submit(owner, plans, grading.values_of(drill), key=f"drill:{submission}", title=TITLE)


def begin_again(owner: str, attempt: Attempt, drill: Drill) -> None:
    """What was cancelled, failed or let go, with the same seeds. Raises RefusedError."""
    waiting = look(attempt)
    if attempt.state == Attempt.State.GRADED or waiting is not None or not is_current(attempt, drill):
        return
    knobs = grading.checked_repair(drill, attempt.knobs)
    progress = _begin(owner, drill, knobs, attempt.seeds, attempt.submission)
    Attempt.objects.filter(pk=attempt.pk).exclude(state=Attempt.State.GRADED).update(
        job=progress.id, state=Attempt.State.GRADING, words=""
    )
    attempt.refresh_from_db()


def is_current(attempt: Attempt, drill: Drill) -> bool:
    """Whether the drill still is what it was handed in to."""
    return attempt.version == grading.version_of(drill)


def cancel(attempt: Attempt) -> None:
    office().cancel(attempt.job)
    look(attempt)


def look(attempt: Attempt) -> Progress | None:
    """How far the grading is; None where there is none, because it is over or because the server has let go of it.

    What has come of it is kept first, by whoever looks first.
    """
    progress = office().look(attempt.job) if attempt.state == Attempt.State.GRADING else None
    if progress is None or not progress.over:
        return progress
    if progress.state == "done":
        _keep(attempt, progress)
    else:
        state = Attempt.State.CANCELLED if progress.state == "cancelled" else Attempt.State.FAILED
        _settle(attempt, state=state, words=progress.words)
    attempt.refresh_from_db()
    return None


def _keep(attempt: Attempt, progress: Progress) -> None:
    failures = [answer for answer in progress.answers if isinstance(answer, Failure)]
    if failures:
        _settle(attempt, state=Attempt.State.FAILED, words=failures[0].words)
        return
    attempt.answers = [list(answer) for answer in progress.answers]
    attempt.missed = report_of(attempt).missed
    with transaction.atomic():
        kept = _settle(
            attempt,
            state=Attempt.State.GRADED,
            answers=attempt.answers,
            missed=attempt.missed,
            graded_at=timezone.now(),
        )
        if kept:
            _count(attempt)
        if kept and not attempt.missed:
            diary.note_passed(attempt.reader, attempt.lesson, attempt.drill)


def _settle(attempt: Attempt, **fields: object) -> bool:
    """Whether this was the one that settled it."""
    return bool(Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.GRADING).update(**fields))


def _count(attempt: Attempt) -> None:
    graded = Attempt.objects.filter(
        reader=attempt.reader, lesson=attempt.lesson, drill=attempt.drill, state=Attempt.State.GRADED
    )
    names = ["graded", *([f"missed:{goal}" for goal in attempt.missed] or ["passed"])]
    counts.add(attempt.lesson, diary.item_of(attempt.drill), names, first=graded.count() == 1)


def goals_of(attempt: Attempt) -> list[Goal]:
    """As they were when it was handed in, each with the reason that fits this repair."""
    return msgspec.convert(attempt.goals, list[Goal])


def trials_of(attempt: Attempt) -> list[Trial]:
    return grading.trials(attempt.seeds)


def report_of(attempt: Attempt) -> Report:
    return grading.report(goals_of(attempt), trials_of(attempt), attempt.answers)
