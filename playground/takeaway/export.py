"""Export: a form for those without JavaScript, and the downloads themselves."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from playground import links
from playground.addresses import AddressError, Parameters
from playground.exporting import exports, otlp
from playground.exporting.exports import EXPORTS, Done, Job, filename
from playground.knob import shortened
from playground.sources import source_of
from playground.takeaway.run_asked import RunAsked, given, run_asked
from playground.takeaway.slots import BusyError, FailedError, Slots, pieces
from playground.views import find

REFUSED, FAILED, BUSY = 400, 500, 503
ORDER_MAX = 10_000_000
_slots: Slots | None = None


def slots() -> Slots:
    """Made on first use, on the event loop that it belongs to."""
    global _slots  # noqa: PLW0603  (one process, one line of people)
    if _slots is None:
        _slots = Slots()
    return _slots


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what to export of a run."""
    scenario = find(slug)
    try:
        asked = run_asked(dict(request.GET.lists()), slug)
    except AddressError as error:
        context = {"scenario": scenario, "message": str(error)}
        return render(request, "playground/refused.html", context, status=REFUSED)
    return render(request, "playground/take/export.html", _context(asked, dict(request.GET.lists())))


def _context(asked: RunAsked | None, parameters: Parameters, message: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"exports": EXPORTS.items(), "message": message, "longest_s": exports.VIRTUAL_S_MAX}
    if asked is not None:
        found |= {
            "scenario": asked.scenario,
            "recipe": links.write(asked.recipe),
            "seed": asked.recipe.seed,
            "until": f"{instant(asked):g}",
            "order": given(parameters, "order"),
        }
    return found


def instant(asked: RunAsked) -> float:
    """Up to where: the instant asked for, else as long as the scenario's experiments run."""
    return asked.scenario.duration_s if asked.t is None else asked.t


async def download(request: HttpRequest, what: str) -> HttpResponseBase:
    """The file; or, in words, why not."""
    if what not in EXPORTS:
        raise Http404(f"there is no export {what[:60]!r}; there are {', '.join(EXPORTS)}")
    parameters = dict((request.POST if request.method == "POST" else request.GET).lists())
    asked: RunAsked | None = None
    try:
        asked = run_asked(parameters)
        job = job_of(what, asked, parameters)
        verdict, file = await slots().run(job, source_of(request.META.get("REMOTE_ADDR", "")))
    except (AddressError, BusyError, FailedError) as error:
        return await _no(request, asked, parameters, error)
    if not isinstance(verdict, Done):
        file.close()
        return await _no(request, asked, parameters, AddressError(verdict.message))
    response = StreamingHttpResponse(pieces(file), content_type=EXPORTS[what].content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename(job, verdict.fingerprint)}"'
    response["Content-Length"] = str(verdict.size)
    response["X-Fingerprint"] = verdict.fingerprint
    response["Cache-Control"] = "no-store"
    return response


def job_of(what: str, asked: RunAsked | None, parameters: Parameters) -> Job:
    """Raises AddressError."""
    if asked is None:
        raise AddressError("This address names no run. Give a recipe, or a scenario.")
    job = Job(
        what=what,
        recipe=asked.recipe,
        until=instant(asked),
        order=_whole(parameters, "order", -ORDER_MAX, ORDER_MAX),
        epoch_s=_whole(parameters, "epoch", 0, otlp.EPOCH_S_MAX) or otlp.EPOCH_S,
    )
    wrong = exports.check(job)
    if wrong:
        raise AddressError(wrong)
    return job


def _whole(parameters: Parameters, name: str, low: int, high: int) -> int | None:
    text = given(parameters, name)
    if not text:
        return None
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdecimal() and len(digits) <= len(str(high)) and low <= int(text) <= high:
        return int(text)
    raise AddressError(f"{name} is a whole number from {low} to {high}, not {shortened(text)}.")


async def _no(
    request: HttpRequest, asked: RunAsked | None, parameters: Parameters, error: Exception
) -> HttpResponseBase:
    """A script gets the words alone, a person a page with the form to change something in."""
    statuses = {BusyError: BUSY, FailedError: FAILED}
    status = statuses.get(type(error), REFUSED)
    if request.headers.get("Accept") == "application/json":
        response: HttpResponse = JsonResponse({"message": str(error)}, status=status)
    elif asked is None:
        response = await sync_to_async(render)(
            request, "playground/take/refused.html", {"message": str(error)}, status=status
        )
    else:
        context = _context(asked, parameters, str(error))
        response = await sync_to_async(render)(request, "playground/take/export.html", context, status=status)
    if status == BUSY:
        response["Retry-After"] = "5"
    return response
