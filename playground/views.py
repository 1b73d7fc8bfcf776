"""The playground's pages: the gallery, a scenario, the same without the site around it, the experiment as a form."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from playground import addresses, cards, experiment_form, links
from playground.addresses import AddressError, Asked
from playground.jobs.awaited import NoAnswerError, NotYetError, key_of, results_later
from playground.jobs.office import owner_or_visitor
from playground.knobs import SERVICES
from playground.live.host import new_seed
from playground.scenarios.catalogue import Scenario, ScenarioError, all_scenarios, following, load

BAD_REQUEST, BUSY = 400, 503


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
        return render(request, "playground/refused.html", context, status=BAD_REQUEST)
    return render(request, template, _context(scenario, asked))


def _context(scenario: Scenario, asked: Asked) -> dict[str, Any]:
    settings = asked.settings(scenario)
    return {
        **cards.page_of(scenario, settings, asked.controls),
        "services": SERVICES,
        "pays": "payment" in settings["checkout.calls"],
        "recipe": "" if asked.recipe is None else links.write(asked.recipe),
        "t": asked.t,
        "following": following(scenario),
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
    form = experiment_form.read(scenario, typed, new_seed())
    context = experiment_form.context(scenario, form)
    status = BAD_REQUEST if form.errors else 200
    if form.plan is not None:
        try:
            owner = await sync_to_async(owner_or_visitor)(request, key_of([form.plan]))
            (result,) = await results_later(owner, [form.plan])
            context |= experiment_form.result_context(result)
        except NoAnswerError as error:
            context["message"], status = str(error), BAD_REQUEST
        except NotYetError as error:
            context["message"], status = str(error), BUSY
    return await sync_to_async(render)(request, "playground/experiment.html", context, status=status)
