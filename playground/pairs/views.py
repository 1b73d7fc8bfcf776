"""The comparison: two runs as links hold them, over many seeds; a page of its own, and what the playground shows of it.

GET shows what is known and starts nothing; POST starts it, once, however often it is sent. Asked for by htmx, both give
the fragment alone, whose form sends itself: so a panel that loads it has begun the comparison.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from playground import links
from playground.jobs.cost import expected_events, minutes, seconds_of
from playground.jobs.job import Progress
from playground.jobs.limits import RefusedError
from playground.jobs.office import ensure_owner, office, owner_of
from playground.pairs.analysis import failures, findings
from playground.pairs.pair import ARMS, differences
from playground.pairs.request import Asked, PairError, read
from playground.pairs.strip import strip
from playground.sweeps import outcomes
from playground.sweeps.defaults import proposal
from playground.sweeps.progress import announced

REFUSED = 400
FRAGMENT, PAGE = "playground/compare/_result.html", "playground/compare/page.html"


def page(request: HttpRequest) -> HttpResponse:
    try:
        asked = read((request.POST if request.method == "POST" else request.GET).dict())
    except PairError as error:
        return _render(request, {"message": str(error)}, status=REFUSED)
    if request.method == "POST":
        return _start(request, asked)
    return _render(request, _context(request, asked))


def _start(request: HttpRequest, asked: Asked) -> HttpResponse:
    pair = asked.pair
    try:
        title = f"a comparison of {asked.scenario.slug}"
        office().submit(ensure_owner(request), pair.plans(), outcomes.read, key=pair.key, title=title)
    except (RefusedError, ValueError) as refusal:
        return _render(request, {**_context(request, asked), "message": str(refusal)}, status=REFUSED)
    return _shown_again(request, asked)


def cancel(request: HttpRequest) -> HttpResponse:
    try:
        asked = read(request.POST.dict())
    except PairError as error:
        return _render(request, {"message": str(error)}, status=REFUSED)
    progress = _progress(request, asked)
    if progress is not None:
        office().cancel(progress.id)
    return _shown_again(request, asked)


def run(request: HttpRequest) -> HttpResponse:
    """One run of the comparison, in the playground."""
    arm, seed = request.GET.get("arm", ""), request.GET.get("seed", "")
    try:
        asked = read(request.GET.dict())
    except PairError as error:
        raise Http404(str(error)) from None
    if arm not in ARMS or not (seed.isascii() and seed.isdecimal() and 1 <= int(seed[:9]) <= asked.pair.seeds):
        raise Http404("There is no such run in this comparison.")
    recipe = links.write(asked.pair.recipe(arm, int(seed)))
    return redirect(f"{reverse('playground:scenario', args=[asked.scenario.slug])}?recipe={recipe}")


# -- what is shown -----------------------------------------------------------------------------------------------------


def _shown_again(request: HttpRequest, asked: Asked) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _render(request, _context(request, asked))
    return redirect(f"{reverse('playground:compare')}?{asked.query}")


def _render(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    alone = bool(request.headers.get("HX-Request"))
    return render(request, FRAGMENT if alone else PAGE, {**context, "alone": alone}, status=status)


def _progress(request: HttpRequest, asked: Asked) -> Progress | None:
    owner = owner_of(request)
    return None if owner is None else office().find(owner, asked.pair.key)


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    progress = _progress(request, asked)
    context = {
        "asked": asked,
        "scenario": asked.scenario,
        "pair": asked.pair,
        "query": asked.query,
        "differences": differences(asked.pair.a, asked.pair.b),
        "progress": progress,
        "start": f"Compare over {asked.pair.seeds} seeds",
        "runs": 2 * asked.pair.seeds,
        "work": minutes(seconds_of(sum(map(expected_events, asked.pair.plans())), office().limits)),
    }
    if progress is None:
        return context
    found = findings(progress.answers, asked.pair.first_seed, proposal(asked.scenario).measure)
    told = [finding for finding in found if finding.clear or finding.groups]
    return context | {
        "first": found[0] if found else None,
        "told": [(finding, strip(finding)) for finding in told],
        "rest": [finding for finding in found if finding not in told],
        "measures": len(found),
        "pair_rows": found[0].rows() if found else [],
        "pairs": max((len(finding.couples) for finding in found), default=0),
        "failures": failures(progress.answers),
        "announced": announced(progress),
        "left": minutes(progress.seconds_left or 0),
    }
