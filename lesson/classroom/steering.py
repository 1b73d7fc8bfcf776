"""What a host does in a room besides steering its run: doors, screens, names, controls, steps, links, the end.

Every view is a form's: it works without JavaScript, and for htmx it answers with the part that changed. Each is for the
host only, and each is announced to those whom it concerns.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lesson.classroom import access, notices, pages, plans, presence, qr, rooms, run
from lesson.classroom.access import HOST, LEARNER, PROJECTOR
from lesson.classroom.models import Room, Seat
from lesson.classroom.plan import Step
from lesson.classroom.questions import anonymity, asking, pacing, telling
from playground import addresses
from playground.addresses import AddressError
from playground.live.host import new_seed
from playground.runs import Recipe
from playground.scenarios.catalogue import ScenarioError, all_scenarios, load

FLAGS = {"locked", "screens_paused", "anonymous"}
WRONG = 422
ADDRESS_LENGTH_MAX = 20_000
ALONE = (
    "You are the only host now: every other device has stopped being one, and private links shown before open nothing. "
    "The projector and the learners go on as before. For a host besides you, show a new private link under More."
)


@require_POST
@access.host_only
@access.while_open
def flag(request: HttpRequest, room: Room, name: str) -> HttpResponse:
    """Lock the door, pause every screen, hide every name; on or off as the form says."""
    if name not in FLAGS:
        raise Http404(name)
    setattr(room, name, request.POST.get("on") == "true")
    room.save(update_fields=[name])
    screens = render_to_string("classroom/_screens.html", {"room": room})
    notices.announce(room, "screens", {LEARNER: screens}, roles=(LEARNER,))
    notices.announce(room, "room", roles=(HOST,))
    notices.announce(room, "roster", roles=(HOST, PROJECTOR))
    return answered(request, room, "_status", {"room": room})


def answered(request: HttpRequest, room: Room, part: str, context: dict[str, Any]) -> HttpResponse:
    if request.htmx:
        return render(request, f"classroom/{part}.html", context)
    return redirect("classroom:host", room.code)


# -- people --------------------------------------------------------------------------------------------------------


@require_POST
@access.host_only
def nickname(request: HttpRequest, room: Room, seat: int) -> HttpResponse:
    """Hide or show a name that somebody gave themselves; the generated one takes its place."""
    found = seat_or_404(room, seat)
    found.nickname_hidden = request.POST.get("hidden") == "true"
    found.save(update_fields=["nickname_hidden"])
    concerns(room, found)
    return told(request, room)


@require_POST
@access.host_only
@access.while_open
def controls(request: HttpRequest, room: Room, seat: int) -> HttpResponse:
    """Hand them to one learner, whoever had them before; or take them back."""
    found = seat_or_404(room, seat)
    with transaction.atomic():
        before = list(room.seats.filter(has_controls=True).exclude(pk=found.pk))
        room.seats.filter(has_controls=True).update(has_controls=False)
        found.has_controls = request.POST.get("give") == "true"
        found.save(update_fields=["has_controls"])
    concerns(room, found, *before)
    return told(request, room)


@require_POST
@access.host_only
def remove(request: HttpRequest, room: Room, seat: int) -> HttpResponse:
    """Somebody who should not be here, with everything they left that can be told to be theirs."""
    found = seat_or_404(room, seat)
    gone = found.pk
    with transaction.atomic():
        anonymity.release(found)
        found.delete()
    presence.loads.forget(room.code, gone)
    notices.turn_out(room, seat=gone)
    return told(request, room)


def seat_or_404(room: Room, seat: int) -> Seat:
    found = room.seats.filter(pk=seat).first()
    if found is None:
        raise Http404("There is no such seat in this room.")
    return found


def concerns(room: Room, *seats: Seat) -> None:
    """Their pages are made anew; the others do not stir."""
    notices.announce(room, "seat", {LEARNER: " ".join(str(seat.pk) for seat in seats)}, roles=(LEARNER,))


def told(request: HttpRequest, room: Room) -> HttpResponse:
    notices.announce(room, "roster", roles=(HOST, PROJECTOR))
    return answered(request, room, "_roster", pages.roster(room))


# -- the run that is shown -----------------------------------------------------------------------------------------


@require_POST
@access.host_only
@access.while_open
def step(request: HttpRequest, room: Room) -> HttpResponse:
    """To a step of the plan, or with an empty one out of it; the run stays where it is then."""
    standing = plans.standing(room)
    name = request.POST.get("step", "")
    chosen = next((step for step in standing.plan.steps if step.id == name), None) if standing else None
    if name and chosen is None:
        raise Http404("The plan has no such step.")
    room.step = name
    if chosen is not None and standing is not None:
        room.lesson, room.section = standing.lesson.slug, chosen.section
    room.save(update_fields=["step", "lesson", "section"])
    if chosen is not None:
        run.show(room, *plans.recipe_of(chosen))
        clear_the_wall(room, chosen)
    announce_run(room)
    return answered(request, room, "_plan", pages.room_page(room, HOST))


def clear_the_wall(room: Room, step: Step) -> None:
    """A step begins with its run and nothing beside it: no verdict of the last one, no section being read."""
    if asking.put_away_for(room, step):
        telling.changed(room)
    if pacing.free(room):
        telling.paced(room)


@require_POST
@access.host_only
@access.while_open
def show(request: HttpRequest, room: Room) -> HttpResponse:
    """Any run: a scenario's, or that of a playground's address."""
    try:
        recipe, t = asked_for(request.POST.get("address", ""))
    except (AddressError, ScenarioError) as error:
        return not_shown(request, room, f"{str(error)[:1].upper()}{str(error)[1:].rstrip('.')}.")
    run.show(room, recipe, t)
    announce_run(room)
    return answered(request, room, "_show", {"room": room, "scenarios": all_scenarios()})


def not_shown(request: HttpRequest, room: Room, problem: str) -> HttpResponse:
    """The form with the reason beside it, and what was typed still in it."""
    told = {"problem": problem, "typed": request.POST.get("address", "")[:ADDRESS_LENGTH_MAX]}
    if request.htmx:
        context = {"room": room, "scenarios": all_scenarios(), **told}
        return render(request, "classroom/_show.html", context, status=WRONG)
    return render(request, "classroom/host.html", {**pages.host_page(room, request), **told}, status=WRONG)


def asked_for(address: str) -> tuple[Recipe, float]:
    """Raises AddressError or ScenarioError."""
    try:
        parts = urlsplit(address[:ADDRESS_LENGTH_MAX])
    except ValueError:
        raise AddressError("This is no address of a playground.") from None
    slug = parts.path.removeprefix(reverse("playground:index")).strip("/").partition("/")[0]
    scenario = load(slug)
    asked = addresses.read(scenario, parse_qs(parts.query), new_seed())
    return asked.recipe or scenario.recipe(new_seed()), asked.t


def announce_run(room: Room) -> None:
    """Learners and the projector get their heading with it; hosts fetch theirs, plan, notes and questions."""
    heading = render_to_string("classroom/_heading.html", pages.room_page(room, LEARNER))
    notices.announce(room, "run", {LEARNER: heading, PROJECTOR: heading})


# -- links, the end ------------------------------------------------------------------------------------------------


@never_cache
@require_POST
@access.host_only
@access.while_open
def link(request: HttpRequest, room: Room) -> HttpResponse:
    """A private link, shown this once. With `revoke`, every other device stops being host, and no link is shown: the
    screen may be on the wall. The projector only shows, and goes on.
    """
    revoke = request.POST.get("revoke") == "true"
    try:
        secret = rooms.renew_secret(room, revoke=revoke)
    except rooms.RevokedError:
        raise PermissionDenied(access.NOT_THE_HOST) from None
    if revoke:
        notices.turn_out(room, role=HOST)
        request.session[access.TOLD] = ALONE
        access.become_host(request, room)
        return redirect("classroom:host", room.code)
    address = request.build_absolute_uri(reverse("classroom:host_link", args=[room.code, secret]))
    context = {"room": room, "link": address, "qr": qr.svg(address, "QR code of the private link")}
    return render(request, f"classroom/{'_link_here' if request.htmx else 'link'}.html", context)


@require_POST
@access.host_only
def end(request: HttpRequest, room: Room) -> HttpResponse:
    """Over: the report stays, nobody comes in any more."""
    with transaction.atomic():
        asking.put_away(room, timezone.now())
        rooms.end(room)
    run.end(room)
    notices.dismiss(room)
    return redirect("classroom:host", room.code)


@require_POST
@access.host_only
def delete(request: HttpRequest, room: Room) -> HttpResponse:
    """At once, with every seat, vote and report."""
    run.end(room)
    notices.dismiss(room)
    rooms.delete(room)
    return render(request, "classroom/deleted.html")
