"""The playground's pages: the gallery, a scenario, the same without the site around it, the experiment as a form."""

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from playground import addresses, cards, links, trial
from playground.addresses import AddressError, Asked
from playground.checkout.ledger import BELIEFS
from playground.conflicts import ConflictError
from playground.experiments import Plan, Result, plan
from playground.headless.columns import plain
from playground.knob import KnobError
from playground.knobs import KNOBS, SERVICES, Settings
from playground.live.host import new_seed
from playground.scenarios.catalogue import Scenario, ScenarioError, all_scenarios, load
from playground.trial import TooLargeError

AT_ONCE = 1
WAITING_MAX = 4
BUSY = 503

TRUTHS_IN_WORDS = {
    "charged_and_ordered": "charged once, ordered",
    "charged_twice_or_more": "charged twice or more",
    "charged_no_order": "charged, no order",
    "ordered_not_charged": "ordered, not charged",
    "reserved_only": "stock reserved only",
    "nothing": "nothing happened",
}

_turns = asyncio.Semaphore(AT_ONCE)
_waiting = 0


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "playground/gallery.html", {"scenarios": all_scenarios()})


def scenario_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, "playground/scenario.html")


def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """For the lesson: the same playground without the site around it."""
    return _page(request, slug, "playground/embed.html")


def _page(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    scenario = find(slug)
    try:
        asked = addresses.read(scenario, dict(request.GET.lists()), new_seed())
    except AddressError as error:
        context = {"scenario": scenario, "message": str(error)}
        return render(request, "playground/refused.html", context, status=400)
    return render(request, template, _context(scenario, asked))


def _context(scenario: Scenario, asked: Asked) -> dict[str, Any]:
    return {
        **cards.page_of(scenario, asked.settings(scenario), asked.controls),
        "services": SERVICES,
        "recipe": "" if asked.recipe is None else links.write(asked.recipe),
        "t": asked.t,
    }


def find(slug: str) -> Scenario:
    try:
        return load(slug)
    except ScenarioError as error:
        raise Http404(str(error)) from None


# -- the experiment as a form -------------------------------------------------------------------------------------


async def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    """Settings in, measures out: for those without JavaScript, and for whoever wants a table."""
    scenario = find(slug)
    typed = {name: values[-1] for name, values in request.GET.lists()}
    errors, asked = read_form(scenario, typed)
    context = _form_context(scenario, typed, errors)
    status = 400 if errors else 200
    if asked is not None and not errors:
        try:
            context |= result_context(await _in_turn(asked))
        except (TooLargeError, BusyError) as error:
            context["message"], status = str(error), BUSY if isinstance(error, BusyError) else 400
    return await sync_to_async(render)(request, "playground/experiment.html", context, status=status)


class BusyError(Exception):
    """Too many people wait for an experiment already."""


async def _in_turn(asked: Plan) -> Result:
    global _waiting  # noqa: PLW0603  (one process, one line of people)
    if _waiting >= WAITING_MAX:
        raise BusyError("Others are waiting for their experiments already. Nothing is lost: try again in a moment.")
    _waiting += 1
    try:
        async with _turns:
            return await asyncio.to_thread(trial.run, asked)
    finally:
        _waiting -= 1


def read_form(scenario: Scenario, typed: dict[str, str]) -> tuple[dict[str, str], Plan | None]:
    """What is wrong, by field; and the experiment, if nothing is and something was asked for."""
    errors: dict[str, str] = {}
    knobs: dict[str, Any] = {}
    for name, text in typed.items():
        try:
            if "." in name:
                knobs |= addresses.settings_of({name: [text]})
        except KnobError as error:
            errors[name] = f"{error}."
    if errors or not typed:
        return errors, None
    try:
        return errors, _planned(scenario, typed, knobs)
    except (AddressError, ConflictError, TooLargeError) as error:
        return {"form": str(error)}, None


def _planned(scenario: Scenario, typed: dict[str, str], knobs: dict[str, Any]) -> Plan:
    seed = addresses.seed_of(typed["seed"]) if typed.get("seed") else new_seed()
    planned = plan(scenario, seed, min(scenario.duration_s, trial.DURATION_S_MAX), knobs=knobs)
    trial.check(planned)
    return planned


def _form_context(scenario: Scenario, typed: dict[str, str], errors: dict[str, str]) -> dict[str, Any]:
    settings = Settings(scenario.knobs)
    for name, text in typed.items():
        if name in KNOBS and name not in errors:
            settings[name] = KNOBS[name].parse(text)
    return {
        **cards.page_of(scenario, settings, scenario.controls),
        "cards": cards.cards(settings, scenario.controls, typed, errors),
        "services": SERVICES,
        "typed": typed,
        "message": _message(errors),
        "errors": errors,
        "duration_s": min(scenario.duration_s, trial.DURATION_S_MAX),
    }


def _message(errors: dict[str, str]) -> str:
    """What cannot be said beside a field."""
    elsewhere = [text for name, text in errors.items() if name not in KNOBS]
    if elsewhere:
        return elsewhere[0]
    return "Nothing was run: a setting is not legal. What is wrong stands beside it." if errors else ""


def result_context(result: Result) -> dict[str, Any]:
    measures = result.measures
    return {
        "result": result,
        "rows": [(words, plain(value), unit) for words, value, unit in _rows(measures)],
        "truths": [
            {"words": words, "counts": [measures["belief_truth"][told][truth] for told in BELIEFS]}
            for truth, words in TRUTHS_IN_WORDS.items()
        ],
    }


def _rows(measures: dict[str, Any]) -> list[tuple[str, float | None, str]]:
    payment = measures["services"]["payment"]
    return [
        ("Customers who came to pay", measures["offered"], ""),
        ("Told “confirmed”", measures["told_confirmed"], ""),
        ("Told “failed”", measures["told_failed"], ""),
        ("Left without an answer", measures["told_nothing"], ""),
        ("Charged once", measures["charged_once"], ""),
        ("Charged twice or more", measures["charged_twice_or_more"], ""),
        ("Charged, and not told “confirmed”", measures["ghost_charges"], ""),
        ("Paid, and no order recorded", measures["paid_without_order"], ""),
        ("Goodput", measures["goodput_per_s"], "a second"),
        ("Half of the checkouts took at most", measures["latency_s"]["p50"], "s"),
        ("Ninety-nine in a hundred took at most", measures["latency_s"]["p99"], "s"),
        ("Requests to payment for each first one", payment["amplification"], ""),
        ("Visits answered", measures["browse_success_share"], "of 1"),
        ("Turned away at the door", measures["shed"], ""),
    ]
