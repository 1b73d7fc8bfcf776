"""Reads a number off a run: the room's own as it now stands, or the same experiment run apart, out of sight.

Both are run again from their recipe by a worker process, so that neither the live playgrounds nor the room's run
stutter, and so that what is marked is what the model did. The room's own is run in its host's turn; the experiments of
the lesson are the site's, and are run once for everybody.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections

from lesson.classroom import run
from lesson.classroom.questions.deciding import Decide, Outcome, Undecided, counting_from, outcome, since
from lesson.classroom.questions.fit import misfit
from lesson.classroom.questions.models import Question
from lesson.classroom.questions.refusals import TheRunCannotSay
from lesson.reading import outcomes
from lesson.reading.outcomes import UnusableRecipe
from playground import links
from playground.experiments import Plan
from playground.jobs import awaited
from playground.jobs.awaited import NoAnswerError, NotYetError
from playground.jobs.office import office
from playground.runs import Recipe

log = logging.getLogger(__name__)

_foreseeing: set[int] = set()
_waiting: dict[int, tuple[str, str]] = {}
"""By question, whose job is waited for and under which key."""


def ask(question: Question, owner: str = "", *, apart: bool = False) -> Outcome:
    """`owner`: as the jobs know the host. Raises TheRunCannotSay."""
    rule = question.decide
    if rule is None:
        raise TheRunCannotSay("No run can decide this question.")
    try:
        return _apart(question, rule) if apart or not watches(question) else _rooms_own(question, rule, owner)
    except (Undecided, NotYetError) as wait:
        raise TheRunCannotSay(str(wait)) from None


def watches(question: Question) -> bool:
    """Whether the room's run tells the story that the question is about."""
    return bool(question.run) and run.instant(question.room).scenario == links.read(question.run).scenario


def _rooms_own(question: Question, rule: Decide, owner: str) -> Outcome:
    now = run.instant(question.room)
    recipe = links.read(now.recipe)
    begin = counting_from(asked_at(question), recipe, now.t)
    if why := misfit(links.read(question.run), recipe, begin, now.t, rule.reaches_s):
        raise Undecided(why)
    if now.t < max(begin + rule.after_s, rule.needs_s):
        return outcome(rule, {}, now.t, begin, rooms_own=True)  # raises what it needs, and nothing has to be run
    plans = up_to(recipe, (begin, now.t))
    with waiting_for(question, owner, plans):
        before, after = measured(owner, plans)
    return outcome(rule, since(before, after), now.t, begin, rooms_own=True)


def asked_at(question: Question) -> tuple[Recipe, float] | None:
    if question.standing is None:
        return None
    return links.read(question.standing["recipe"]), float(question.standing["t"])


def _apart(question: Question, rule: Decide) -> Outcome:
    recipe = links.read(question.run)
    try:
        with waiting_for(question, outcomes.site_owner(recipe), [outcomes.plan_of(recipe)]):
            result = outcomes.result_of(recipe)
    except UnusableRecipe as problem:
        raise TheRunCannotSay(str(problem)) from problem
    return outcome(rule, result.measures, result.duration_s, rooms_own=False)


def up_to(recipe: Recipe, times: Sequence[float]) -> list[Plan]:
    """The run as it stood at each of those virtual seconds."""
    return [Plan(recipe=recipe.until(t), duration_s=t, settles=False) for t in times]


def measured(owner: str, plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """What each of them came to. Raises TheRunCannotSay, NotYetError."""
    try:
        return [dict(result.measures) for result in awaited.results(owner, plans)]
    except NoAnswerError as problem:
        words = "The room's run has become too long to be read at once. Have it decided by a run out of sight instead."
        raise TheRunCannotSay(words) from problem


# -- meanwhile -------------------------------------------------------------------------------------------------------


@contextmanager
def waiting_for(question: Question, owner: str, plans: Sequence[Plan]) -> Iterator[None]:
    """So that the host can be told how far it is."""
    _waiting[question.pk] = owner, awaited.key_of(plans)
    try:
        yield
    finally:
        _waiting.pop(question.pk, None)


def how_far(question: Question) -> str:
    """Of the run that this process waits for; empty where it waits for none."""
    waited = _waiting.get(question.pk)
    job = office().find(*waited) if waited else None
    if job is None or job.seconds_left is None:
        return ""
    if job.place > 1:
        return f"It waits for its turn: {job.place - 1} {'is' if job.place == 2 else 'are'} before it."  # noqa: PLR2004
    return f"About {max(1, round(job.seconds_left))} s to go."


# -- beforehand ------------------------------------------------------------------------------------------------------


def foresee_soon(question: Question, then: Callable[[], None]) -> None:
    """Find out, while people vote, what the answer will be, to advise the host; the room learns it from the run.

    `then` is called from another thread, once it is known.
    """
    if question.decide is None or question.right is not None or question.pk in _foreseeing:
        return
    _foreseeing.add(question.pk)
    threading.Thread(target=_foresee, args=[question, then], daemon=True).start()


def _foresee(question: Question, then: Callable[[], None]) -> None:
    try:
        if foresee(question):
            then()
    except Exception:  # nobody waits for it: the host is advised without an answer
        log.exception("Room %s: the answer of question %d could not be foreseen", question.room.code, question.number)
    finally:
        _foreseeing.discard(question.pk)
        connections.close_all()


def foresee(question: Question) -> bool:
    """Notes which option the run apart makes right, if it makes one."""
    try:
        option = ask(question, apart=True).option
    except TheRunCannotSay:
        return False
    return option is not None and bool(Question.objects.filter(pk=question.pk, right=None).update(right=option))
