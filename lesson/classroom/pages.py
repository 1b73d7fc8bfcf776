"""What the views of a room hold, as contexts for their templates: pages and the parts that are fetched again."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lesson.classroom import door, notices, plans, presence, qr, run
from lesson.classroom.access import HOST, LEARNER, PROJECTOR, projector_key
from lesson.classroom.headings import heading_of
from lesson.classroom.models import Room, Seat
from playground import cards, links
from playground.knobs import SERVICES, Settings
from playground.scenarios.catalogue import all_scenarios, load


def room_page(room: Room, role: str) -> dict[str, Any]:
    """Of every view."""
    standing = plans.standing(room)
    return {
        "room": room,
        "role": role,
        "scenario": load(room.scenario),
        "standing": standing,
        "heading": heading_of(room, standing),
        "services": SERVICES,
        "versions": json.dumps(notices.versions(room.pk)),
    }


def panel(room: Room) -> dict[str, Any]:
    """The controls, as the run began; the page then shows what is in force."""
    scenario = load(room.scenario)
    controls = cards.page_of(scenario, Settings(links.read(room.recipe).knobs), scenario.controls)
    return {"scenario": scenario, **controls}


def host_page(room: Room, request: HttpRequest) -> dict[str, Any]:
    projector = request.build_absolute_uri(reverse("classroom:projector_link", args=[room.code, projector_key(room)]))
    return {
        **room_page(room, HOST), **panel(room), **joining(room, request), **roster(room),
        "scenarios": all_scenarios(), "projector_link": projector,
    }  # fmt: skip


def learner_page(room: Room, seat: Seat) -> dict[str, Any]:
    steering = panel(room) if seat.has_controls else {}
    return {**steering, **room_page(room, LEARNER), "seat": seat}


def projector_page(room: Room, request: HttpRequest) -> dict[str, Any]:
    return {**room_page(room, PROJECTOR), **joining(room, request), **people(room)}


def joining(room: Room, request: HttpRequest) -> dict[str, Any]:
    """How people come in: by the code, or by the QR code and the link, which nobody's wrong guesses can shut."""
    learner = request.build_absolute_uri(reverse("classroom:learner", args=[room.code]))
    link = f"{learner}?key={door.key_of(room.code)}"
    code = qr.svg(link, f"QR code that joins room {room.shown}")
    return {"join_host": request.get_host(), "join_link": link, "join_qr": code}


def people(room: Room) -> dict[str, Any]:
    return {"room": room, "seats_taken": room.seats.count(), "here": len(presence.here(room))}


def roster(room: Room) -> dict[str, Any]:
    there, by_hand = presence.here(room), presence.by_hand(room)
    seats = [(seat, seat.pk in there, seat.pk in by_hand) for seat in room.seats.all()]
    return {
        "room": room, "seats": seats, "here": sum(here for _, here, _ in seats),
        "hosts": max(notices.present(room)[HOST], 1), "projectors": notices.present(room)[PROJECTOR],
    }  # fmt: skip


def sandbox_address(room: Room) -> str:
    """The room's run at this instant, as a link to a run of one's own."""
    return _at_this_instant(room, "scenario")


def order_address(room: Room, number: int) -> str:
    """An order of the room's run, as far as it has come."""
    return _at_this_instant(room, "order", number)


def _at_this_instant(room: Room, view: str, *arguments: int) -> str:
    now = run.instant(room)
    return f"{reverse(f'playground:{view}', args=[now.scenario, *arguments])}?recipe={now.recipe}&t={now.t:.3f}"
