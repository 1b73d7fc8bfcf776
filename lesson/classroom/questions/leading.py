"""Where the room is, over HTTP: the host moves it, pages fetch the place, learners come to an item of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lesson.classroom import access
from lesson.classroom.access import HOST, LEARNER, PROJECTOR, host_only, seated
from lesson.classroom.models import Room, Seat
from lesson.classroom.questions import pacing, refusals, telling
from lesson.classroom.questions.origin import lesson_of
from lesson.classroom.questions.refusals import Refusal
from lesson.classroom.questions.views import projectors_room
from lesson.reading import readers


@require_POST
@host_only
def move(request: HttpRequest, room: Room) -> HttpResponse:
    try:
        pacing.move(room, request.POST.get("place", ""), pacing.places(room, lesson_of(room)))
    except Refusal as refusal:
        refusals.note(room, refusal, "a host")
        return pace_part(request, room, HOST, complaint=str(refusal), status=refusal.status)
    telling.paced(room)
    return pace_part(request, room, HOST)


@never_cache
@require_safe
@host_only
def place(request: HttpRequest, room: Room) -> HttpResponse:
    """What everybody would be shown."""
    found = pacing.places(room, lesson_of(room)).by_key.get(request.GET.get("place", ""))
    return render(request, "classroom/questions/_lead_place.html", {"place": found})


@never_cache
@require_safe
def pace(request: HttpRequest, code: str, role: str) -> HttpResponse:
    rooms = {HOST: access.host_of, LEARNER: _learners_room, PROJECTOR: projectors_room}
    return pace_part(request, rooms[role](request, code), role)


def _learners_room(request: HttpRequest, code: str) -> Room:
    return access.seat_of(request, code).room


def pace_part(request: HttpRequest, room: Room, role: str, *, complaint: str = "", status: int = 200) -> HttpResponse:
    back = reverse(f"classroom:{role}", args=[room.code])
    if request.method == "POST" and not request.htmx and not complaint:
        return redirect(f"{back}#pace")
    template = f"classroom/questions/{PACE_PARTS[role]}"
    context = {"room": room, "role": role, "complaint": complaint, "template": template, "back": back}
    return render(request, template if request.htmx else "classroom/questions/pace.html", context, status=status)


PACE_PARTS = {HOST: "_lead.html", LEARNER: "_place.html", PROJECTOR: "_place.html"}


@never_cache
@require_safe
@seated
def item(request: HttpRequest, seat: Seat, name: str) -> HttpResponse:
    """An item of the quiz that the room has been moved to: leads to the learner's own asking of it."""
    lesson, found = pacing.item_of(lesson_of(seat.room), name)
    asked = pacing.asked_in(seat.room, readers.ensure(request), lesson, found)
    return redirect("practice:question", lesson.slug, asked.pk)


@never_cache
@require_safe
@host_only
def answers(request: HttpRequest, room: Room) -> HttpResponse:
    """How many have answered the item that the room is at; the host's page asks again while it is there."""
    return render(request, "classroom/questions/_answers.html", {"room": room})
