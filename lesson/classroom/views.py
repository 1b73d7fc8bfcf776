"""A class: the prepared plans, opening a room, coming in, and the three views of a room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lesson.classroom import access, rooms, seats
from lesson.classroom.models import Room
from lesson.classroom.plan import Plan, read
from lesson.reading.shelf import lessons
from lesson.reading.text.lesson import Lesson
from playground.live.host import new_seed
from playground.scenarios.catalogue import load

PLAN = "plan.toml"
SANDBOX = "sandbox"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    plans = [(lesson, plan_of(lesson)) for lesson in lessons().values() if (lesson.folder / PLAN).exists()]
    return render(request, "classroom/index.html", {"plans": plans})


def plan_of(lesson: Lesson) -> Plan:
    return read(lesson.folder / PLAN, frozenset(lesson.by_slug))


@require_POST
def open_room(request: HttpRequest) -> HttpResponse:
    room, secret = rooms.open_room(load(SANDBOX).recipe(new_seed()))
    access.keep(request.session, access.HOSTS, room.code, secret)
    return redirect("classroom:host", room.code)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", request.GET.get("code", ""))
    problem = ""
    if request.method == "POST":
        room = rooms.find(typed)
        if room is not None and access.seat_in(request.session, room):
            return redirect("classroom:learner", room.code)
        try:
            return come_in(request, room)
        except seats.NotSeated as refused:
            problem = str(refused)
    context = {"typed": typed, "problem": problem}
    return render(request, "classroom/join.html", context, status=422 if problem else 200)


def come_in(request: HttpRequest, room: Room | None) -> HttpResponse:
    if room is None:
        raise seats.NotSeated("There is no room with this code. Compare it with the one on the screen.")
    _, token = seats.take(room, request.POST.get("nickname", ""))
    access.keep(request.session, access.SEATS, room.code, token)
    return redirect("classroom:learner", room.code)


@require_safe
def learner(request: HttpRequest, code: str) -> HttpResponse:
    room = access.room_or_404(code)
    seat = access.seat_in(request.session, room)
    if seat is None:
        return render(request, "classroom/join.html", {"typed": room.shown})
    return render(request, "classroom/learner.html", {"room": room, "seat": seat})


@require_safe
@access.host_only
def host(request: HttpRequest, room: Room) -> HttpResponse:
    return render(request, "classroom/host.html", {"room": room})


@require_safe
def host_link(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The private link: makes this browser a host, and leaves the secret out of the address bar."""
    room = access.room_or_404(code)
    access.keep(request.session, access.HOSTS, room.code, secret)
    return redirect("classroom:host", room.code)


@require_safe
@access.host_only
def projector(request: HttpRequest, room: Room) -> HttpResponse:
    return render(request, "classroom/projector.html", {"room": room})
