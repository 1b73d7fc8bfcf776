"""One order of one run, message by message. The run is made again from its recipe, in a process beside this one."""

from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from playground import links
from playground.addresses import AddressError
from playground.checkout import events as e
from playground.checkout.events import Event
from playground.exporting.exports import Done, Job
from playground.sequence import columns
from playground.sequence.diagram import WIDE, Drawing
from playground.sources import source_of
from playground.takeaway.export import instant, slots
from playground.takeaway.run_asked import RunAsked, run_asked
from playground.takeaway.slots import BusyError, FailedError
from playground.tales.facts import Facts
from playground.tales.tale import tell
from playground.views import find

REFUSED, BUSY, FAILED, MISSING = 400, 503, 500, 404
ORDER_MAX = 10_000_000
DRAWN_MAX = 160
"""So many events are drawn; a fan-out over a hundred shards goes on in the list."""
KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in e.Event.__args__}


class Unknown(AddressError):
    """There is no such order in that run."""


async def order_page(request: HttpRequest, slug: str, order: int) -> HttpResponse:
    """Raises Http404 for a scenario that does not exist."""
    scenario = find(slug)
    try:
        asked = run_asked(dict(request.GET.lists()), slug)
        if asked is None or not 0 < order <= ORDER_MAX:
            raise Unknown(f"Orders have numbers from 1 to {ORDER_MAX:,}.")
        context = drawn(asked, order, await events_of(asked, order, source_of(request.META.get("REMOTE_ADDR", ""))))
    except (AddressError, BusyError, FailedError) as error:
        return await sync_to_async(_refused)(request, scenario, error)
    return await sync_to_async(render)(request, "playground/sequence/page.html", context)


def _refused(request: HttpRequest, scenario: object, error: Exception) -> HttpResponse:
    statuses = {BusyError: BUSY, FailedError: FAILED, Unknown: MISSING}
    context = {"scenario": scenario, "message": str(error)}
    return render(request, "playground/refused.html", context, status=statuses.get(type(error), REFUSED))


async def events_of(asked: RunAsked, order: int, source: str) -> list[Event]:
    """Raises BusyError, FailedError, and AddressError where the run is too long to be made again for a page."""
    job = Job(what="trace", recipe=asked.recipe, until=instant(asked), order=order)
    verdict, file = await slots().run(job, source)
    with file:
        if not isinstance(verdict, Done):
            raise AddressError(verdict.message)
        return [_event(msgspec.json.decode(line)) for line in file]


def _event(record: dict[str, Any]) -> Event:
    return KINDS[record.pop("event")](**record)


def drawn(asked: RunAsked, order: int, events: list[Event]) -> dict[str, Any]:
    """Raises Unknown for an order that did not come."""
    if not events:
        raise Unknown(f"By {instant(asked):.1f} s no order {order:,} had come in this run.")
    facts = Facts(events)
    wide = Drawing(events[:DRAWN_MAX], "everything", WIDE)
    diagram = wide.drawn()
    truths = columns.truths(wide, facts)
    beliefs = columns.beliefs(wide, facts)
    bottom = max((note.y + note.height for note in (*truths, *beliefs)), default=0.0)
    diagram.height = max(diagram.height, bottom + columns.GAP)
    return {
        "scenario": asked.scenario,
        "order": order,
        "story": tell(events),
        "wide": diagram,
        "narrow": Drawing(events[:DRAWN_MAX], "everything").drawn(),
        "beliefs": beliefs,
        "truths": truths,
        "not_drawn": max(0, len(events) - DRAWN_MAX),
        "lines": Drawing(events, "everything").out.lines,
        "began": events[0].t,
        "recipe": links.write(asked.recipe),
        "t": instant(asked),
    }
