"""The sweep page: choose, run in the background, watch it come in, look at every run.

The address holds the whole sweep, and the sweep names its job. So a reload, a poll, a click on a dot and a download
after the server was restarted all find the same thing, or say that it has to be run again.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from playground import links
from playground.jobs.cost import minutes
from playground.jobs.job import Progress
from playground.jobs.limits import RefusedError
from playground.jobs.office import ensure_owner, office, owner_of
from playground.sweeps import form, outcomes, records
from playground.sweeps.command import command
from playground.sweeps.outcomes import OUTCOMES
from playground.sweeps.progress import announced
from playground.sweeps.report import report
from playground.sweeps.request import Asked, read
from playground.sweeps.sweep import Sweep
from playground.views import find

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
REFUSED = 400


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows a sweep and what has been run of it; POST runs it."""
    if request.method == "POST":
        return _start(request, read(find(slug), dict(request.POST.lists())))
    asked = read(find(slug), dict(request.GET.lists()))
    return render(request, "playground/sweep/page.html", _context(request, asked), status=_status(asked))


def _start(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The job, then the page that shows it: so a reload submits nothing, and a second submit nothing new."""
    sweep = asked.sweep
    if sweep is not None:
        try:
            title = f"a sweep of {asked.scenario.slug}"
            office().submit(ensure_owner(request), sweep.plans(), outcomes.read, key=sweep.key, title=title)
            return redirect(f"{reverse('playground:sweep', args=[asked.scenario.slug])}?{asked.query}#result")
        except RefusedError as refusal:
            asked.errors["form"] = str(refusal)
    return render(request, "playground/sweep/page.html", _context(request, asked), status=REFUSED)


def result(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known so far: the part of the page that is asked for again and again while runs are on."""
    asked = read(find(slug), dict(request.GET.lists()))
    return render(request, "playground/sweep/_result.html", _context(request, asked), status=_status(asked))


def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    asked = read(find(slug), dict(request.POST.lists()))
    progress = _progress(request, asked.sweep)
    if progress is not None:
        office().cancel(progress.id)
    if request.headers.get("HX-Request"):
        return render(request, "playground/sweep/_result.html", _context(request, asked), status=_status(asked))
    return redirect(f"{reverse('playground:sweep', args=[slug])}?{asked.query}#result")


def values_field(request: HttpRequest, slug: str) -> HttpResponse:
    """The field for the values of a knob that was just chosen, with those worth trying."""
    parameters = dict(request.GET.lists())
    axis = "y" if parameters.get("axis") == ["y"] else "x"
    asked = read(find(slug), {**parameters, f"{axis}s": [""]})
    return render(request, f"playground/sweep/_{axis}_values.html", form.context(asked, office().limits))


def run(request: HttpRequest, slug: str) -> HttpResponse:
    """One run of the sweep, in the playground: `n` is its place."""
    sweep = _sweep(read(find(slug), dict(request.GET.lists())))
    place = request.GET.get("n", "")
    if not (place.isascii() and place.isdecimal() and int(place[:9]) < sweep.total):
        raise Http404("There is no such run in this sweep.")
    recipe = sweep.plan(int(place)).recipe
    return redirect(f"{reverse('playground:scenario', args=[slug])}?recipe={links.write(recipe)}")


def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The runs that are over, as CSV or JSON."""
    asked = read(find(slug), dict(request.GET.lists()))
    sweep = _sweep(asked)
    progress = _progress(request, sweep)
    if progress is None:
        return redirect(f"{reverse('playground:sweep', args=[slug])}?{asked.query}#result")
    write = records.csv if kind == "csv" else records.json
    name = f"sweep-{slug}-{sweep.axes[0].knob.replace('.', '-')}.{kind}"
    return HttpResponse(
        write(sweep, progress.answers),
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# -- what is shown -----------------------------------------------------------------------------------------------------


def _sweep(asked: Asked) -> Sweep:
    if asked.sweep is None:
        raise Http404("This address does not describe a sweep.")
    return asked.sweep


def _progress(request: HttpRequest, sweep: Sweep | None) -> Progress | None:
    """Of the one who asks: what others run is theirs."""
    owner = owner_of(request)
    return None if owner is None or sweep is None else office().find(owner, sweep.key)


def _status(asked: Asked) -> int:
    return REFUSED if asked.errors else 200


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    progress = _progress(request, asked.sweep)
    context = {**form.context(asked, office().limits), "progress": progress, "query": asked.query}
    if asked.sweep is None or progress is None:
        return context
    return context | {
        "report": report(asked.sweep, progress.answers, asked.measure),
        "command": command(asked.sweep, OUTCOMES[asked.measure]),
        "announced": announced(progress),
        "left": minutes(progress.seconds_left or 0),
    }
