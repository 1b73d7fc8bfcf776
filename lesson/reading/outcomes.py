"""Marks a prediction against a run that really happened: the reader's own, or the one that the text sets up.

The browser only says which run it was. The server runs it again from its recipe, so what is marked is what the model
did and nothing that a page could claim.
"""

from contextlib import suppress
from statistics import fmean

import msgspec
from django.core.cache import cache

from lesson.reading import runs
from lesson.reading.models import Prediction
from lesson.reading.text import numbers
from lesson.reading.text.blocks import Playground
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.schema import Option
from playground import links, trial
from playground.experiments import Plan, Result
from playground.formulas import Formula
from playground.jobs import awaited
from playground.jobs.awaited import NoAnswerError, NotYetError
from playground.jobs.owners import named
from playground.links import LinkError
from playground.runs import Recipe

KEPT_S = 24 * 60 * 60
SITE = "site"
"""The source of runs that the text asks for, which are the same for everybody."""


class UnusableRecipe(ValueError):
    """The page sent a run that cannot be marked; `str()` says why."""


def measure(prediction: Prediction, block: Playground, lesson: Lesson, owner: str = "", recipe_text: str = "") -> None:
    """Run it and keep value, recipe and picture with the prediction. Marked once: a later call changes nothing.

    `owner`, as the jobs know the reader, has to wait for a run of their own; the text's is the site's. Raises
    UnusableRecipe and NotYetError.
    """
    if prediction.marked:
        return
    recipe = the_readers_run(recipe_text, block) if recipe_text else the_texts_run(block)
    result = result_of(recipe, owner if recipe_text and recipe != the_texts_run(block) else "")
    prediction.value = value_in(result.measures, block, lesson)
    prediction.recipe = links.write(recipe)
    prediction.fingerprint = result.fingerprint
    prediction.series = runs.short_series(result.measures, recipe.faults)
    prediction.save(update_fields=["value", "recipe", "fingerprint", "series"])


def prepare(block: Playground) -> None:
    """Begin to run what the text sets up while the reader watches it: most leave it alone, and are marked at once."""
    recipe = the_texts_run(block)
    if kept_result(recipe) is None:
        with suppress(NotYetError, NoAnswerError):  # whoever is to be marked against it is told
            awaited.begin(site_owner(recipe), [plan_of(recipe)])


def run_the_texts(block: Playground) -> None:
    """Have it run before anything is kept of a reader who is to see it at once. Raises NotYetError."""
    result_of(the_texts_run(block))


def the_texts_run(block: Playground) -> Recipe:
    return runs.playground_plan(block).recipe


def value_in(measures: runs.Measures, block: Playground, lesson: Lesson) -> float:
    """The question's number. A share of nothing counts as none: nobody was told “failed”, so nobody wrongly."""
    value = Formula(block.spec.measure.value)(measures) or 0.0
    per = lesson.figures.get(block.spec.measure.per)
    return value / fmean(per) if per and any(per) else value


def result_of(recipe: Recipe, owner: str = "") -> Result:
    """In a worker process, in the owner's turn; without an owner it is the site's. Raises UnusableRecipe, NotYetError.

    A class that predicts together asks for one run: it is one job of the site's, whoever asks, and is kept for a day.
    """
    kept = kept_result(recipe)
    if kept is None:
        try:
            (kept,) = awaited.results(owner or site_owner(recipe), [plan_of(recipe)])
        except NoAnswerError as problem:
            raise UnusableRecipe("That run was too large to be run again here.") from problem
        cache.set(entry_of(recipe), kept, KEPT_S)
    return kept


def kept_result(recipe: Recipe) -> Result | None:
    kept: Result | None = cache.get(entry_of(recipe))
    return kept


def entry_of(recipe: Recipe) -> str:
    return f"reading-run:{runs.key_of(recipe)}"


def site_owner(recipe: Recipe) -> str:
    """One for each run, so that none of them waits for the owner's others."""
    return named(SITE, runs.key_of(recipe))


def plan_of(recipe: Recipe) -> Plan:
    return Plan(recipe=recipe, duration_s=float(recipe.ends_at or 0))


def the_readers_run(text: str, block: Playground) -> Recipe:
    """The run that stood in the reader's frame, cut to the length that the question is about."""
    try:
        recipe = links.read(text)
    except LinkError as problem:
        raise UnusableRecipe("That run could not be read.") from problem
    if recipe.scenario != block.spec.scenario:
        raise UnusableRecipe("That run belonged to another scenario.")
    recipe = msgspec.structs.replace(recipe.until(block.spec.duration_s), ends_at=block.spec.duration_s)
    if customers(recipe) > trial.CUSTOMERS_MAX:
        raise UnusableRecipe("That run was too large to be run again here.")
    return recipe


def customers(recipe: Recipe) -> float:
    """About how many may come: the highest rates ever set, for the whole run, times the strongest spike."""
    settings = [recipe.knobs, *(change.knobs for change in recipe.changes)]
    struck = [*recipe.faults, *(fault for change in recipe.changes for fault in change.strike)]
    rates = [sum(float(knobs.get(name, 0)) for name in ("traffic.rate", "traffic.browse_rate")) for knobs in settings]
    spike = max([1.0, *(float(fault.fields.get("factor", 1)) for fault in struck if fault.kind == "spike")])
    return max(rates) * spike * float(recipe.ends_at or 0)


def right_option(block: Playground, value: float) -> Option | None:
    return next((option for option in block.spec.predict.options if option.holds(value)), None)


def written(block: Playground, value: float) -> str:
    measure = block.spec.measure
    return numbers.written(value, measure.show, measure.digits)
