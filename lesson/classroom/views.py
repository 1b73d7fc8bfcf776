"""A class: opening a room, coming in, and the three views of a room. What hosts do in one is in steering.py."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lesson.classroom import access, codes, door, hashes, limits, notices, origins, pages, presence, rooms, seats
from lesson.classroom.limits import rooms_opened, seats_taken
from lesson.classroom.models import Room, Seat
from lesson.classroom.plans import with_plans
from lesson.classroom.questions import pacing
from lesson.classroom.same_origin import came_from_elsewhere, same_origin_only
from lesson.reading.shelf import lessons
from playground.sources import source_of

Context = Callable[[Room], dict[str, Any]]

TOO_MANY, WRONG = 429, 422
MANY_ROOMS = {
    "title": "Too many rooms",
    "words": (
        f"{settings.ROOMS_PER_ADDRESS:,} rooms have been opened from your network within a short time, which is as "
        "many as one network may open. Those that you have open already are under Teach. Another can be opened soon."
    ),
}
MANY_SEATS = (
    f"{limits.SEATS:,.0f} seats of this room have been taken from your network, which is as many as one network may "
    "take. If you are not so many, somebody takes seats for fun: ask your host to open another room and to lock this."
)
TOO_LATE_FOR_A_NAME = "A name can be changed while the class is on. Yours stays as it was, in the report too."
NO_SUCH_ROOM = (
    "There is no room with this code. Compare it with the one on the screen; the letters O and I do not occur."
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(access.HOSTS, {})
    mine = [room for room in map(rooms.find, kept) if room and access.is_host(request.session, room)]
    return render(request, "classroom/index.html", {"plans": with_plans(), "mine": mine})


@require_POST
@same_origin_only
def open_room(request: HttpRequest) -> HttpResponse:
    """One click: a room, and this browser its host."""
    address = source_of(request.META.get("REMOTE_ADDR", ""))
    if rooms_opened.all(address):
        return render(request, "classroom/refused.html", MANY_ROOMS, status=TOO_MANY)
    origin = origins.read(request.POST.dict())
    room, _ = rooms.open_room(origin.recipe, origin.t, lesson=origin.lesson, section=origin.section, step=origin.step)
    pacing.begin(room, lessons().get(room.lesson))
    rooms_opened.note(address)
    access.become_host(request, room)
    return redirect("classroom:host", room.code)


# -- coming in -----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", request.GET.get("code", ""))[:40]
    if request.method != "POST":
        return asked(request, typed)
    if words := door.wait(request, typed):
        return asked(request, typed, words, TOO_MANY)
    room = rooms.find(typed)
    if room is None:
        door.note_wrong(request)
        return asked(request, typed, NO_SUCH_ROOM, WRONG)
    return come_in(request, room)


def asked(request: HttpRequest, typed: str, problem: str = "", status: int = 200) -> HttpResponse:
    """The form, with what was typed still in it."""
    nickname = seats.clean(request.POST.get("nickname", ""))
    context = {"typed": typed, "problem": problem, "nickname": nickname, "key": door.key_in(request)}
    return render(request, "classroom/join.html", context, status=status)


def come_in(request: HttpRequest, room: Room) -> HttpResponse:
    """Whoever has a seat keeps it."""
    if access.seat_in(request.session, room) is None:
        here = room.pk, source_of(request.META.get("REMOTE_ADDR", ""))
        if seats_taken.all(here):
            return asked(request, room.shown, MANY_SEATS, TOO_MANY)
        try:
            _, token = seats.take(room, request.POST.get("nickname", ""))
        except seats.NotSeated as refused:
            return asked(request, room.shown, str(refused), access.GONE if room.ended_at else WRONG)
        seats_taken.note(here)
        access.keep(request.session, access.SEATS, room.code, token)
    return redirect("classroom:learner", room.code)


@never_cache
@require_safe
def learner(request: HttpRequest, code: str) -> HttpResponse:
    """The room from a seat. Without one: the form, with the code filled in, whether or not there is such a room."""
    if not access.remembers(request.session, code):
        return asked(request, codes.shown(code))
    room = rooms.find(code)
    if room is None:
        return asked(request, codes.shown(code), NO_SUCH_ROOM, 404)
    seat = access.seat_in(request.session, room)
    if seat is None:
        return asked(request, codes.shown(code))
    if not rooms.is_open(room):
        return render(request, "classroom/over.html", {"room": room, "seat": seat}, status=access.GONE)
    presence.loaded(seat)
    return render(request, "classroom/learner.html", pages.learner_page(room, seat))


# -- hosts and projectors ------------------------------------------------------------------------------------------


@never_cache
@require_safe
@access.host_only
def host(request: HttpRequest, room: Room) -> HttpResponse:
    if not rooms.is_open(room):
        return render(request, "classroom/over.html", {"room": room, "host": True})
    told = request.session.pop(access.TOLD, "")
    return render(request, "classroom/host.html", {**pages.host_page(room, request), "told": told})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def host_link(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The private link: makes this browser a host, and leaves the secret out of the address bar."""
    return let_in(
        request, code, lambda room: hashes.opens(secret, room.host_hash), access.become_host, "classroom:host"
    )


@never_cache
@require_safe
@access.polite
def projector(request: HttpRequest, code: str) -> HttpResponse:
    room = access.room_for(request, code)
    if not access.shows(request.session, room):
        access.host_of(request, code)
        access.make_projector(request.session, room)  # the wall goes on, should this host be revoked
    if not rooms.is_open(room):
        return render(request, "classroom/over.html", {"room": room})
    return render(request, "classroom/projector.html", pages.projector_page(room, request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def projector_link(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """For the computer at the wall: it shows the room and can do nothing in it."""

    def mark(request: HttpRequest, room: Room) -> None:
        access.make_projector(request.session, room)

    return let_in(request, code, lambda room: access.projector_opens(key, room), mark, "classroom:projector")


def let_in(
    request: HttpRequest,
    code: str,
    opens: Callable[[Room], bool],
    mark: Callable[[HttpRequest, Room], None],
    leads_to: str,
) -> HttpResponse:
    """A secret of 128 bits is not guessed, so wrong ones need not be counted."""
    room = rooms.find(code)
    if room is None or not opens(room):
        return render(request, "classroom/stale_link.html", status=access.FORBIDDEN)
    if request.method != "POST" and came_from_elsewhere(request):
        return render(request, "classroom/follow.html", {"room": room, "host": leads_to == "classroom:host"})
    mark(request, room)
    return redirect(leads_to, room.code)


# -- parts that a page fetches again -------------------------------------------------------------------------------


def part(lets_in: Callable[[access.RoomView[[]]], access.View], name: str, context: Context) -> access.View:
    @never_cache
    @require_safe
    @lets_in
    def fetched(request: HttpRequest, room: Room) -> HttpResponse:
        return render(request, f"classroom/_{name}.html", context(room))

    return fetched


roster = part(access.host_only, "roster", pages.roster)
status = part(access.host_only, "status", lambda room: {"room": room})
plan = part(access.host_only, "plan", lambda room: pages.room_page(room, access.HOST))
people = part(access.members_only, "people", pages.people)
screens = part(access.members_only, "screens", lambda room: {"room": room})
panel = part(access.members_only, "panel", pages.panel)
heading = part(access.members_only, "heading", lambda room: pages.room_page(room, ""))


@never_cache
@require_safe
@access.seated
def yours(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A learner's own: the name, and whether the screens are paused."""
    return render(request, "classroom/_yours.html", {"seat": seat, "room": seat.room})


@never_cache
@require_safe
@access.members_only
def sandbox(request: HttpRequest, room: Room) -> HttpResponse:
    """This instant, in a run of one's own; nobody else notices."""
    return redirect(pages.sandbox_address(room))


@never_cache
@require_safe
@access.members_only
def order(request: HttpRequest, room: Room, number: int) -> HttpResponse:
    """One order of the room's run, drawn message by message on a page of its own."""
    return redirect(pages.order_address(room, number))


# -- what a learner does about themselves --------------------------------------------------------------------------


@require_POST
@access.seated
def rename(request: HttpRequest, seat: Seat) -> HttpResponse:
    if not rooms.is_open(seat.room):
        return access.closed(request, {"room": seat.room, "seat": seat, "words": TOO_LATE_FOR_A_NAME})
    seats.rename(seat, request.POST.get("nickname", ""))
    notices.announce(seat.room, "roster", roles=(access.HOST, access.PROJECTOR))
    if request.htmx:
        return render(request, "classroom/_yours.html", {"seat": seat, "room": seat.room})
    return redirect("classroom:learner", seat.room.code)


@require_POST
@access.seated
def leave(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The seat stays with what was answered from it; this browser forgets the room."""
    presence.loads.forget(seat.room.code, seat.pk)
    kept = request.session[access.SEATS]
    request.session[access.SEATS] = {code: token for code, token in kept.items() if code != seat.room.code}
    return redirect("classroom:join")
